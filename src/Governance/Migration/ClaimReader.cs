using Governance.Ethereum;

namespace Governance.Migration;

/// <summary>Asks a chain for all claims up to a pinned block. Two providers are asked, each by itself, where there are two: both must give the same record.</summary>
public static class ClaimReader
{
    private const ulong FirstRange = 10_000;
    private const int Witnesses = 2;

    /// <param name="providers">Each provider of the chain alone.</param>
    /// <exception cref="RpcException">No usable answer, two that differ, or a chain that has left the block: nothing is known.</exception>
    public static async Task<ClaimRecord> ReadAsync(
        IReadOnlyList<ChainClient> providers, IReadOnlyList<ClaimContract> contracts, ulong block, Hash32 blockHash, CancellationToken cancellationToken)
    {
        var records = await Task.WhenAll(providers.Take(Witnesses).Select(provider => ReadAsync(provider, contracts, block, blockHash, cancellationToken)));
        if (records.Skip(1).Any(record => !record.ToBytes().AsSpan().SequenceEqual(records[0].ToBytes())))
            throw Fault($"two providers of chain {providers[0].ChainId} disagree on the claims up to block {block}");
        return records[0];
    }

    private static async Task<ClaimRecord> ReadAsync(ChainClient chain, IReadOnlyList<ClaimContract> contracts, ulong block, Hash32 blockHash, CancellationToken cancellationToken)
    {
        var claims = new List<Claim>();
        ulong range = FirstRange;
        for (ulong from = contracts.Min(contract => contract.FromBlock); from <= block;)
        {
            ulong to = Math.Min(block, from + range - 1);
            try
            {
                var logs = await chain.GetLogsAsync(from, to, [.. contracts.Select(contract => contract.Address)], Claim.Topics, cancellationToken);
                claims.AddRange(logs.Where(log => contracts.Any(contract => contract.Address == log.Address && contract.FromBlock <= log.BlockNumber)).Select(Read));
                from = to + 1;
            }
            catch (RpcException e) when (e.Fault.Kind == RpcFaultKind.LimitExceeded && range > 1)
            {
                range /= 2;
            }
        }

        // Asked at the end: as long as the pinned block stands, so does everything below it.
        if (await chain.GetBlockAsync(block, cancellationToken) is not { } pinned || pinned.Hash != blockHash) throw Fault($"block {block} of chain {chain.ChainId} is not {blockHash} any more");
        return new ClaimRecord(chain.ChainId, contracts, block, blockHash, claims);
    }

    private static Claim Read(LogEntry log)
    {
        try
        {
            return Claim.Of(log);
        }
        catch (AbiException e)
        {
            throw Fault($"a log of {log.Address} in block {log.BlockNumber} has a claim's topic and is none: {e.Message}");
        }
    }

    private static RpcException Fault(string what) => new(new RpcFault(RpcFaultKind.Transient, "", "eth_getLogs", what));
}
