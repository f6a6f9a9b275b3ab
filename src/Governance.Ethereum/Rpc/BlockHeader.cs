namespace Governance.Ethereum;

/// <summary>What the indexer needs of a block header. <paramref name="Timestamp"/> in Unix seconds; <paramref name="LogsBloom"/> 256 bytes.</summary>
public sealed record BlockHeader(ulong Number, Hash32 Hash, Hash32 ParentHash, ulong Timestamp, byte[] LogsBloom);

/// <summary>A log of a mined transaction. <paramref name="LogIndex"/> counts within the block.</summary>
public sealed record LogEntry(
    Address Address,
    IReadOnlyList<Hash32> Topics,
    byte[] Data,
    ulong BlockNumber,
    Hash32 BlockHash,
    Hash32 TransactionHash,
    uint TransactionIndex,
    uint LogIndex,
    bool Removed);
