using Governance.Chains;
using Governance.Ethereum;
using Governance.Execution;

namespace Governance.Indexing;

/// <summary>
/// Follows one chain: each step looks at the head, leaves blocks that the chain has left, and indexes the next ones. Far below the head by ranges of
/// logs alone; where blocks may still be replaced, block by block. Not for concurrent use; may be dropped at any moment and made anew.
/// </summary>
public sealed class ChainFollower(FollowedChain chain, IndexStores stores, IndexWriter writer, GovernorSpaces spaces, FollowerWatches watches)
{
    // Of a chain that names no finalized block, this many blocks are held replaceable.
    private const long Replaceable = 256;
    private const long NearBlocks = 64;

    // A provider that lags behind another shows the same; a chain that really lost its last blocks shows it for longer.
    private const int LowerHeadsBelieved = 3;

    private readonly ulong _id = chain.Client.ChainId;
    private readonly BlockSource _source = new(chain.Client);
    private readonly Reorg _reorg = new(chain.Client, stores.Cursors);
    private readonly Completion _completion = new(chain.Client, stores, writer);
    private readonly Transitions _transitions = new(stores, writer);
    private readonly MilestoneWatch _milestones = new(chain.Client, stores.Milestones, writer, watches);
    private readonly LogRange _range = new();
    private WatchedContracts? _watched;
    private Hash32? _completeAt;
    private int _lowerHeads;

    /// <summary>One look at the chain. True: there is more to do at once.</summary>
    /// <exception cref="RpcException">The chain does not answer; nothing was stored.</exception>
    /// <exception cref="ProviderContradictionException">Its answers do not agree; nothing was stored.</exception>
    /// <exception cref="FinalityBrokenException">It is not the chain that was indexed; stopped.</exception>
    public async Task<bool> StepAsync(CancellationToken ct)
    {
        var latest = await _source.LatestAsync(ct);
        if (watches.Progress.Saw(_id, BlockPoint.Of(latest))) await watches.AnnounceAsync(_id);
        if (await CursorAsync(latest, ct) is not { } cursor) return false;
        if (latest.Hash == cursor.Head.Hash) return await StayAsync(cursor, latest, ct);
        var ancestor = await AncestorAsync(cursor, latest, ct);
        if (ancestor is null) return await ForgetAsync();
        if (ancestor != cursor.Head) return await LeaveAsync(cursor, ancestor, latest);
        _lowerHeads = 0;
        try
        {
            return await AdvanceAsync(cursor, latest, ct);
        }
        catch (RpcException fault) when (fault.Fault.Kind == RpcFaultKind.LimitExceeded && fault.Fault.Method == "eth_getLogs")
        {
            if (!_range.Refused()) throw;
            return true;
        }
    }

    private async Task<bool> AdvanceAsync(IndexCursor cursor, BlockHeader latest, CancellationToken ct)
    {
        _watched!.Milestones = await _milestones.ListenersAsync();
        var (safe, finalized) = await _source.SettledAsync(latest, ct);
        long settled = finalized is null ? (long)latest.Number - Replaceable : (long)finalized.Number;
        var range = settled > cursor.Head.Number
            ? await FarAsync(cursor, settled, finalized is not null, ct)
            : await NearAsync(cursor, latest, safe, finalized, ct);
        await writer.CommitAsync(cursor, range with { Watched = _watched.Milestones.Select(milestone => milestone.Watched).ToHashSet(StringComparer.Ordinal) });
        _range.Answered();
        await _transitions.AnnounceAsync(cursor, range.After, _watched!.Governors);
        if (range.After.Head.Number < (long)latest.Number) return true;
        return await CompleteAsync(range.After, ct);
    }

    // Blocks that the chain will keep: only those with logs are looked at.
    private async Task<IndexedRange> FarAsync(IndexCursor cursor, long settled, bool isFinal, CancellationToken ct)
    {
        long to = cursor.Head.Number + _range.Next(settled - cursor.Head.Number);
        var found = await _watched!.FindAsync(question => _source.LogsAsync(cursor.Head.Number + 1, to, question, ct));
        var events = await _watched.ReadAsync(found, _source, ct);
        var head = BlockPoint.Of(found.Headers[to]);
        var settledHead = isFinal ? head : null;
        return new IndexedRange(events, [head], head.Number, cursor with { Head = head, Safe = settledHead, Finalized = settledHead, Stopped = null });
    }

    // Blocks that may be replaced: each must be the child of the one before, and each is remembered.
    private async Task<IndexedRange> NearAsync(IndexCursor cursor, BlockHeader latest, BlockHeader? safe, BlockHeader? finalized, CancellationToken ct)
    {
        long to = cursor.Head.Number + _range.Next(Math.Min(NearBlocks, (long)latest.Number - cursor.Head.Number));
        var headers = await _source.ChainAsync(cursor.Head.Number + 1, to, cursor.Head.Hash, ct);
        var found = await _watched!.FindAsync(question => _source.LogsAsync(headers, question, ct));
        var events = await _watched.ReadAsync(found, _source, ct);
        return await RangeAsync(cursor, [.. headers.Select(BlockPoint.Of)], events, safe, finalized);
    }

