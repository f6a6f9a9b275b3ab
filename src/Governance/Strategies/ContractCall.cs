using System.Numerics;
using System.Text.Json;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>
/// <c>contract-call</c>: any view function that answers a number. <c>params.methodABI</c> is the function as a JSON ABI has it, <c>args</c> its
/// arguments with <c>%{address}</c> for the account (default: only that), <c>output</c> the name of the result that counts (default: the first).
/// </summary>
public sealed class ContractCall : IStrategy
{
    private const int DefaultDecimals = 18;
    private const string Placeholder = "%{address}";
    private const int MaxReturnBytes = 8192;

    public string Name => "contract-call";

    public string? FaultOf(StrategyDefinition definition)
    {
        if (!Address.TryParse(definition.Text("address"), out _)) return "contract-call needs params.address, the contract, for example \"0x5FbDB2315678afecb367f032d93F642f64180aa3\".";
        if (definition.DecimalsFault() is { } decimals) return decimals;
        try
        {
            var function = FunctionOf(definition);
            if (ResultIndex(definition, function) is not { } index) return "contract-call: params.methodABI must have the output that params.output names, or at least one.";
            if (function.Outputs.List[index].Type.Kind is not (AbiKind.UnsignedInteger or AbiKind.SignedInteger)) return "contract-call: the function's output must be an integer.";
            function.Encode(Arguments(definition, function, default));
            return null;
        }
        catch (Exception e) when (e is AbiException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return $"contract-call: params.methodABI and params.args do not fit together: {e.Message}";
        }
    }

    public int Decimals(StrategyDefinition definition) => definition.Number("decimals") ?? DefaultDecimals;

    public async Task<IReadOnlyList<VotingPower>> ReadAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        var state = view.StateOf(definition.Network);
        var function = FunctionOf(definition);
        var contract = Address.Parse(definition.Text("address")!);
        var calls = voters.Select(voter => new EthCall(contract, function.Encode(Arguments(definition, function, voter)), MaxReturnBytes: MaxReturnBytes)).ToArray();
        var outcomes = await state.Chain.CallManyAsync(calls, state.At, cancellationToken);
        int index = ResultIndex(definition, function)!.Value;
        return [.. outcomes.Select(outcome => Read(outcome, function, index, contract, state))];
    }

    private static VotingPower Read(CallOutcome outcome, AbiFunction function, int index, Address contract, SnapshotState state)
    {
        try
        {
            if (outcome.Returned is { } returned)
            {
                var number = function.DecodeResult(returned).Integer(index);
                // Snapshot keeps only scores above zero.
                return number.Sign <= 0 ? VotingPower.Zero : VotingPower.FromBigInteger(number);
            }
        }
        catch (AbiException)
        {
            // Told below: the contract does not answer as its ABI says.
        }

        throw new RpcException(new RpcFault(RpcFaultKind.Permanent, "", "eth_call",
            $"{function.Signature} of {contract} gave no number at block {state.Block.Number} of chain {state.Block.Chain}: {outcome.Failure ?? "its answer is not what its ABI says"}"));
    }

    private static AbiFunction FunctionOf(StrategyDefinition definition)
    {
        if (!definition.Params.TryGetProperty("methodABI", out var abi) || abi.ValueKind != JsonValueKind.Object) throw new FormatException("methodABI must be an object of name, inputs and outputs.");
        return AbiFunction.Parse($"{abi.GetProperty("name").GetString()}({Types(abi, "inputs")})({Types(abi, "outputs")})");
    }

    private static string Types(JsonElement json, string list) =>
        json.TryGetProperty(list, out var items) ? string.Join(',', items.EnumerateArray().Select(Type)) : "";

    private static string Type(JsonElement item)
    {
        var type = item.GetProperty("type").GetString()!;
        var name = item.TryGetProperty("name", out var given) && given.GetString() is { Length: > 0 } text ? " " + text : "";
        return type.StartsWith("tuple", StringComparison.Ordinal) ? $"({Types(item, "components")}){type["tuple".Length..]}{name}" : type + name;
    }

    private static int? ResultIndex(StrategyDefinition definition, AbiFunction function)
    {
        var outputs = function.Outputs.List;
        if (definition.Text("output") is not { Length: > 0 } wanted) return outputs.Count > 0 ? 0 : null;
        int named = Enumerable.Range(0, outputs.Count).FirstOrDefault(i => outputs[i].Name == wanted, -1);
        // ethers.js also lets a result be named by its place.
        return named >= 0 ? named : int.TryParse(wanted, out int index) && index >= 0 && index < outputs.Count ? index : null;
    }

    private static object[] Arguments(StrategyDefinition definition, AbiFunction function, Address voter)
    {
        var inputs = function.Inputs.List;
        if (!definition.Params.TryGetProperty("args", out var args)) return [Value(inputs.Single().Type, Placeholder, voter)];
        var values = args.EnumerateArray().ToArray();
        if (values.Length != inputs.Count) throw new FormatException($"{values.Length} arguments for {inputs.Count} inputs.");
        return [.. values.Select((value, i) => Value(inputs[i].Type, value, voter))];
    }

    private static object Value(AbiType type, JsonElement json, Address voter) => json.ValueKind switch
    {
        JsonValueKind.Array => type.Kind == AbiKind.Array
            ? json.EnumerateArray().Select(item => Value(type.Element!, item, voter)).ToArray()
            : json.EnumerateArray().Select((item, i) => Value(type.Components[i].Type, item, voter)).ToArray(),
        JsonValueKind.String => Value(type, json.GetString()!, voter),
        JsonValueKind.Number => BigInteger.Parse(json.GetRawText(), System.Globalization.CultureInfo.InvariantCulture),
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        _ => throw new FormatException($"'{json}' is not an argument."),
    };

    private static object Value(AbiType type, string text, Address voter)
    {
        var value = text.Replace(Placeholder, voter.ToString(), StringComparison.Ordinal);
        return type.Kind switch
        {
            AbiKind.Address => Address.Parse(value),
            AbiKind.UnsignedInteger or AbiKind.SignedInteger when value.StartsWith("0x", StringComparison.Ordinal) => new BigInteger(Hex.Parse(value.Length % 2 == 0 ? value : "0x0" + value[2..]), isUnsigned: true, isBigEndian: true),
            AbiKind.UnsignedInteger or AbiKind.SignedInteger => BigInteger.Parse(value, System.Globalization.CultureInfo.InvariantCulture),
            AbiKind.FixedBytes or AbiKind.Bytes => Hex.Parse(value),
            AbiKind.Text => value,
            _ => throw new FormatException($"'{text}' is no {type}."),
        };
    }
}
