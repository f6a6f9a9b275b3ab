using Governance.Ethereum;

namespace Governance.Chains;

/// <summary>How sure a block is to stay: what the chain's own consensus says of it.</summary>
public enum Confidence
{
    /// <summary>Recent: the chain may still replace it.</summary>
    Latest,

    /// <summary>Replacing it would take an attack (on a layer 2: it was derived from the chain below).</summary>
    Safe,

    /// <summary>It cannot be replaced.</summary>
    Finalized,
}

/// <summary>A block.</summary>
/// <param name="Time">Unix seconds, as its header says.</param>
public sealed record BlockPoint(long Number, Hash32 Hash, long Time)
{
    public static BlockPoint Of(BlockHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return new(checked((long)header.Number), header.Hash, checked((long)header.Timestamp));
    }
}

/// <summary>Where on a chain something is written.</summary>
/// <param name="Chain">EIP-155 number.</param>
/// <param name="BlockTime">Unix seconds.</param>
/// <param name="LogIndex">Counts within the block.</param>
public sealed record ChainFact(ulong Chain, long Block, Hash32 BlockHash, long BlockTime, Hash32 Transaction, int LogIndex)
{
    private const int LogIndexBits = 20;

    /// <summary>CAIP-2: <c>eip155:1</c>.</summary>
    public string ChainName => $"eip155:{Chain}";

    public DateTimeOffset At => DateTimeOffset.FromUnixTimeSeconds(BlockTime);

    /// <summary>Orders all facts of a chain as they happened: 43 bits of block number, 20 of log index.</summary>
    public long Position => PositionOf(Block, LogIndex);

    /// <exception cref="OverflowException">More logs in a block, or more blocks, than any chain has.</exception>
    internal static long PositionOf(long block, int logIndex) =>
        logIndex >> LogIndexBits == 0 ? checked((block * (1L << LogIndexBits)) + logIndex) : throw new OverflowException($"Log index {logIndex} in one block.");

    /// <summary>No fact of this block or an earlier one stands after it.</summary>
    internal static long LastPositionOf(long block) => PositionOf(block + 1, 0) - 1;
}
