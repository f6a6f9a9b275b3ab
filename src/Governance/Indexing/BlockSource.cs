using Governance.Ethereum;

namespace Governance.Indexing;

/// <summary>
/// Blocks and logs of a chain, checked against each other as far as an answer can be: parent hashes link, every log stands in the block of its
/// header, and near the head no log is hidden from a header's bloom. What does not agree is a <see cref="ProviderContradictionException"/>.
/// </summary>
internal sealed class BlockSource(ChainClient client)
{
    public async Task<BlockHeader> LatestAsync(CancellationToken ct) =>
        await client.GetBlockAsync(BlockTag.Latest, ct) ?? throw new ProviderContradictionException("The provider names no latest block.");

    /// <summary>The blocks that the chain calls safe and finalized; null where it names none.</summary>
    public async Task<(BlockHeader? Safe, BlockHeader? Finalized)> SettledAsync(BlockHeader latest, CancellationToken ct)
    {
        var blocks = await client.GetBlocksAsync([BlockRef.Safe, BlockRef.Finalized], ct);
        var (safe, finalized) = (blocks[0], blocks[1]);
        if (safe?.Number > latest.Number || finalized?.Number > latest.Number || finalized?.Number > safe?.Number)
            throw new ProviderContradictionException($"The provider calls block {finalized?.Number} finalized, {safe?.Number} safe and {latest.Number} latest.");
        return (safe, finalized);
    }

    /// <summary>The headers of consecutive blocks, each the parent of the next, the first the child of <paramref name="parent"/>.</summary>
    public async Task<IReadOnlyList<BlockHeader>> ChainAsync(long from, long to, Hash32 parent, CancellationToken ct)
    {
        var headers = new List<BlockHeader>();
        foreach (var header in await client.GetBlocksAsync((ulong)from, (ulong)to, ct))
        {
            if (header is null) throw new ProviderContradictionException($"The provider has no block {from + headers.Count}, although its head is later.");
            if (header.ParentHash != parent) throw new ProviderContradictionException($"Block {header.Number} is no child of the block before.");
            parent = header.Hash;
            headers.Add(header);
        }

        return headers;
    }

    /// <summary>The headers of these blocks by number.</summary>
    public async Task<IReadOnlyDictionary<long, BlockHeader>> HeadersAsync(IReadOnlyCollection<long> numbers, CancellationToken ct)
    {
        if (numbers.Count == 0) return new Dictionary<long, BlockHeader>();
        var headers = await client.GetBlocksAsync(numbers.Select(number => BlockRef.At((ulong)number)), ct);
        return numbers.Zip(headers).ToDictionary(
            pair => pair.First,
            pair => pair.Second ?? throw new ProviderContradictionException($"The provider has no block {pair.First}, although its head is later."));
    }

    /// <summary>Logs of a far range: each must stand in the block of its number. What a provider hides here is not seen; the blooms of all blocks would cost too much.</summary>
    public async Task<FoundLogs> LogsAsync(long from, long to, LogQuestion question, CancellationToken ct)
    {
        // No address would mean every address.
        var logs = question.Addresses.Count == 0 ? [] : await client.GetLogsAsync((ulong)from, (ulong)to, question.Addresses, question.Topics, ct);
        var headers = await HeadersAsync([.. logs.Select(log => (long)log.BlockNumber).Append(to).Distinct()], ct);
        foreach (var log in logs) RequireWithin(headers[(long)log.BlockNumber], log);
        return new FoundLogs(logs, headers);
    }

    /// <summary>Logs of the blocks near the head: besides, whatever a header's bloom promises must be accounted for.</summary>
    public async Task<FoundLogs> LogsAsync(IReadOnlyList<BlockHeader> headers, LogQuestion question, CancellationToken ct)
    {
        var logs = question.Addresses.Count == 0 ? [] : await client.GetLogsAsync(headers[0].Number, headers[^1].Number, question.Addresses, question.Topics, ct);
        var byNumber = headers.ToDictionary(header => (long)header.Number);
        foreach (var log in logs) RequireWithin(byNumber[(long)log.BlockNumber], log);
        foreach (var header in headers.Where(header => question.MayStandIn(header)))
            await RequireAllAsync(header, question, [.. logs.Where(log => log.BlockNumber == header.Number)], ct);
        return new FoundLogs(logs, byNumber);
    }

    /// <summary>Who sent the transactions of these logs.</summary>
    public async Task<IReadOnlyDictionary<Hash32, Address>> SendersAsync(IEnumerable<LogEntry> logs, CancellationToken ct)
    {
        var asked = logs.DistinctBy(log => log.TransactionHash).ToArray();
        var senders = new Dictionary<Hash32, Address>();
        if (asked.Length == 0) return senders;
        var replies = await client.BatchAsync([.. asked.Select(log => new RpcCall("eth_getTransactionByHash", log.TransactionHash))], ct);
        foreach (var (log, reply) in asked.Zip(replies))
        {
            var json = reply.ValueOrThrow();
            if (json.ValueKind != System.Text.Json.JsonValueKind.Object
                || !json.TryGetProperty("blockHash", out var block) || block.GetString() != log.BlockHash.ToString()
                || !json.TryGetProperty("from", out var from) || !Address.TryParse(from.GetString(), out var sender))
                throw new ProviderContradictionException($"The provider does not have transaction {log.TransactionHash}, whose log it gave, in the same block.");
            senders[log.TransactionHash] = sender;
        }

        return senders;
    }

    private static void RequireWithin(BlockHeader header, LogEntry log)
    {
        if (log.BlockHash != header.Hash) throw new ProviderContradictionException($"A log of block {log.BlockNumber} stands in {log.BlockHash}, but the chain's block is {header.Hash}.");
        if (!LogsBloom.IsWithin(LogsBloom.Of([log]), header.LogsBloom)) throw new ProviderContradictionException($"Log {log.LogIndex} of block {log.BlockNumber} is not in the block's bloom.");
    }

    // A bloom may promise what is not there, so the whole block's logs are asked for: together they must set every bit of it.
    private async Task RequireAllAsync(BlockHeader header, LogQuestion question, LogEntry[] found, CancellationToken ct)
    {
        var all = await client.GetLogsAsync(header.Hash, [], null, ct);
        if (!LogsBloom.IsWithin(header.LogsBloom, LogsBloom.Of(all)))
            throw new ProviderContradictionException($"Block {header.Number} has logs that the provider does not give: its bloom says so.");
        if (all.Count(question.Matches) != found.Length)
            throw new ProviderContradictionException($"The provider gives {found.Length} logs of block {header.Number} by its number and {all.Count(question.Matches)} by its hash.");
    }
}

/// <summary>Which logs are wanted.</summary>
internal sealed record LogQuestion(IReadOnlyList<Address> Addresses, IReadOnlyList<Hash32> Topics)
{
    public bool Matches(LogEntry log) => Addresses.Contains(log.Address) && log.Topics.Count > 0 && Topics.Contains(log.Topics[0]);

    public bool MayStandIn(BlockHeader header) =>
        Addresses.Any(address => LogsBloom.MayContain(header.LogsBloom, address)) && Topics.Any(topic => LogsBloom.MayContain(header.LogsBloom, topic));
}

/// <summary>Logs with the headers of their blocks and of the range's last block.</summary>
internal sealed record FoundLogs(IReadOnlyList<LogEntry> Logs, IReadOnlyDictionary<long, BlockHeader> Headers);
