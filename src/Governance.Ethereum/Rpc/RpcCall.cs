using System.Numerics;
using System.Text.Json;

namespace Governance.Ethereum;

/// <summary>
/// One JSON-RPC question. Arguments may be strings, booleans, whole numbers (sent as hex quantities), byte arrays, <see cref="Address"/>,
/// <see cref="Hash32"/>, <see cref="BlockRef"/>, <see cref="JsonElement"/>, lists and dictionaries of these, and null.
/// </summary>
public sealed record RpcCall(string Method, params object?[] Arguments);

/// <summary>The answer to one question of a batch: a value (JSON null is a value too) or a fault.</summary>
public sealed record RpcResult(JsonElement? Value, RpcFault? Fault)
{
    /// <summary>The value.</summary>
    /// <exception cref="RpcException">There is none.</exception>
    public JsonElement ValueOrThrow() => Fault is null ? Value!.Value : throw new RpcException(Fault);
}

/// <summary>
/// A message call that changes nothing. No <paramref name="To"/> runs <paramref name="Data"/> as init code (a deployless call).
/// <paramref name="Gas"/> caps the gas, <paramref name="MaxReturnBytes"/> what is read of the answer.
/// </summary>
public sealed record EthCall(Address? To, byte[] Data, ulong? Gas = null, Address? From = null, int? MaxReturnBytes = null)
{
    /// <summary>Wei that <see cref="From"/> sends along; it must have them.</summary>
    public BigInteger Value { get; init; }
}

/// <summary>
/// What a call gave: returned bytes, or a failure of the contract (reverted, out of gas, an answer larger than allowed) with its sentence.
/// A provider that fails is an <see cref="RpcException"/> and never an outcome.
/// </summary>
public sealed record CallOutcome(byte[]? Returned, byte[]? RevertData, string? Failure)
{
    /// <summary>True where the contract returned, be it no bytes at all.</summary>
    public bool IsReturned => Returned is not null;

    internal static CallOutcome Of(RpcFault fault) => new(null, fault.RevertData ?? [], fault.Message);
}
