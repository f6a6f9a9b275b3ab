using System.Text.Json;

namespace Governance.Strategies;

/// <summary>
/// A reading as JSON: <c>{"total","decimals","sources":[{"strategy","power","raw","decimals","chain","block","hash"}]}</c>; <c>"singleSource":true</c>
/// where one provider told it and none confirmed it. A source whose power follows who votes has <c>"delegated"</c> besides:
/// <c>{"received","from":[{"account","raw","unless":[…]}],"takesBack":{"delegate","raw"}}</c> in the source's own units. A kept reading has also each source's label, its sentence and its block's time.
/// </summary>
public static class PowerReadingJson
{
    public static string Text(PowerReading reading, bool withWords = false) => JsonText.Write((reading, withWords), static (json, it) => Write(json, it.reading, it.withWords));

    /// <summary>As <see cref="Text"/>, as a value of something larger.</summary>
    public static void Write(Utf8JsonWriter json, PowerReading reading, bool withWords = false)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(reading);
        json.WriteStartObject();
        json.WriteString("total"u8, reading.Total.ToString());
        json.WriteNumber("decimals"u8, reading.Decimals);
        json.WriteStartArray("sources"u8);
        foreach (var source in reading.Sources) Write(json, source, withWords);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads what was written with words.</summary>
    public static PowerReading Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new PowerReading([.. root.GetProperty("sources").EnumerateArray().Select(Read)], root.GetProperty("decimals").GetInt32());
    }

    private static void Write(Utf8JsonWriter json, PowerSource source, bool withWords)
    {
        json.WriteStartObject();
        json.WriteString("strategy"u8, source.Strategy);
        json.WriteString("power"u8, source.Power.ToString());
        json.WriteString("raw"u8, source.Raw.ToString());
        json.WriteNumber("decimals"u8, source.RawDecimals);
        if (source.SingleSource) json.WriteBoolean("singleSource"u8, true);
        if (source.Delegated is { } delegated) Write(json, delegated);
        if (source.Block is { } block)
        {
            json.WriteNumber("chain"u8, block.Chain);
            json.WriteNumber("block"u8, block.Number);
            json.WriteString("hash"u8, block.Hash.ToString());
            if (withWords) json.WriteNumber("timestamp"u8, block.Timestamp);
        }

        if (withWords)
        {
            json.WriteString("label"u8, source.Label);
            json.WriteString("why"u8, source.Why);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DelegatedPower delegated)
    {
        json.WriteStartObject("delegated"u8);
        json.WriteString("received"u8, delegated.Received.ToString());
        if (delegated.From.Count > 0)
        {
            json.WriteStartArray("from"u8);
            foreach (var one in delegated.From) Write(json, one);
            json.WriteEndArray();
        }

        if (delegated.TakesBack is { } back)
        {
            json.WriteStartObject("takesBack"u8);
            json.WriteString("delegate"u8, back.Delegate.ToString());
            json.WriteString("raw"u8, back.Raw.ToString());
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Delegator one)
    {
        json.WriteStartObject();
        json.WriteString("account"u8, one.Account.ToString());
        json.WriteString("raw"u8, one.Raw.ToString());
        if (one.Unless.Count > 0)
        {
            json.WriteStartArray("unless"u8);
            foreach (var account in one.Unless) json.WriteStringValue(account.ToString());
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>Reads a source's <c>delegated</c>.</summary>
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