    // A proposal may have been published meanwhile, or the last look got no answer.
    private async Task<bool> StayAsync(IndexCursor cursor, BlockHeader latest, CancellationToken ct)
    {
        if (_completeAt != latest.Hash) return await SettleAsync(cursor, latest, ct);
        await _milestones.ReadAsync(cursor, ct);
        return false;
    }

    // The head stays, yet what the chain calls safe may not: after a start, and after a head that went backwards.
    private async Task<bool> SettleAsync(IndexCursor cursor, BlockHeader latest, CancellationToken ct)
    {
        var (safe, finalized) = await _source.SettledAsync(latest, ct);
        var range = await RangeAsync(cursor, [], [], safe, finalized);
        if (range.After != cursor) await writer.CommitAsync(cursor, range with { Watched = (await _milestones.ListenersAsync()).Select(milestone => milestone.Watched).ToHashSet(StringComparer.Ordinal) });
        return await CompleteAsync(range.After, ct);
    }

    private async Task<IndexedRange> RangeAsync(IndexCursor cursor, IReadOnlyList<BlockPoint> blocks, IReadOnlyList<ChainEvent> events, BlockHeader? safe, BlockHeader? finalized)
    {
        long[] named = [.. new[] { safe, finalized }.OfType<BlockHeader>().Select(header => (long)header.Number)];
        var known = (await stores.Cursors.BlocksAsync(_id, named)).Values.Concat(blocks).ToDictionary(block => block.Number);
        var nowFinal = Later(Confirmed(finalized, known), cursor.Finalized);
        var nowSafe = Later(Confirmed(safe, known), nowFinal);
        var after = cursor with { Head = blocks is [.., var last] ? last : cursor.Head, Safe = nowSafe, Finalized = nowFinal, Stopped = null };
        return new IndexedRange(events, blocks, nowFinal?.Number ?? after.Head.Number - Replaceable, after);
    }

    // What a chain calls safe or final must be a block that was indexed as part of it. Below the remembered blocks it says nothing new.
    private static BlockPoint? Confirmed(BlockHeader? header, Dictionary<long, BlockPoint> known)
    {
        if (header is null || !known.TryGetValue((long)header.Number, out var block)) return null;
        return block.Hash == header.Hash ? block
            : throw new ProviderContradictionException($"The provider calls block {header.Number} ({header.Hash}) safe or final, but that number is {block.Hash} in its chain.");
    }

    private static BlockPoint? Later(BlockPoint? one, BlockPoint? other) => one is null || other?.Number > one.Number ? other : one;

    private async Task<bool> CompleteAsync(IndexCursor cursor, CancellationToken ct)
    {
        if (_completeAt == cursor.Head.Hash) return false;
        await _completion.RunAsync(cursor, _watched!.Governors, ct);
        await _milestones.ReadAsync(cursor, ct);
        _completeAt = cursor.Head.Hash;
        return false;
    }

    private async Task<BlockPoint?> AncestorAsync(IndexCursor cursor, BlockHeader latest, CancellationToken ct)
    {
        try
        {
            return await _reorg.AncestorAsync(cursor, latest, ct);
        }
        catch (FinalityBrokenException) when (chain.MayBeginAnew)
        {
            return null;
        }
        catch (FinalityBrokenException broken)
        {
            await writer.StopAsync(_id, broken.Message);
            throw;
        }
    }

    private async Task<bool> LeaveAsync(IndexCursor cursor, BlockPoint ancestor, BlockHeader latest)
    {
        if (ancestor.Hash == latest.Hash && ++_lowerHeads < LowerHeadsBelieved) return false;
        _lowerHeads = 0;
        await writer.UndoAsync(cursor, ancestor);
        // A timelock may have been named in the blocks that are gone.
        _watched = null;
        return true;
    }

    private async Task<bool> ForgetAsync()
    {
        await writer.ForgetAsync(_id);
        _watched = null;
        return true;
    }

    /// <summary>Where indexing stands; null while the chain has not reached its first block.</summary>
    private async Task<IndexCursor?> CursorAsync(BlockHeader latest, CancellationToken ct)
    {
        var cursor = await stores.Cursors.FindAsync(_id);
        if (cursor is not null && cursor.Followed != chain.Followed)
        {
            await writer.ForgetAsync(_id, isSameChain: true);
            (cursor, _watched) = (null, null);
        }

        if (cursor is null)
        {
            // The block before the first one: a reorganisation finds its ancestor there.
            long start = Math.Max(1, (long)chain.FromBlock) - 1;
            if (start > (long)latest.Number) return null;
            var reader = new GovernorReader(chain.Client);
            var governors = new List<Governor>();
            foreach (var followed in chain.Governors) governors.Add(await reader.ReadAsync(followed, ct));
            var head = BlockPoint.Of((await _source.HeadersAsync([start], ct))[start]);
            cursor = new IndexCursor(_id, chain.Followed, head, null, null, null);
            await writer.BeginAsync(cursor, governors);
            _watched = null;
        }

        _watched ??= await WatchAsync();
        return cursor;
    }

    private async Task<WatchedContracts> WatchAsync()
    {
        var governors = (await stores.Governors.ListAsync()).Where(governor => governor.Chain == _id).ToArray();
        foreach (var governor in governors) spaces.Show(governor);
        return await WatchedContracts.LoadAsync(_id, governors, stores.Executions);
    }
}
