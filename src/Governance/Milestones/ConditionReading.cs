using System.Numerics;
using System.Text.Json;
using Governance.Ethereum;

namespace Governance.Milestones;

/// <summary>Reads what must hold from a milestone's JSON; what is wrong comes as <see cref="FormatException"/> or <see cref="AbiException"/> with a sentence.</summary>
internal static class ConditionReading
{
    private const int MaxCallBytes = 4096;
    private const int MaxSymbol = 16;
    private const int MaxDecimals = 77;

    private static readonly string[] Kinds = ["call", "event", "timelock", "safe"];

    public static MilestoneCondition Read(JsonElement milestone)
    {
        string[] named = [.. Kinds.Where(kind => milestone.TryGetProperty(kind, out _))];
        if (named is not [var kind]) throw new FormatException("it needs exactly one of call, event, timelock and safe.");
        var json = milestone.GetProperty(kind);
        if (json.ValueKind != JsonValueKind.Object) throw new FormatException($"{kind} must be an object.");
        var contract = AddressOf(json, "address");
        return kind switch
        {
            "call" => Call(contract, json),
            "event" => Event(contract, json),
            "timelock" => new TimelockCondition(contract, HashOf(json, "operation")),
            _ => Safe(contract, json),
        };
    }

    /// <summary>The text of a member; empty where it is missing.</summary>
    public static string Text(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => "",
        } : "";

    private static CallCondition Call(Address contract, JsonElement json)
    {
        var function = AbiFunction.Parse(json.Text("function"));
        if (function.Outputs.List.Count == 0) throw new FormatException("call.function must say what it returns, for example totalSupply()(uint256).");
        object[] arguments = json.TryGetProperty("arguments", out var list) ? AbiJson.Values(function.Inputs, list) : [];
        byte[] data = function.Encode(arguments);
        if (data.Length > MaxCallBytes) throw new FormatException($"the call has more than {MaxCallBytes} bytes.");
        int output = json.TryGetProperty("output", out var index) ? index.ValueKind == JsonValueKind.Number && index.TryGetInt32(out int given) ? given : -1 : 0;
        if (output < 0 || output >= function.Outputs.List.Count) throw new FormatException("call.output must be the number of one of the function's results, from 0.");
        var type = function.Outputs.List[output].Type;
        bool isNumber = type.Kind is AbiKind.UnsignedInteger or AbiKind.SignedInteger;
        if (!isNumber && type.Kind is not (AbiKind.Boolean or AbiKind.Address or AbiKind.FixedBytes)) throw new FormatException($"a result of type {type} can not be compared; numbers, bool, address and bytes1 to bytes32 can.");
        var comparison = ComparisonOf(json.Text("is"));
        if (!isNumber && comparison != Comparison.Equal) throw new FormatException($"a result of type {type} can only be compared by =.");
        return new CallCondition(contract, function, data, output, comparison, AbiJson.Text(AbiJson.Value(type, json.Text("value"))), isNumber ? UnitOf(json) : null);
    }

    private static Comparison ComparisonOf(string text) => text switch
    {
        ">=" or "≥" => Comparison.AtLeast,
        ">" => Comparison.Above,
        "=" or "==" => Comparison.Equal,
        "<=" or "≤" => Comparison.AtMost,
        "<" => Comparison.Below,
        _ => throw new FormatException("call.is must be one of >=, >, =, <= and <."),
    };

    private static MilestoneUnit? UnitOf(JsonElement json)
    {
        string decimals = json.Text("decimals"), symbol = json.Text("symbol"), whole = json.Text("of");
        if (decimals.Length + symbol.Length + whole.Length == 0) return null;
        int places = 0;
        if (decimals.Length > 0 && (!int.TryParse(decimals, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out places) || places > MaxDecimals))
            throw new FormatException($"call.decimals must be 0 to {MaxDecimals}.");
        if (symbol.Length > MaxSymbol) throw new FormatException($"call.symbol has more than {MaxSymbol} characters.");
        BigInteger? all = whole.Length > 0 ? (BigInteger)AbiJson.Value(AbiParameters.Parse("(uint256)").List[0].Type, whole) : null;
        return all is { Sign: <= 0 } ? throw new FormatException("call.of must be above 0.") : new MilestoneUnit(places, symbol, all);
    }

    private static EventCondition Event(Address contract, JsonElement json)
    {
        var signature = AbiEvent.Parse(json.Text("signature"));
        var matches = new List<ParameterMatch>();
        if (json.TryGetProperty("where", out var where))
        {
            if (where.ValueKind != JsonValueKind.Object) throw new FormatException("event.where must be an object of parameter names and values.");
            foreach (var wanted in where.EnumerateObject()) matches.Add(MatchOf(signature, wanted));
        }

        return new EventCondition(contract, signature, matches);
    }

    private static ParameterMatch MatchOf(AbiEvent signature, JsonProperty wanted)
    {
        var parameters = signature.Parameters.List;
        int index = Enumerable.Range(0, parameters.Count).FirstOrDefault(i => parameters[i].Name == wanted.Name, -1);
        if (index < 0) throw new FormatException($"event.signature has no parameter named '{wanted.Name}'.");
        var (type, _, isIndexed) = parameters[index];
        if (type.Kind is AbiKind.Array or AbiKind.Tuple || (isIndexed && type.Kind is AbiKind.Bytes or AbiKind.Text))
            throw new FormatException($"'{wanted.Name}' is only a hash or a list on the chain and can not be matched.");
        return new ParameterMatch(index, wanted.Name, AbiJson.Text(AbiJson.Value(type, wanted.Value)));
    }

    private static SafeCondition Safe(Address contract, JsonElement json)
    {
        bool byHash = json.TryGetProperty("transaction", out _), byModule = json.TryGetProperty("module", out _);
        if (byHash == byModule) throw new FormatException("safe needs either transaction (the Safe's transaction hash) or module (an address).");
        return byHash ? new SafeCondition(contract, HashOf(json, "transaction"), null) : new SafeCondition(contract, null, AddressOf(json, "module"));
    }

    private static Address AddressOf(JsonElement json, string name) =>
        Address.TryParse(json.Text(name), out var address) && !address.IsZero ? address : throw new FormatException($"{name} must be an address.");

    private static Hash32 HashOf(JsonElement json, string name) =>
        Hash32.TryParse(json.Text(name), out var hash) ? hash : throw new FormatException($"{name} must be 32 bytes in hexadecimal.");
}
