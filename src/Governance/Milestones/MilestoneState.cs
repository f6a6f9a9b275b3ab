using Governance.Chains;

namespace Governance.Milestones;

public enum MilestoneState
{
    /// <summary>Not yet, and there is time.</summary>
    Pending,

    Met,

    /// <summary>Its date has passed and it was never met.</summary>
    Overdue,

    /// <summary>It was met and is no longer.</summary>
    Reverted,

    /// <summary>Nobody can say now: the chain's provider does not answer, or was not asked yet. Never shown as not met.</summary>
    Unknown,

    /// <summary>It can not be met any more: the Safe has carried the transaction out and it failed.</summary>
    Failed,
}

/// <summary>A milestone with what is known of it now.</summary>
/// <param name="LastKnown">What the state was when the chain last answered; equals <paramref name="State"/> unless that is unknown.</param>
/// <param name="Evidence">Where it is written: since when it has been met, or is no longer, or failed; null: nowhere.</param>
/// <param name="Latest">The newest reading; null: none yet.</param>
/// <param name="Fault">Why it is unknown, a sentence; null: it is known.</param>
public sealed record StatedMilestone(
    Milestone Milestone, MilestoneState State, MilestoneState LastKnown, MilestoneReading? Evidence, MilestoneReading? Latest, string? Fault)
{
    /// <summary>Whether it was met only after its date.</summary>
    public bool IsLate => LastKnown == MilestoneState.Met && Evidence!.Block.Time > Milestone.Definition.By;

    public DateTimeOffset By => DateTimeOffset.FromUnixTimeSeconds(Milestone.Definition.By);

    /// <summary>How sure the chain is of the evidence; null: there is none.</summary>
    public Confidence? Confidence { get; init; }

    /// <summary>Computes the state from the readings that stand, in the chain's order, and the clock.</summary>
    /// <param name="unanswered">Why the chain can not be asked now; null: it answers.</param>
    public static StatedMilestone Of(Milestone milestone, IReadOnlyList<MilestoneReading> readings, DateTimeOffset now, string? unanswered)
    {
        ArgumentNullException.ThrowIfNull(milestone);
        ArgumentNullException.ThrowIfNull(readings);
        var (state, evidence) = Known(milestone, readings, now);
        var latest = readings.Count > 0 ? readings[^1] : null;
        if (milestone.Condition.Call is not null && latest is null) unanswered ??= "The portal has not asked the chain yet.";
        // What an event has settled stays settled, whether or not the chain answers now.
        bool isSettled = evidence is not null && !milestone.Condition.CanRevert;
        return new(milestone, unanswered is null || isSettled ? state : MilestoneState.Unknown, state, evidence, latest, isSettled ? null : unanswered);
    }

    private static (MilestoneState State, MilestoneReading? Evidence) Known(Milestone milestone, IReadOnlyList<MilestoneReading> readings, DateTimeOffset now)
    {
        bool isPast = now.ToUnixTimeSeconds() > milestone.Definition.By;
        var open = isPast ? MilestoneState.Overdue : MilestoneState.Pending;
        if (milestone.Condition.CanRevert) return OfAnswers(readings, open);
        // A transaction says more than an answer that it has been carried out.
        if ((readings.FirstOrDefault(reading => reading.Holds && reading.Transaction is not null) ?? readings.FirstOrDefault(reading => reading.Holds)) is { } met) return (MilestoneState.Met, met);
        // A Safe uses a transaction's number up whether it succeeds or not; a cancelled operation of a timelock may be scheduled again.
        if (milestone.Condition is SafeCondition { Transaction: not null } && readings is [.., var failed]) return (MilestoneState.Failed, failed);
        return (open, null);
    }

    private static (MilestoneState State, MilestoneReading? Evidence) OfAnswers(IReadOnlyList<MilestoneReading> readings, MilestoneState open)
    {
        int last = readings.Count - 1;
        if (last < 0) return (open, null);
        int since = last;
        while (since > 0 && readings[since - 1].Holds == readings[last].Holds) since--;
        if (readings[last].Holds) return (MilestoneState.Met, readings[since]);
        return readings.Any(reading => reading.Holds) ? (MilestoneState.Reverted, readings[since]) : (open, null);
    }
}
