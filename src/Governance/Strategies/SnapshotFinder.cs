using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>
/// Pins the blocks where a proposal's power is read: the given block of the space's own chain, and on every other chain the last block
/// that is not later.
/// </summary>
public sealed class SnapshotFinder(ChainRegistry chains)
{
    /// <summary>
    /// One block for each chain that a strategy needs; none when no strategy needs a chain. Null when the space's chain has no such block.
    /// </summary>
    /// <exception cref="RpcException">A chain did not answer.</exception>
    public async Task<IReadOnlyList<SnapshotBlock>?> FindAsync(IReadOnlyList<StrategyDefinition> strategies, ulong network, ulong number, CancellationToken cancellationToken)
    {
        var needed = strategies.SelectMany(s => StrategyRegistry.Get(s.Name).Chains(s)).Distinct().Order().ToArray();
        if (needed.Length == 0) return [];
        if (chains.Client(network) is not { } home || await home.GetBlockAsync(number, cancellationToken) is not { } block) return null;
        var blocks = new List<SnapshotBlock>();
        foreach (ulong chain in needed)
        {
            var header = chain == network ? block : await LastNotAfterAsync(chains.Client(chain)!, block.Timestamp, cancellationToken);
            if (header is null) return null;
            blocks.Add(new SnapshotBlock(chain, header.Number, header.Hash, header.Timestamp));
        }

        return blocks;
    }

    /// <summary>
    /// The newest block of the space's chain that a proposal can take, where a source needs final blocks: not later than the last final block of any chain that is
    /// read. Null where no source needs that, or a chain names no final block.
    /// </summary>
    /// <exception cref="RpcException">A chain did not answer.</exception>
    public async Task<BlockHeader?> NewestFinalAsync(IReadOnlyList<StrategyDefinition> strategies, ulong network, CancellationToken cancellationToken)
    {
        if (!strategies.Any(s => StrategyRegistry.Get(s.Name).NeedsFinalBlocks) || chains.Client(network) is not { } home) return null;
        var earliest = ulong.MaxValue;
        foreach (ulong chain in strategies.SelectMany(s => StrategyRegistry.Get(s.Name).Chains(s)).Append(network).Distinct())
        {
            if (chains.Client(chain) is not { } client || await client.GetBlockAsync(BlockTag.Finalized, cancellationToken) is not { } final) return null;
            earliest = Math.Min(earliest, final.Timestamp);
        }

        return await LastNotAfterAsync(home, earliest, cancellationToken);
    }

    // Block times only grow, so a binary search finds it in about 25 requests. Null: the chain began later.
    private static async Task<BlockHeader?> LastNotAfterAsync(ChainClient chain, ulong timestamp, CancellationToken cancellationToken)
    {
        var head = await chain.GetBlockAsync(BlockTag.Latest, cancellationToken) ?? throw Missing(chain, "latest");
        if (head.Timestamp <= timestamp) return head;
        BlockHeader? best = null;
        ulong low = 0, high = head.Number;
        while (low < high)
        {
            ulong middle = low + ((high - low) / 2);
            var header = await chain.GetBlockAsync(middle, cancellationToken) ?? throw Missing(chain, middle.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (header.Timestamp <= timestamp) (best, low) = (header, middle + 1);
            else high = middle;
        }

        return best;
    }

    private static RpcException Missing(ChainClient chain, string block) =>
        new(new RpcFault(RpcFaultKind.Transient, "", "eth_getBlockByNumber", $"chain {chain.ChainId} has no block {block}, although its head is later"));
}
