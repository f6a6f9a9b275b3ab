using System.Globalization;
using System.Text.Json;
using Governance.Ethereum;

namespace Governance.Milestones;

/// <summary>Reads the milestones that an author has signed inside a proposal's <c>plugins</c>; the shape is in the slice's README.</summary>
public static class MilestonesPlugin
{
    /// <summary>The member of <c>plugins</c>. Other members are other programs' and are left alone.</summary>
    public const string Key = "milestones";

    public const int MaxMilestones = 10;
    private const int MaxTitle = 256;
    private const int MaxDepth = 32;
    private const long LatestTime = 253_402_300_799;

    /// <summary>Empty where there are none.</summary>
    public static Outcome<IReadOnlyList<MilestoneDefinition>> Read(string plugins)
    {
        if (string.IsNullOrEmpty(plugins)) return Array.Empty<MilestoneDefinition>();
        using var json = JsonDocument.Parse(plugins, new JsonDocumentOptions { MaxDepth = MaxDepth });
        if (!json.RootElement.TryGetProperty(Key, out var list)) return Array.Empty<MilestoneDefinition>();
        if (list.ValueKind != JsonValueKind.Array) return MilestoneRejection.WrongFormat.Because("plugins.milestones must be a list.");
        if (list.GetArrayLength() > MaxMilestones) return MilestoneRejection.TooMany;
        var read = new List<MilestoneDefinition>();
        foreach (var item in list.EnumerateArray())
        {
            try
            {
                read.Add(ReadOne(item));
            }
            catch (Exception fault) when (fault is AbiException or FormatException)
            {
                return MilestoneRejection.WrongFormat.Because(string.Create(CultureInfo.InvariantCulture, $"Milestone {read.Count + 1}: {fault.Message}"));
            }
        }

        return read;
    }

    /// <summary>One milestone as stored.</summary>
    internal static MilestoneDefinition ReadStored(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        return ReadOne(document.RootElement);
    }

    private static MilestoneDefinition ReadOne(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) throw new FormatException("it must be an object.");
        string title = json.Text("title").Trim();
        if (title.Length is 0 or > MaxTitle) throw new FormatException($"title must have 1 to {MaxTitle} characters.");
        if (!json.TryGetProperty("by", out var by) || by.ValueKind != JsonValueKind.Number || !by.TryGetInt64(out long date) || date is < 1 or > LatestTime)
            throw new FormatException("by must be its date in whole seconds since 1970, for example 1795132800.");
        return new MilestoneDefinition(title, date, ChainOf(json), ConditionReading.Read(json), json.GetRawText());
    }

    private static ulong ChainOf(JsonElement json)
    {
        const string Namespace = "eip155:";
        string text = json.TryGetProperty("chain", out var chain) ? chain.ValueKind == JsonValueKind.String ? chain.GetString()! : chain.GetRawText() : "";
        var number = text.StartsWith(Namespace, StringComparison.Ordinal) ? text.AsSpan(Namespace.Length) : text;
        return ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out ulong id) && id is > 0 and <= long.MaxValue
            ? id : throw new FormatException("chain must be the chain's number or CAIP-2 name, for example \"eip155:1\".");
    }
}
