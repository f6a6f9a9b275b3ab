using System.Text.Json;
using System.Text.Json.Nodes;

namespace Governance.Strategies;

/// <summary>
/// A reading as JSON: <c>{"total","decimals","sources":[{"strategy","power","raw","decimals","chain","block","hash"}]}</c>; <c>"singleSource":true</c>
/// where one provider told it and none confirmed it. A source whose power follows who votes has <c>"delegated"</c> besides:
/// <c>{"received","from":[{"account","raw","unless":[…]}],"takesBack":{"delegate","raw"}}</c> in the source's own units. A kept reading has also each source's label, its sentence and its block's time.
/// </summary>
public static class PowerReadingJson
{
    public static JsonObject Write(PowerReading reading, bool withWords = false) => new()
    {
        ["total"] = reading.Total.ToString(),
        ["decimals"] = reading.Decimals,
        ["sources"] = new JsonArray([.. reading.Sources.Select(source => (JsonNode)Write(source, withWords))]),
    };

    /// <summary>Reads what was written with words.</summary>
    public static PowerReading Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new PowerReading([.. root.GetProperty("sources").EnumerateArray().Select(Read)], root.GetProperty("decimals").GetInt32());
    }

    private static JsonObject Write(PowerSource source, bool withWords)
    {
        var json = new JsonObject
        {
            ["strategy"] = source.Strategy,
            ["power"] = source.Power.ToString(),
            ["raw"] = source.Raw.ToString(),
            ["decimals"] = source.RawDecimals,
        };
        if (source.SingleSource) json["singleSource"] = true;
        if (source.Delegated is { } delegated) json["delegated"] = Write(delegated);
        if (source.Block is { } block)
        {
            json["chain"] = block.Chain;
            json["block"] = block.Number;
            json["hash"] = block.Hash.ToString();
            if (withWords) json["timestamp"] = block.Timestamp;
        }

        if (!withWords) return json;
        json["label"] = source.Label;
        json["why"] = source.Why;
        return json;
    }

    private static JsonObject Write(DelegatedPower delegated)
    {
        var json = new JsonObject { ["received"] = delegated.Received.ToString() };
        if (delegated.From.Count > 0) json["from"] = new JsonArray([.. delegated.From.Select(one => (JsonNode)Write(one))]);
        if (delegated.TakesBack is { } back) json["takesBack"] = new JsonObject { ["delegate"] = back.Delegate.ToString(), ["raw"] = back.Raw.ToString() };
        return json;
    }

    private static JsonObject Write(Delegator one)
    {
        var json = new JsonObject { ["account"] = one.Account.ToString(), ["raw"] = one.Raw.ToString() };
        if (one.Unless.Count > 0) json["unless"] = new JsonArray([.. one.Unless.Select(account => (JsonNode)account.ToString())]);
        return json;
    }

    /// <summary>Reads what <see cref="Write(DelegatedPower)"/> wrote.</summary>
    /// <exception cref="FormatException">It is none: an address or an amount is not one.</exception>
    internal static DelegatedPower ReadDelegated(JsonElement json) => new(
        Number(json.GetProperty("received")),
        json.TryGetProperty("from", out var from) ? [.. from.EnumerateArray().Select(ReadDelegator)] : [],
        json.TryGetProperty("takesBack", out var back) ? new TakenBack(Account(back.GetProperty("delegate")), Number(back.GetProperty("raw"))) : null);

    private static Delegator ReadDelegator(JsonElement json) => new(
        Account(json.GetProperty("account")), Number(json.GetProperty("raw")),
        json.TryGetProperty("unless", out var unless) ? [.. unless.EnumerateArray().Select(Account)] : []);

    private static Ethereum.Address Account(JsonElement json) => Ethereum.Address.Parse(json.GetString() ?? "");

    private static PowerSource Read(JsonElement json) => new(
        json.GetProperty("strategy").GetString()!,
        json.GetProperty("label").GetString()!,
        Number(json.GetProperty("raw")),
        json.GetProperty("decimals").GetInt32(),
        Number(json.GetProperty("power")),
        json.TryGetProperty("hash", out var hash)
            ? new SnapshotBlock(json.GetProperty("chain").GetUInt64(), json.GetProperty("block").GetUInt64(), Ethereum.Hash32.Parse(hash.GetString()!), json.GetProperty("timestamp").GetUInt64())
            : null,
        json.GetProperty("why").GetString()!)
    {
        SingleSource = json.TryGetProperty("singleSource", out var single) && single.GetBoolean(),
        Delegated = json.TryGetProperty("delegated", out var delegated) ? ReadDelegated(delegated) : null,
    };

    private static VotingPower Number(JsonElement json) =>
        VotingPower.TryParse(json.GetString(), out var value) ? value : throw new InvalidDataException("A stored voting power is no number: the database was altered or damaged; restore a backup.");
}
