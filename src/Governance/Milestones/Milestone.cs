namespace Governance.Milestones;

/// <summary>One milestone as its author signed it.</summary>
/// <param name="By">Unix seconds: the last moment at which it is met in time.</param>
/// <param name="Chain">EIP-155 number.</param>
/// <param name="Json">The signed text.</param>
public sealed record MilestoneDefinition(string Title, long By, ulong Chain, MilestoneCondition Condition, string Json);

/// <summary>A milestone of a published proposal.</summary>
/// <param name="Proposal">The proposal's key.</param>
/// <param name="Number">From 0, in the author's order.</param>
/// <param name="FromBlock">Events count from this block on: the first one that the index had not read when it was published.</param>
public sealed record Milestone(long Proposal, int Number, MilestoneDefinition Definition, long FromBlock)
{
    public MilestoneCondition Condition => Definition.Condition;

    /// <summary>Equal only for the same condition: an update may put another one in its place.</summary>
    internal string Watched => $"{Proposal}/{Number}/{Definition.Json}";
}
