namespace Governance.DevChain;

/// <summary>The local chain could not be started, or a transaction on it failed.</summary>
public sealed class DevChainException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What a reverted transaction returned (selector and arguments of the contract's error); empty where there is nothing.</summary>
    public ReadOnlyMemory<byte> RevertData { get; init; }
}
