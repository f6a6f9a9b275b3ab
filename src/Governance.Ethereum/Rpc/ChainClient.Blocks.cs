using System.Text.Json;

namespace Governance.Ethereum;

/// <content>Headers and logs.</content>
public sealed partial class ChainClient
{
    /// <summary>The header of a block, checked to be the one asked for; null where the provider has none such (yet).</summary>
    /// <exception cref="RpcException">No usable answer.</exception>
    public async Task<BlockHeader?> GetBlockAsync(BlockRef block, CancellationToken ct)
    {
        var answer = await _pool.AskOneAsync(Question(block), _options.MaxReplyBytes, ct).ConfigureAwait(false);
        return HeaderOf(answer);
    }

    public Task<BlockHeader?> GetBlockAsync(BlockTag tag, CancellationToken ct) => GetBlockAsync(BlockRef.At(tag), ct);

    public Task<BlockHeader?> GetBlockAsync(ulong number, CancellationToken ct) => GetBlockAsync(BlockRef.At(number), ct);

    public Task<BlockHeader?> GetBlockAsync(Hash32 hash, CancellationToken ct) => GetBlockAsync(BlockRef.At(hash), ct);

    /// <summary>
    /// The headers from <paramref name="from"/> to <paramref name="to"/>, both included, in batches; null where the provider has none.
    /// Whether they form a chain is the caller's to check: several replies may straddle a reorg.
    /// </summary>
    /// <exception cref="RpcException">No usable answer.</exception>
    public async Task<IReadOnlyList<BlockHeader?>> GetBlocksAsync(ulong from, ulong to, CancellationToken ct)
    {
        List<RpcQuestion> questions = [];
        for (ulong number = from; number <= to; number++) questions.Add(Question(BlockRef.At(number)));
        return await GetBlocksAsync(questions, ct).ConfigureAwait(false);
    }

    /// <summary>The headers of these blocks, in batches and in the order asked; null where the provider has none.</summary>
    /// <exception cref="RpcException">No usable answer.</exception>
    public Task<IReadOnlyList<BlockHeader?>> GetBlocksAsync(IEnumerable<BlockRef> blocks, CancellationToken ct) =>
        GetBlocksAsync([.. blocks.Select(Question)], ct);

    private async Task<IReadOnlyList<BlockHeader?>> GetBlocksAsync(List<RpcQuestion> questions, CancellationToken ct)
    {
        var answers = await _pool.AskManyAsync(questions, ct).ConfigureAwait(false);
        return [.. answers.Select(HeaderOf)];
    }

    /// <summary>
    /// Logs of the addresses in the blocks from <paramref name="from"/> to <paramref name="to"/>, both included, ordered by block and log index;
    /// any of <paramref name="topic0"/> (null: all). No address means every address.
    /// </summary>
    /// <exception cref="RpcException">No usable answer; <see cref="RpcFaultKind.LimitExceeded"/>: ask for a smaller range.</exception>
    public Task<IReadOnlyList<LogEntry>> GetLogsAsync(ulong from, ulong to, IReadOnlyList<Address> addresses, IReadOnlyList<Hash32>? topic0, CancellationToken ct) =>
        GetLogsAsync(from, to, addresses, [topic0], ct);

    /// <summary>The same with a list for each topic: any of these at its place, null anything.</summary>
    /// <exception cref="RpcException">No usable answer; <see cref="RpcFaultKind.LimitExceeded"/>: ask for a smaller range.</exception>
    public Task<IReadOnlyList<LogEntry>> GetLogsAsync(ulong from, ulong to, IReadOnlyList<Address> addresses, IReadOnlyList<IReadOnlyList<Hash32>?> topics, CancellationToken ct) =>
        GetLogsAsync(new() { ["fromBlock"] = from, ["toBlock"] = to }, new LogFilter(from, to, null, addresses, topics), ct);

    /// <summary>The same of one block by its hash (EIP-234): empty means that this very block has none, not that the provider lags.</summary>
    /// <exception cref="RpcException">No usable answer; <see cref="RpcFaultKind.MissingState"/>: the block is unknown.</exception>
    public Task<IReadOnlyList<LogEntry>> GetLogsAsync(Hash32 blockHash, IReadOnlyList<Address> addresses, IReadOnlyList<Hash32>? topic0, CancellationToken ct) =>
        GetLogsAsync(new() { ["blockHash"] = blockHash }, new LogFilter(0, ulong.MaxValue, blockHash, addresses, [topic0]), ct);

    private async Task<IReadOnlyList<LogEntry>> GetLogsAsync(Dictionary<string, object?> asked, LogFilter filter, CancellationToken ct)
    {
        if (filter.Addresses.Count > 0) asked["address"] = filter.Addresses;
        if (filter.Topics.Any(topic => topic is not null)) asked["topics"] = filter.Topics.ToArray();
        return (IReadOnlyList<LogEntry>)(await AskAsync(new RpcQuestion("eth_getLogs", [asked], filter.Read), ct).ConfigureAwait(false))!;
    }

    private static RpcQuestion Question(BlockRef block) => block.Hash is { } hash
        ? new RpcQuestion("eth_getBlockByHash", [hash, false], json => ReadHeader(json, block))
        : new RpcQuestion("eth_getBlockByNumber", [block, false], json => ReadHeader(json, block));

    // A node that has no finalized block yet says so with an error, others with null.
    private static BlockHeader? HeaderOf(RpcAnswer answer) => answer.Fault switch
    {
        null => (BlockHeader?)answer.Value,
        { Kind: RpcFaultKind.MissingState } => null,
        var fault => throw new RpcException(fault),
    };

    private static BlockHeader? ReadHeader(JsonElement json, BlockRef asked)
    {
        if (json.ValueKind == JsonValueKind.Null) return null;
        var header = new BlockHeader(
            RpcJson.ReadUInt64(RpcJson.Member(json, "number"), "number"),
            RpcJson.ReadHash(RpcJson.Member(json, "hash"), "hash"),
            RpcJson.ReadHash(RpcJson.Member(json, "parentHash"), "parentHash"),
            RpcJson.ReadUInt64(RpcJson.Member(json, "timestamp"), "timestamp"),
            RpcJson.ReadBytes(RpcJson.Member(json, "logsBloom"), "logsBloom"));
        if (header.LogsBloom.Length != LogsBloom.Size) throw new RpcReplyException("the bloom has not 256 bytes");
        if (asked.Number is { } number && header.Number != number) throw new RpcReplyException($"block {header.Number} in place of {number}");
        if (asked.Hash is { } hash && header.Hash != hash) throw new RpcReplyException($"block {header.Hash} in place of {hash}");
        return header;
    }
}
