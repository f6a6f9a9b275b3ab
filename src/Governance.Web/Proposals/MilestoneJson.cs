using Governance.Milestones;

namespace Governance.Web.Proposals;

/// <summary>A milestone for the HTTP interface; its time and block stand in the step's <c>at</c> and <c>evidence</c>.</summary>
/// <param name="Number">From 1, in the author's order.</param>
/// <param name="Kind">call, event, timelock or safe.</param>
/// <param name="Chain">CAIP-2.</param>
/// <param name="State">pending, met, overdue, reverted, unknown or failed.</param>
/// <param name="LastKnown">The state when the chain last answered; equals <paramref name="State"/> unless that is unknown.</param>
/// <param name="Late">Whether it was met only after its date.</param>
/// <param name="Condition">What must hold, a sentence.</param>
/// <param name="Value">The last answer of its call as text (numbers in base units), or the last event; null: none yet.</param>
/// <param name="Wanted">The value that its call is held against; null: it is no call.</param>
/// <param name="Decimals">Of both numbers, as its author says; null: not said.</param>
/// <param name="ProgressBasisPoints">How much of the way to <paramref name="Wanted"/> is done, 0 to 10000; null: no way to measure.</param>
/// <param name="ReadAtBlock">The block of <paramref name="Value"/>.</param>
/// <param name="Fault">Why it is unknown, a sentence.</param>
public sealed record MilestoneJson(
    int Number, string Kind, string Chain, string Contract, string State, string LastKnown, DateTimeOffset By, bool Late, string Condition, string? Value, string? Wanted,
    int? Decimals, string? Symbol, int? ProgressBasisPoints, long? ReadAtBlock, string? Fault)
{
    public static MilestoneJson Of(StatedMilestone stated)
    {
        ArgumentNullException.ThrowIfNull(stated);
        var condition = stated.Milestone.Condition;
        var call = condition as CallCondition;
        return new(
            stated.Milestone.Number + 1, condition.Kind, $"eip155:{stated.Milestone.Definition.Chain}", condition.Contract.ToString(), NameOf(stated.State), NameOf(stated.LastKnown),
            stated.By, stated.IsLate, MilestoneSteps.Wanted(condition), stated.Latest?.Value, call?.Value, call?.Unit?.Decimals, call?.Unit?.Symbol,
            MilestoneSteps.ProgressOf(stated), stated.Latest?.Block.Number, stated.Fault);
    }

    private static string NameOf(MilestoneState state) => state.ToString().ToLowerInvariant();
}
