using System.Numerics;
using Governance.Ethereum;

namespace Governance.Actions;

/// <summary>A call in words.</summary>
/// <param name="Value">Wei.</param>
/// <param name="CallData">What is really sent, selector included.</param>
/// <param name="Function">The signature with its parameters' names whose selector the call data begins with; null: it is unknown, or the data is not of its form.</param>
/// <param name="Arguments">By the signature; empty while it is unknown.</param>
/// <param name="Sentence">What it does; of an unknown call, that it is unknown.</param>
/// <param name="Calls">The calls that it makes in turn, where it is a wrapper (a batch, a timelock, a Safe).</param>
public sealed record ReadCall(
    Address Target, BigInteger Value, byte[] CallData, string? Function, IReadOnlyList<CallArgument> Arguments, string Sentence, IReadOnlyList<ReadCall> Calls)
{
    /// <summary>Null: there is none, the call data is shorter than one.</summary>
    public string? Selector => CallData.Length >= AbiFunction.SelectorSize ? Hex.Format(CallData.AsSpan(0, AbiFunction.SelectorSize)) : null;

    /// <summary>Whether the call and all that it makes in turn are known.</summary>
    public bool IsKnown => (Function is not null || CallData.Length == 0) && Calls.All(call => call.IsKnown);
}

/// <summary>One argument of a call.</summary>
/// <param name="Value">As text: numbers in decimal, addresses in EIP-55, bytes in hexadecimal.</param>
public sealed record CallArgument(string Name, string Type, string Value);
