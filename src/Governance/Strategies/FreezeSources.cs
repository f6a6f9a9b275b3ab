using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>What a proposal keeps of its space's sources for ever.</summary>
/// <param name="Strategies">In their order.</param>
/// <param name="Blocks">Where each chain's power is read.</param>
/// <param name="Files">The lists that the strategies now name and that must be kept.</param>
/// <param name="AreBlocksFinal">False: a source needs final blocks, and one is not final yet; nothing was frozen.</param>
public sealed record FrozenSources(IReadOnlyList<StrategyDefinition> Strategies, IReadOnlyList<SnapshotBlock> Blocks, IReadOnlyList<ListFile> Files, bool AreBlocksFinal);

/// <summary>
/// When a proposal is published: makes of a space's sources those that the proposal keeps. What a source reads once for all voters (a claim contract's events) is named
/// in it by its hash from then on.
/// </summary>
public sealed class FreezeSources(SnapshotFinder snapshots, ChainRegistry chains, ParsedLists lists)
{
    /// <summary>Null when the space's chain has no such block.</summary>
    /// <param name="space">Whose proposal it is.</param>
    /// <exception cref="RpcException">A chain did not answer, or not credibly.</exception>
    public async Task<FrozenSources?> RunAsync(string space, IReadOnlyList<StrategyDefinition> strategies, ulong network, ulong number, CancellationToken cancellationToken)
    {
        if (await snapshots.FindAsync(strategies, network, number, cancellationToken) is not { } blocks) return null;
        if (!await AreFinalEnoughAsync(strategies, blocks, cancellationToken)) return new(strategies, blocks, [], AreBlocksFinal: false);
        var view = new SnapshotView(chains, lists, blocks, provider: 0);
        var frozen = new List<FrozenStrategy>();
        foreach (var definition in strategies)
        {
            var strategy = StrategyRegistry.Get(definition.Name);
            frozen.Add(await strategy.FreezeAsync(strategy.InSpace(definition, space), view, cancellationToken));
        }

        return new([.. frozen.Select(one => one.Definition)], blocks, [.. frozen.SelectMany(one => one.Files)], AreBlocksFinal: true);
    }

    // As far as a chain names final blocks.
    private async Task<bool> AreFinalEnoughAsync(IReadOnlyList<StrategyDefinition> strategies, IReadOnlyList<SnapshotBlock> blocks, CancellationToken cancellationToken)
    {
        if (!strategies.Any(definition => StrategyRegistry.Get(definition.Name).NeedsFinalBlocks)) return true;
        foreach (var block in blocks)
        {
            if (await chains.Client(block.Chain)!.GetBlockAsync(BlockTag.Finalized, cancellationToken) is { } final && final.Number < block.Number) return false;
        }

        return true;
    }
}
