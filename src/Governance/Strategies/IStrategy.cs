using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>A source of voting power: address and snapshot block to a whole number of the source's base units.</summary>
public interface IStrategy
{
    /// <summary>Snapshot's name.</summary>
    string Name { get; }

    /// <summary>The chains that it reads (EIP-155 numbers); none: it works with no chain configured.</summary>
    IEnumerable<ulong> Chains(StrategyDefinition definition) => [definition.Network];

    /// <summary>The imported lists that it reads, by the hash of their file.</summary>
    IEnumerable<Hash32> Lists(StrategyDefinition definition) => [];

    /// <summary>What is wrong with the parameters, as a sentence; null when nothing is.</summary>
    string? FaultOf(StrategyDefinition definition);

    /// <summary>Decimals of what <see cref="ReadAsync"/> answers, 0 to 36.</summary>
    int Decimals(StrategyDefinition definition);

    /// <summary>One whole number for each voter, in the source's own decimals.</summary>
    /// <exception cref="RpcException">The chain did not answer, or not credibly: the power is unknown, never 0.</exception>
    Task<IReadOnlyList<VotingPower>> ReadAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken);
}

/// <summary>A chain's state at a pinned block.</summary>
public sealed record SnapshotState(ChainClient Chain, SnapshotBlock Block)
{
    public BlockRef At => BlockRef.At(Block.Hash);
}
