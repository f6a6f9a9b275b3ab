using System.Text.Json;
using System.Text.Json.Nodes;

namespace Governance.Strategies;

/// <summary>
/// A reading as JSON: <c>{"total","decimals","sources":[{"strategy","power","raw","decimals","chain","block","hash"}]}</c>; <c>"singleSource":true</c>
/// where one provider told it and none confirmed it. A kept reading has also each source's label, its sentence and its block's time.
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
    };

    private static VotingPower Number(JsonElement json) =>
        VotingPower.TryParse(json.GetString(), out var value) ? value : throw new InvalidDataException("A stored voting power is no number: the database was altered or damaged; restore a backup.");
}
