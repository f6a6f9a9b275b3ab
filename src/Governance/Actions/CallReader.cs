using System.Globalization;
using System.Numerics;
using Governance.Ethereum;

namespace Governance.Actions;

/// <summary>
/// Puts calls into words: those whose selector and arguments agree with a known signature, wrappers with all that they make in turn.
/// What is not known is said to be unknown, never guessed.
/// </summary>
public sealed class CallReader(ContractNames names)
{
    // Batches of batches are nobody's honest proposal; deeper ones are shown as bytes.
    private const int MaxDepth = 4;
    private const int MaxCalls = 64;
    private const int MaxShownText = 300;

    private static readonly string[] Amounts = ["amount", "assets", "shares"];

    private int _calls;

    /// <param name="value">Wei.</param>
    /// <param name="callData">What is really sent, selector included.</param>
    public ReadCall Read(Address target, BigInteger value, byte[] callData) => Read(target, value, callData, 0);

    private ReadCall Read(Address target, BigInteger value, byte[] callData, int depth)
    {
        _calls++;
        string paid = value.IsZero ? "" : $" It sends {ContractNames.Ether(value)} along.";
        if (callData.Length == 0) return new(target, value, callData, null, [], value.IsZero ? $"Calls {names.Of(target)} with nothing." : $"Sends {ContractNames.Ether(value)} to {names.Of(target)}.", []);
        if (KnownCalls.Find(callData) is { } known && Decode(known.Function, callData) is { } arguments)
        {
            var nested = depth < MaxDepth ? WrappedCalls.Of(known.Function, target, arguments) : [];
            if (nested.Count > 0 && (nested.Count + _calls > MaxCalls || depth + 1 == MaxDepth))
                return new(target, value, callData, Text(known.Function), ArgumentsOf(known.Function, arguments), $"{Say(known, target, arguments)} More calls than are read here; look at the bytes.{paid}", []);
            return new(target, value, callData, Text(known.Function), ArgumentsOf(known.Function, arguments), Say(known, target, arguments) + paid,
                [.. nested.Select(call => Read(call.Target, call.Value, call.CallData, depth + 1))]);
        }

        string selector = callData.Length < AbiFunction.SelectorSize ? "" : $" {Hex.Format(callData.AsSpan(0, AbiFunction.SelectorSize))}";
        return new(target, value, callData, null, [], $"Unknown call{selector} of {names.Of(target)}, {callData.Length.ToString(CultureInfo.InvariantCulture)} bytes.{paid}", []);
    }

    private static AbiValues? Decode(AbiFunction function, byte[] callData)
    {
        try
        {
            return function.DecodeArguments(callData);
        }
        catch (AbiException)
        {
            return null;
        }
    }

    private string Say(KnownCall known, Address target, AbiValues arguments)
    {
        string sentence = known.Sentence.Replace("{target}", names.Of(target), StringComparison.Ordinal);
        var parameters = known.Function.Inputs.List;
        for (int i = 0; i < parameters.Count; i++)
        {
            string name = parameters[i].Name!;
            if (name == "target" || !sentence.Contains($"{{{name}}}", StringComparison.Ordinal)) continue;
            sentence = sentence.Replace($"{{{name}}}", Say(name, arguments, i, target), StringComparison.Ordinal);
        }

        return sentence;
    }

    private string Say(string name, AbiValues arguments, int index, Address target) => arguments[index] switch
    {
        Address address => names.Of(address),
        Hash32 role when name == "role" => ContractNames.RoleOf(role),
        // Of the bridge's functions the token is an argument; of all others it is the contract itself.
        BigInteger amount when Amounts.Contains(name) => amount == AllOfIt ? "any amount" : names.Amount(amount, TokenOf(arguments) ?? target),
        BigInteger number => number.ToString("#,0", CultureInfo.InvariantCulture),
        var other => AbiJson.Text(other),
    };

    private static BigInteger AllOfIt { get; } = (BigInteger.One << 256) - 1;

    private static Address? TokenOf(AbiValues arguments)
    {
        try
        {
            return arguments.Address("token");
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static IReadOnlyList<CallArgument> ArgumentsOf(AbiFunction function, AbiValues values) =>
        [.. function.Inputs.List.Select((parameter, i) => new CallArgument(parameter.Name ?? "", parameter.Type.Name, Shown(AbiJson.Text(values[i]))))];

    private static string Shown(string text) => text.Length <= MaxShownText ? text : text[..MaxShownText] + "…";

    private static string Text(AbiFunction function) =>
        $"{function.Name}({string.Join(", ", function.Inputs.List.Select(parameter => $"{parameter.Type} {parameter.Name}"))})";
}
