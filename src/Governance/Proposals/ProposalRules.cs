using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Ethereum;
using Governance.Strategies;

namespace Governance.Proposals;

/// <summary>
/// What a proposal was published with and keeps for ever, whatever the space's settings become: sources of power, quorum, privacy.
/// Stored as JSON.
/// </summary>
public sealed record ProposalRules
{
    public required IReadOnlyList<StrategyDefinition> Strategies { get; init; }

    /// <summary>Where each chain's power is read, one entry for each chain that a strategy needs.</summary>
    public IReadOnlyList<SnapshotBlock> Snapshots { get; init; } = [];

    /// <summary>Decimals of the proposal's voting power: the most that any strategy has, and at least what the voting system asks; all are written up to it.</summary>
    public int Decimals { get; init; }

    /// <summary>What people call one unit of power.</summary>
    public string Symbol { get; init; } = "";

    /// <summary>Participation needed, base units; zero: none.</summary>
    public VotingPower Quorum { get; init; }

    /// <summary><c>default</c>: all votes count towards it; <c>rejection</c>: only votes against, which reject when they exceed it; <c>for</c>, <c>for-abstain</c>: a governor's.</summary>
    public string QuorumType { get; init; } = QuorumTypes.Default;

    /// <summary>In a basic vote abstentions do not count towards the quorum (Snapshot's hideAbstain as its first interface took it).</summary>
    public bool HideAbstain { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];

    public string Privacy { get; init; } = "";

    /// <summary>The signed <c>plugins</c> text as sent.</summary>
    public string Plugins { get; init; } = "{}";

    public string App { get; init; } = "";

    public SnapshotBlock? SnapshotOf(ulong chain) => Snapshots.FirstOrDefault(snapshot => snapshot.Chain == chain);

    public string ToJson() => new JsonObject
    {
        ["strategies"] = new JsonArray([.. Strategies.Select(s => s.ToJson())]),
        ["snapshots"] = new JsonArray([.. Snapshots.Select(s => s.ToJson())]),
        ["decimals"] = Decimals,
        ["symbol"] = Symbol,
        ["quorum"] = Quorum.ToString(),
        ["quorumType"] = QuorumType,
        ["hideAbstain"] = HideAbstain,
        ["labels"] = new JsonArray([.. Labels.Select(l => (JsonNode)l)]),
        ["privacy"] = Privacy,
        ["plugins"] = Plugins,
        ["app"] = App,
    }.ToJsonString();

    public static ProposalRules FromJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement.Clone();
        return new ProposalRules
        {
            Strategies = [.. root.GetProperty("strategies").EnumerateArray().Select(s => StrategyDefinition.Read(s, 0)!)],
            Snapshots = [.. root.GetProperty("snapshots").EnumerateArray().Select(SnapshotBlock.FromJson)],
            Decimals = root.GetProperty("decimals").GetInt32(),
            Symbol = root.GetProperty("symbol").GetString()!,
            Quorum = VotingPower.TryParse(root.GetProperty("quorum").GetString(), out var quorum) ? quorum : throw new InvalidDataException("The stored quorum is no number."),
            QuorumType = root.GetProperty("quorumType").GetString()!,
            HideAbstain = root.TryGetProperty("hideAbstain", out var hide) && hide.GetBoolean(),
            Labels = [.. root.GetProperty("labels").EnumerateArray().Select(l => l.GetString()!)],
            Privacy = root.GetProperty("privacy").GetString()!,
            Plugins = root.GetProperty("plugins").GetString()!,
            App = root.GetProperty("app").GetString()!,
        };
    }
}
