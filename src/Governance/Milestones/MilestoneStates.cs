using Governance.Chains;

namespace Governance.Milestones;

/// <summary>The states of proposals' milestones now, a page of proposals at once.</summary>
public sealed class MilestoneStates(MilestoneStore store, IndexCursorStore cursors, FollowerProgress progress, MilestoneFaults faults, TimeProvider clock)
{
    // The index always is a block or two behind for a moment; so far behind it says nothing of the present.
    private const long FarBehind = 64;

    /// <summary>By proposal key, in the author's order.</summary>
    public async Task<ILookup<long, StatedMilestone>> OfAsync(IReadOnlyCollection<long> proposals)
    {
        var milestones = await store.OfProposalsAsync(proposals);
        var heads = milestones.Count == 0 ? [] : (await cursors.ListAsync()).ToDictionary(cursor => cursor.Chain);
        var now = clock.GetUtcNow();
        return milestones.SelectMany(group => group).ToLookup(each => each.Milestone.Proposal, each => Stated(each.Milestone, each.Readings, heads, now));
    }

    private StatedMilestone Stated(Milestone milestone, IReadOnlyList<MilestoneReading> readings, Dictionary<ulong, IndexCursor> heads, DateTimeOffset now)
    {
        ulong chain = milestone.Definition.Chain;
        var cursor = heads.GetValueOrDefault(chain);
        var stated = StatedMilestone.Of(milestone, readings, now, WhyUnanswered(chain, cursor));
        return stated.Evidence is { } evidence && cursor is not null ? stated with { Confidence = cursor.ConfidenceOf(evidence.Block.Number) } : stated;
    }

    private string? WhyUnanswered(ulong chain, IndexCursor? cursor)
    {
        var sighting = progress.Of(chain);
        if (sighting is null || cursor is null) return "The portal has not looked at the chain since it started.";
        if (cursor.Stopped is { } stopped) return stopped;
        if ((sighting.Fault ?? faults.Of(chain)) is { } fault) return $"The chain can not be asked now: {fault}";
        return sighting.Head?.Number - cursor.Head.Number > FarBehind ? "The portal is still reading the chain's past." : null;
    }
}
