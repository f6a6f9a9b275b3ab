using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Milestones;

namespace Governance.Web.Proposals;

/// <summary>A milestone as an author enters it; whether it can be watched is <see cref="CheckMilestones"/>' to say.</summary>
public sealed class MilestoneDraft
{
    public string Title { get; set; } = "";

    /// <summary>UTC.</summary>
    public DateTime By { get; set; }

    /// <summary>EIP-155 number.</summary>
    public ulong Chain { get; set; }

    /// <summary>call, event, timelock or safe.</summary>
    public string Kind { get; set; } = "call";

    public string Address { get; set; } = "";

    /// <summary>Of a function with its results, or of an event.</summary>
    public string Signature { get; set; } = "";

    /// <summary>Separated by commas; or JSON values.</summary>
    public string Arguments { get; set; } = "";

    public string Is { get; set; } = ">=";

    public string Value { get; set; } = "";

    public string Decimals { get; set; } = "";

    public string Symbol { get; set; } = "";

    /// <summary>An operation's id, or a Safe's transaction hash.</summary>
    public string Hash { get; set; } = "";

    /// <summary>What <paramref name="drafts"/> are in a proposal's <c>plugins</c>.</summary>
    public static string Plugins(IReadOnlyCollection<MilestoneDraft> drafts) =>
        drafts.Count == 0 ? "{}" : new JsonObject { [MilestonesPlugin.Key] = new JsonArray([.. drafts.Select(static draft => (JsonNode)draft.ToJson())]) }.ToJsonString();

    private JsonObject ToJson() => new()
    {
        ["title"] = Title.Trim(),
        ["by"] = new DateTimeOffset(DateTime.SpecifyKind(By, DateTimeKind.Utc)).ToUnixTimeSeconds(),
        ["chain"] = string.Create(CultureInfo.InvariantCulture, $"eip155:{Chain}"),
        [Kind] = Condition(),
    };

    private JsonObject Condition()
    {
        var condition = new JsonObject { ["address"] = Address.Trim() };
        switch (Kind)
        {
            case "call":
                condition["function"] = Signature.Trim();
                if (Items() is { Count: > 0 } arguments) condition["arguments"] = arguments;
                condition["is"] = Is;
                condition["value"] = Value.Trim();
                if (Decimals.Length > 0) condition["decimals"] = Decimals.Trim();
                if (Symbol.Length > 0) condition["symbol"] = Symbol.Trim();
                break;
            case "event":
                condition["signature"] = Signature.Trim();
                if (Matches() is { Count: > 0 } matches) condition["where"] = matches;
                break;
            case "timelock": condition["operation"] = Hash.Trim(); break;
            default: condition["transaction"] = Hash.Trim(); break;
        }

        return condition;
    }

    private JsonArray Items()
    {
        try
        {
            return (JsonArray)JsonNode.Parse($"[{Arguments}]")!;
        }
        catch (JsonException)
        {
            return [.. Parts().Select(static part => (JsonNode)part)];
        }
    }

    // name = value, name = value
    private JsonObject Matches()
    {
        var matches = new JsonObject();
        foreach (string part in Parts())
        {
            int at = part.IndexOf('=', StringComparison.Ordinal);
            matches[at < 0 ? part : part[..at].Trim()] = at < 0 ? "" : part[(at + 1)..].Trim();
        }

        return matches;
    }

    private string[] Parts() => Arguments.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
