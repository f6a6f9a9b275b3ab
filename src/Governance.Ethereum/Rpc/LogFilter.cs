using System.Text.Json;

namespace Governance.Ethereum;

/// <summary>What logs were asked for, and the reading of a reply that may hold only such.</summary>
/// <param name="Topics">For each place any of these; null: anything.</param>
internal sealed record LogFilter(ulong From, ulong To, Hash32? BlockHash, IReadOnlyList<Address> Addresses, IReadOnlyList<IReadOnlyList<Hash32>?> Topics)
{
    private const int MaxTopics = 4;

    internal IReadOnlyList<LogEntry> Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array) throw new RpcReplyException("no list of logs");
        List<LogEntry> logs = new(json.GetArrayLength());
        HashSet<(ulong Block, uint Log)> seen = [];
        Dictionary<ulong, Hash32> blocks = [];
        foreach (var item in json.EnumerateArray())
        {
            var log = ReadLog(item);
            if (Mismatch(log) is { } mismatch) throw new RpcReplyException($"a log {mismatch}");
            if (!seen.Add((log.BlockNumber, log.LogIndex))) throw new RpcReplyException("the same log twice");
            if (blocks.TryGetValue(log.BlockNumber, out var hash) && hash != log.BlockHash) throw new RpcReplyException($"logs of two blocks with number {log.BlockNumber}");
            blocks[log.BlockNumber] = log.BlockHash;
            logs.Add(log);
        }

        logs.Sort(static (left, right) => (left.BlockNumber, left.LogIndex).CompareTo((right.BlockNumber, right.LogIndex)));
        return logs;
    }

    private string? Mismatch(LogEntry log)
    {
        if (log.Removed) return "that a reorg removed";
        if (log.BlockNumber < From || log.BlockNumber > To) return $"of block {log.BlockNumber}, outside the range";
        if (BlockHash is { } hash && log.BlockHash != hash) return "of another block";
        if (Addresses.Count > 0 && !Addresses.Contains(log.Address)) return $"of the foreign address {log.Address}";
        return Topics.Index().Any(wanted => wanted.Item is not null && (log.Topics.Count <= wanted.Index || !wanted.Item.Contains(log.Topics[wanted.Index]))) ? "of another event" : null;
    }

    private static LogEntry ReadLog(JsonElement json) => new(
        RpcJson.ReadAddress(RpcJson.Member(json, "address"), "address"),
        ReadTopics(RpcJson.Member(json, "topics")),
        RpcJson.ReadBytes(RpcJson.Member(json, "data"), "data"),
        RpcJson.ReadUInt64(RpcJson.Member(json, "blockNumber"), "blockNumber"),
        RpcJson.ReadHash(RpcJson.Member(json, "blockHash"), "blockHash"),
        RpcJson.ReadHash(RpcJson.Member(json, "transactionHash"), "transactionHash"),
        RpcJson.ReadUInt32(RpcJson.Member(json, "transactionIndex"), "transactionIndex"),
        RpcJson.ReadUInt32(RpcJson.Member(json, "logIndex"), "logIndex"),
        json.TryGetProperty("removed", out var removed) && removed.ValueKind == JsonValueKind.True);

    private static Hash32[] ReadTopics(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > MaxTopics) throw new RpcReplyException("topics are no list of at most four");
        return [.. json.EnumerateArray().Select(topic => RpcJson.ReadHash(topic, "a topic"))];
    }
}
