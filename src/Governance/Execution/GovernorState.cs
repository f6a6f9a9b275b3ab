using Governance.Proposals;

namespace Governance.Execution;

/// <summary>
/// The state of a governor proposal at the indexed head, by the contract's own order of tests (OpenZeppelin Governor.state and
/// GovernorTimelockControl.state): what <c>state(id)</c> answers at that block.
/// </summary>
public static class GovernorState
{
    public static ProposalState Of(GovernorFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.First(ExecutionEventKind.ProposalExecuted) is not null) return ProposalState.Executed;
        if (facts.First(ExecutionEventKind.ProposalCanceled) is not null) return ProposalState.Canceled;
        // Voting opens after the snapshot and the deadline itself still counts.
        if (facts.Proposal.Start >= facts.Now) return ProposalState.Pending;
        if (facts.Proposal.End >= facts.Now) return ProposalState.Active;
        // A queue transaction passes only what has succeeded, so it stands for a count that was not seen whole.
        if (facts.First(ExecutionEventKind.ProposalQueued) is not null) return Queued(facts);
        // The quorum is read in the step after the block: until then nobody can say more than that the vote was open.
        if (facts.Parts.Quorum is null) return ProposalState.Active;
        return ProposalOutcome.Of(facts.Proposal, facts.Tally).Passed ? ProposalState.Succeeded : ProposalState.Defeated;
    }

    // Whoever executes or cancels the operation at the timelock itself leaves no event of the governor.
    private static ProposalState Queued(GovernorFacts facts) => facts.Operation switch
    {
        { IsDone: true } => ProposalState.Executed,
        { IsCancelled: true } => ProposalState.Canceled,
        _ => ProposalState.Queued,
    };
}
