using Governance.Chains;
using Governance.Database;
using Governance.Ethereum;
using Governance.Execution;
using Governance.Milestones;
using Governance.Proposals;

namespace Governance.Indexing;

/// <summary>Every write of the indexer: rows and cursor in one transaction, proposals announced after its commit.</summary>
public sealed class IndexWriter(Writer writer, ProposalChanges changes, TimeProvider clock)
{
    /// <summary>Stores what a range of blocks says and moves the cursor to its end.</summary>
    /// <param name="before">The cursor that the range continues; another one in the database makes this a failure.</param>
    internal async Task CommitAsync(IndexCursor before, IndexedRange range)
    {
        var changed = await writer.RunAsync(scope =>
        {
            RequireUnmoved(scope, before);
            RequireNothingMissed(scope, before, range);
            var ids = GovernorIndexer.Store(scope, before.Chain, range.Events, ChainFact.LastPositionOf(before.Head.Number));
            IndexCursorStore.AddBlocks(scope, before.Chain, range.Blocks);
            IndexCursorStore.ForgetBlocksBelow(scope, before.Chain, range.KeepFrom);
            IndexCursorStore.Put(scope, range.After);
            return ids;
        });
        Announce(changed);
    }

    /// <summary>Begins a chain: nothing is indexed yet, <paramref name="cursor"/> stands on the block before the first.</summary>
    internal Task BeginAsync(IndexCursor cursor, IReadOnlyList<Governor> governors) => writer.RunAsync(scope =>
    {
        foreach (var governor in governors) GovernorStore.Put(scope, governor);
        IndexCursorStore.AddBlocks(scope, cursor.Chain, [cursor.Head]);
        IndexCursorStore.Put(scope, cursor);
    });

    /// <summary>Takes back everything above a common ancestor.</summary>
    internal async Task UndoAsync(IndexCursor before, BlockPoint ancestor)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var changed = await writer.RunAsync(scope =>
        {
            RequireUnmoved(scope, before);
            var ids = GovernorIndexer.Undo(scope, before.Chain, ancestor.Number);
            var safe = before.Safe?.Number > ancestor.Number ? before.Finalized : before.Safe;
            IndexCursorStore.Put(scope, before with { Head = ancestor, Safe = safe });
            IndexCursorStore.AddReorg(scope, before.Chain, new SeenReorg(now, before.Head.Number - ancestor.Number, ancestor.Number, before.Head.Hash));
            return ids;
        });
        Announce(changed);
    }

    /// <summary>Removes all that was indexed of a chain.</summary>
    /// <param name="isSameChain">Whether only its reading changed: then what milestones' calls answered at final blocks stays true.</param>
    internal async Task ForgetAsync(ulong chain, bool isSameChain = false) => Announce(await writer.RunAsync(scope =>
    {
        long kept = isSameChain ? IndexCursorStore.Find(scope, chain)?.Finalized?.Number ?? -1 : -1;
        var ids = GovernorIndexer.Undo(scope, chain, -1, kept);
        IndexCursorStore.Remove(scope, chain);
        GovernorStore.RemoveAll(scope, chain);
        return ids;
    }));

    /// <summary>Stores what was asked for beside the events, at the cursor's head.</summary>
    internal async Task CompleteAsync(IndexCursor cursor, IReadOnlyList<(long Proposal, ReadQuorum Read)> quorums, IReadOnlyList<BlockPoint> timepoints)
    {
        var changed = await writer.RunAsync(scope =>
        {
            RequireUnmoved(scope, cursor);
            IndexCursorStore.AddBlocks(scope, cursor.Chain, timepoints, pinned: true);
            return quorums.Select(each => GovernorIndexer.StoreQuorum(scope, each.Proposal, each.Read)).ToHashSet(StringComparer.Ordinal);
        });
        Announce(changed);
    }

    /// <summary>Stores what milestones' calls answered at the cursor's head.</summary>
    internal async Task StoreReadingsAsync(IndexCursor cursor, IReadOnlyList<MilestoneReading> readings) => Announce(await writer.RunAsync(scope =>
    {
        RequireUnmoved(scope, cursor);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var reading in readings) GovernorIndexer.StoreReading(scope, reading, ids);
        return ids;
    }));

    /// <summary>Keeps why a chain is indexed no further.</summary>
    internal Task StopAsync(ulong chain, string reason) => writer.RunAsync(scope =>
    {
        if (IndexCursorStore.Find(scope, chain) is { } cursor) IndexCursorStore.Put(scope, cursor with { Stopped = reason });
    });

    internal void Announce(IEnumerable<string> proposals)
    {
        foreach (string id in proposals) changes.Announce(id);
    }

    // Two indexers of one chain would tear the rows from the cursor: the slower one must look again.
    private static void RequireUnmoved(WriteScope scope, IndexCursor expected)
    {
        if (IndexCursorStore.Find(scope, expected.Chain)?.Head != expected.Head)
            throw new IndexMovedException(expected.Chain);
    }

    // A proposal may have been published while the range was read: its milestones' events must not be passed over.
    private void RequireNothingMissed(WriteScope scope, IndexCursor before, IndexedRange range)
    {
        if (MilestoneStore.StartingUpTo(scope, before.Chain, range.After.Head.Number, clock.GetUtcNow()).Any(milestone => milestone.Condition.Topics.Count > 0 && !range.Watched.Contains(milestone.Watched)))
            throw new IndexMovedException(before.Chain);
    }
}

/// <summary>What the range stood on has changed meanwhile, the cursor or what is watched; nothing was stored, the range is read again.</summary>
public sealed class IndexMovedException(ulong chain) : Exception($"The index of chain {chain} was moved while a range was read.");

/// <summary>What a range of blocks says.</summary>
/// <param name="Events">In the chain's order.</param>
/// <param name="Blocks">Blocks to remember, the last one included.</param>
/// <param name="KeepFrom">Older ones are forgotten.</param>
/// <param name="After">The cursor at the range's end.</param>
internal sealed record IndexedRange(IReadOnlyList<ChainEvent> Events, IReadOnlyList<BlockPoint> Blocks, long KeepFrom, IndexCursor After)
{
    /// <summary>The milestones whose events were asked for, by <see cref="Milestone.Watched"/>.</summary>
    public IReadOnlySet<string> Watched { get; init; } = new HashSet<string>();
}

/// <summary>The tables that the indexer asks.</summary>
public sealed record IndexStores(IndexCursorStore Cursors, GovernorStore Governors, GovernorProposalStore Proposals, ExecutionStore Executions, MilestoneStore Milestones);
