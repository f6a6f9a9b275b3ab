using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Governance.Strategies;

/// <summary>One source of voting power as a space's settings name it (Snapshot: name, network, params).</summary>
/// <param name="Name">Snapshot's name of the strategy.</param>
/// <param name="Network">The chain it reads, EIP-155 number.</param>
/// <param name="Params">The strategy's own parameters.</param>
public sealed record StrategyDefinition(string Name, ulong Network, JsonElement Params)
{
    /// <summary>Decimal places that a number in the settings may have.</summary>
    public const int MaxPlaces = 18;

    private const int MaxDecimals = 36;

    /// <summary>What people call the source: the token's symbol, or the strategy's name.</summary>
    public string Label => Text("symbol") ?? Name;

    public string? Text(string parameter) =>
        Params.ValueKind == JsonValueKind.Object && Params.TryGetProperty(parameter, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A whole-number parameter given as number or digits; null when absent or neither.</summary>
    public int? Number(string parameter)
    {
        if (Params.ValueKind != JsonValueKind.Object || !Params.TryGetProperty(parameter, out var value)) return null;
        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt32(out int number) => number,
            JsonValueKind.String when int.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) => number,
            _ => null,
        };
    }

    /// <summary>A number that is not negative, given as number or text; null when absent or neither.</summary>
    public ExactDecimal? Decimal(string parameter) =>
        Params.ValueKind == JsonValueKind.Object && Params.TryGetProperty(parameter, out var value) ? DecimalOf(value) : null;

    /// <summary>The same of any JSON: Snapshot's settings hold numbers, some spaces wrote them as text.</summary>
    public static ExactDecimal? DecimalOf(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Number when ExactDecimal.TryParse(json.GetRawText(), out var number) => number,
            JsonValueKind.String when ExactDecimal.TryParse(json.GetString(), out var number) => number,
            _ => null,
        };

    /// <summary>A whole number of up to 256 bits, given as number or digits; null when absent or neither.</summary>
    public BigInteger? BigNumber(string parameter) =>
        Decimal(parameter) is { Places: 0 } number && number.Digits.GetBitLength() <= 256 ? number.Digits : null;

    /// <summary>What is wrong with <c>params.decimals</c>, as a sentence; null when it is absent or right.</summary>
    public string? DecimalsFault() =>
        Params.TryGetProperty("decimals", out _) && Number("decimals") is not (>= 0 and <= MaxDecimals)
            ? $"{Name}: params.decimals must be a whole number from 0 to {MaxDecimals}, for example 18."
            : null;

    /// <summary>Reads <c>{name, network?, params?}</c>; null where it is not that.</summary>
    public static StrategyDefinition? Read(JsonElement json, ulong defaultNetwork)
    {
        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String) return null;
        ulong network = defaultNetwork;
        if (json.TryGetProperty("network", out var given) && !TryReadNetwork(given, out network)) return null;
        var parameters = json.TryGetProperty("params", out var p) ? p : EmptyObject;
        return parameters.ValueKind == JsonValueKind.Object ? new(name.GetString()!, network, parameters) : null;
    }

    public JsonNode ToJson() => new JsonObject
    {
        ["name"] = Name,
        ["network"] = Network.ToString(CultureInfo.InvariantCulture),
        ["params"] = JsonNode.Parse(Params.GetRawText()),
    };

    /// <summary>Snapshot writes networks as text; numbers are understood too.</summary>
    public static bool TryReadNetwork(JsonElement json, out ulong network)
    {
        network = 0;
        return json.ValueKind switch
        {
            JsonValueKind.String => ulong.TryParse(json.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out network),
            JsonValueKind.Number => json.TryGetUInt64(out network),
            _ => false,
        };
    }

    private static readonly JsonElement EmptyObject = JsonDocument.Parse("{}").RootElement.Clone();
}
