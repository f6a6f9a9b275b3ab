namespace Governance.Ethereum;

/// <summary>What a failed question means for the one who asked.</summary>
public enum RpcFaultKind
{
    /// <summary>Nobody answered properly just now: time-out, connection, rate limit, garbage. Ask again later; it says nothing about the chain.</summary>
    Transient,

    /// <summary>Asking again the same way is useless: a wrong chain, refused credentials, an unknown method, wrong parameters.</summary>
    Permanent,

    /// <summary>The answer would be too large: ask for a smaller range.</summary>
    LimitExceeded,

    /// <summary>The contract answered by reverting or by running out of the gas that it was given: an answer, not a failure of the provider.</summary>
    Reverted,

    /// <summary>The state at that block is not there: pruned, unknown to the providers, or no longer canonical.</summary>
    MissingState,
}

/// <summary>
/// One failed question. <paramref name="Provider"/> is scheme and host only, never a path or key;
/// <paramref name="RevertData"/> is what a reverting contract returned.
/// </summary>
public sealed record RpcFault(RpcFaultKind Kind, string Provider, string Method, string Message, byte[]? RevertData = null)
{
    public override string ToString() => $"{Method} at {Provider}: {Message} ({Kind})";
}

/// <summary>A question to a chain that got no usable answer.</summary>
public sealed class RpcException : Exception
{
    public RpcException()
        : this(new RpcFault(RpcFaultKind.Transient, "", "", "No answer."))
    {
    }

    public RpcException(string message)
        : this(new RpcFault(RpcFaultKind.Transient, "", "", message))
    {
    }

    public RpcException(string message, Exception innerException)
        : base(message, innerException) => Fault = new RpcFault(RpcFaultKind.Transient, "", "", message);

    public RpcException(RpcFault fault)
        : base(fault?.ToString()) => Fault = fault ?? throw new ArgumentNullException(nameof(fault));

    public RpcFault Fault { get; }
}
