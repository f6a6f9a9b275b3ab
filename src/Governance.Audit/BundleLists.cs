using System.Text;
using System.Text.Json;
using Governance.Ethereum;
using Governance.Exports;
using Governance.Recounts;
using Governance.Strategies;

namespace Governance.Audit;

/// <summary>The lists that a bundle brings along, each checked against the hash that it is known by.</summary>
internal sealed class BundleLists(Differences differences) : IListFiles
{
    private readonly Dictionary<Hash32, ListFile> _files = [];

    public ListFile? Find(Hash32 hash) => _files.GetValueOrDefault(hash);

    public void Take(JsonElement line, long number)
    {
        var where = $"line {number}";
        if (ListFile.HashOf(TextOf(line, BundleFormat.List)) is not { } hash || ListFile.KindOf(TextOf(line, "kind")) is not { } kind)
        {
            differences.Add("malformed-line", where, "it names no list");
            return;
        }

        var file = new ListFile(hash, TextOf(line, "name"), kind, Encoding.UTF8.GetBytes(TextOf(line, "text")));
        if (!file.IsWhole) differences.Add("altered-list", where, $"the text of {file.Reference} has another hash");
        else if (!_files.TryAdd(hash, file)) differences.Add("second-list", where, $"{file.Reference} stands twice");
    }

    /// <summary>What power is counted by must all be here.</summary>
    public void Check(IEnumerable<StrategyDefinition> strategies)
    {
        foreach (var list in strategies.SelectMany(strategy => StrategyRegistry.Get(strategy.Name).Lists(strategy)).Where(list => !_files.ContainsKey(list.Hash)))
            differences.Add("missing-list", "the bundle", $"the proposal counts by {ListFile.ReferenceTo(list.Hash)} ({ListFile.NameOf(list.Kind)}), which is not here as it was");
    }

    private static string TextOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
