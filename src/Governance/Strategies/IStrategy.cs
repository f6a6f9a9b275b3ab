using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>A source of voting power: address and snapshot block to a whole number of the source's base units.</summary>
public interface IStrategy
{
    /// <summary>Snapshot's name.</summary>
    string Name { get; }

    /// <summary>The chains that it reads (EIP-155 numbers); none: it works with no chain configured.</summary>
    IEnumerable<ulong> Chains(StrategyDefinition definition) => [definition.Network];

    /// <summary>Whether a chain is asked for each voter's number; false: it was read for all when the proposal was published.</summary>
    bool AsksChain(StrategyDefinition definition) => Chains(definition).Any();

    /// <summary>Whether <c>params.exclude</c> may name this text: an account that is none of Ethereum's.</summary>
    bool IsOwnAccount(string text) => false;

    /// <summary>The imported lists that it reads, by the hash of their file.</summary>
    IEnumerable<NeededList> Lists(StrategyDefinition definition) => [];

    /// <summary>
    /// Where every account's number stands in the settings and lists themselves: that of each account that has one, in the source's decimals. A recount
    /// computes it again. Null: only a chain can say.
    /// </summary>
    /// <exception cref="InvalidDataException">A list is not there or was altered.</exception>
    IReadOnlyDictionary<Address, VotingPower>? Listed(StrategyDefinition definition, ParsedLists lists) => null;

    /// <summary>
    /// When a proposal is published: the definition as it is kept in it, with what was read from a chain once for all voters named by its hash.
    /// </summary>
    /// <exception cref="RpcException">The chain did not answer, or not credibly.</exception>
    Task<FrozenStrategy> FreezeAsync(StrategyDefinition definition, SnapshotView view, CancellationToken cancellationToken) =>
        Task.FromResult(new FrozenStrategy(definition, []));

    /// <summary>What is wrong with what a published proposal froze of this source, as a sentence; null when nothing is. Asked by recounts.</summary>
    /// <exception cref="InvalidDataException">A list is not there or was altered.</exception>
    string? FrozenFaultOf(StrategyDefinition definition, IReadOnlyList<SnapshotBlock> snapshots, ParsedLists lists) => null;

    /// <summary>True: its blocks must be final when a proposal is published, because what it freezes could otherwise be undone.</summary>
    bool NeedsFinalBlocks => false;

    /// <summary>Whether and how its power depends on who else votes.</summary>
    Overriding Overriding => Overriding.Never;

    /// <summary>The definition with what it takes from the space that it stands in.</summary>
    StrategyDefinition InSpace(StrategyDefinition definition, string space) => definition;

    /// <summary>What is wrong with the parameters, as a sentence; null when nothing is.</summary>
    string? FaultOf(StrategyDefinition definition);

    /// <summary>Decimals of what <see cref="ReadAsync"/> answers, 0 to 36.</summary>
    int Decimals(StrategyDefinition definition);

    /// <summary>One whole number for each voter, in the source's own decimals.</summary>
    /// <exception cref="RpcException">The chain did not answer, or not credibly: the power is unknown, never 0.</exception>
    Task<IReadOnlyList<VotingPower>> ReadAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken);

    /// <summary>The same, with whose power it is where that matters.</summary>
    /// <exception cref="RpcException">As <see cref="ReadAsync"/>.</exception>
    async Task<IReadOnlyList<SourceReading>> ReadSourcesAsync(StrategyDefinition definition, SnapshotView view, IReadOnlyList<Address> voters, CancellationToken cancellationToken) =>
        [.. (await ReadAsync(definition, view, voters, cancellationToken)).Select(raw => new SourceReading(raw))];
}

/// <summary>A strategy as a proposal keeps it, and the lists that it now names.</summary>
public sealed record FrozenStrategy(StrategyDefinition Definition, IReadOnlyList<ListFile> Files);

/// <summary>A chain's state at a pinned block.</summary>
public sealed record SnapshotState(ChainClient Chain, SnapshotBlock Block)
{
    public BlockRef At => BlockRef.At(Block.Hash);

    /// <summary>The first block where the chain's delegate registry may have an event.</summary>
    public ulong DelegationsFrom { get; init; }
}
