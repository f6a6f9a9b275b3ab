using Governance.Chains;
using Governance.Ethereum;
using Governance.Milestones;

namespace Governance.Indexing;

/// <summary>
/// Asks a chain's open milestones at each new head, in batches at its hash. Their silence stops nothing else: it is noted, and the milestones
/// are unknown until they answer again.
/// </summary>
internal sealed class MilestoneWatch(ChainClient client, MilestoneStore store, IndexWriter writer, FollowerWatches watches)
{
    // Of more milestones, those that were read longest ago are asked first.
    private const int MaxCalls = 200;

    private Hash32? _readAt;

    /// <summary>Those that wait for an event.</summary>
    public async Task<IReadOnlyList<Milestone>> ListenersAsync() =>
        [.. (await OpenAsync()).Select(open => open.Milestone).Where(milestone => milestone.Condition.Topics.Count > 0)];

    /// <summary>Reads all at a new head, at one that was read already only those that were never read.</summary>
    public async Task ReadAsync(IndexCursor cursor, CancellationToken ct)
    {
        var asked = (await OpenAsync()).Where(open => open.Milestone.Condition.Call is not null && (!open.IsRead || _readAt != cursor.Head.Hash))
            .Select(open => open.Milestone).Take(MaxCalls).ToArray();
        string? fault = null;
        try
        {
            var outcomes = asked.Length == 0 ? [] : await client.CallManyAsync([.. asked.Select(milestone => milestone.Condition.Call!)], BlockRef.At(cursor.Head.Hash), ct);
            if (asked.Length > 0) await writer.StoreReadingsAsync(cursor, [.. asked.Zip(outcomes, (milestone, outcome) => MilestoneCalls.ReadingOf(milestone, outcome, cursor.Head))]);
            _readAt = cursor.Head.Hash;
        }
        catch (RpcException silent)
        {
            fault = silent.Fault.Message;
        }

        if (watches.Faults.Note(cursor.Chain, fault)) await watches.AnnounceAsync(cursor.Chain);
    }

    private Task<IReadOnlyList<OpenMilestone>> OpenAsync() => store.OpenAsync(client.ChainId, watches.Clock.GetUtcNow());
}

/// <summary>What followers of this process note beside what they store, and who hears of it.</summary>
public sealed class FollowerWatches(FollowerProgress progress, MilestoneFaults faults, MilestoneStore milestones, Proposals.ProposalChanges changes, TimeProvider clock)
{
    internal FollowerProgress Progress => progress;

    internal MilestoneFaults Faults => faults;

    internal TimeProvider Clock => clock;

    /// <summary>Wakes the pages of proposals with milestones on a chain: it fell silent, or answers again.</summary>
    internal async Task AnnounceAsync(ulong chain)
    {
        foreach (string id in await milestones.WatchersAsync(chain, clock.GetUtcNow())) changes.Announce(id);
    }
}
