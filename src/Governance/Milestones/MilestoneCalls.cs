using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Milestones;

/// <summary>What a milestone's call answers at a block.</summary>
internal static class MilestoneCalls
{
    /// <summary>The answer; a contract that reverts, or answers something else than its signature says, shows that the condition does not hold.</summary>
    public static MilestoneReading ReadingOf(Milestone milestone, CallOutcome outcome, BlockPoint at)
    {
        var (holds, value) = Read(milestone.Condition, outcome) ?? (false, "");
        return new MilestoneReading(milestone.Proposal, milestone.Number, milestone.Definition.Chain, holds, value, at, null, null);
    }

    /// <summary>Null: there is no answer of the promised form.</summary>
    public static (bool Holds, string Value)? Read(MilestoneCondition condition, CallOutcome outcome)
    {
        if (outcome.Returned is not { Length: > 0 } returned) return null;
        try
        {
            if (condition is CallCondition call) return call.Read(returned) is var value ? (call.Holds(value), value) : null;
            bool isDone = TimelockCondition.IsDone.DecodeResult(returned).Boolean(0);
            return (isDone, isDone ? "done" : "not done");
        }
        catch (AbiException)
        {
            return null;
        }
    }
}
