using Governance.Proposals;

namespace Governance.Execution;

/// <summary>
/// The state of a governor proposal at the indexed head, by the contract's own order of tests: what <c>state(id)</c> answers at that block.
/// </summary>
public static class GovernorState
{
    public static ProposalState Of(GovernorFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Governor.Generation.Family == GovernorFamily.Bravo ? OfBravo(facts) : OfOpenZeppelin(facts);
    }

    // Governor.state; GovernorSuperQuorum.state, GovernorTimelockControl.state and GovernorTimelockCompound.state change its answers.
    private static ProposalState OfOpenZeppelin(GovernorFacts facts)
    {
        if (facts.First(ExecutionEventKind.ProposalExecuted) is not null) return ProposalState.Executed;
        if (facts.First(ExecutionEventKind.ProposalCanceled) is not null) return ProposalState.Canceled;
        // Voting opens after the snapshot and the deadline itself still counts.
        if (facts.Proposal.Start >= facts.Now) return ProposalState.Pending;
        bool isOpen = facts.Proposal.End >= facts.Now;
        if (isOpen && !HasSucceededEarly(facts)) return ProposalState.Active;
        // A queue transaction passes only what has succeeded, so it stands for a count that was not seen whole.
        if (facts.Queued is { } queued) return Waiting(facts, queued);
        return isOpen ? ProposalState.Succeeded : Counted(facts);
    }

    // GovernorBravoDelegate.state: canceled before all else, executed only after it has succeeded.
    private static ProposalState OfBravo(GovernorFacts facts)
    {
        if (facts.First(ExecutionEventKind.ProposalCanceled) is not null) return ProposalState.Canceled;
        if (facts.Proposal.Start >= facts.Now) return ProposalState.Pending;
        if (facts.Proposal.End >= facts.Now) return ProposalState.Active;
        if (facts.Queued is not { } queued) return Counted(facts);
        return facts.First(ExecutionEventKind.ProposalExecuted) is not null ? ProposalState.Executed : Waiting(facts, queued);
    }

    // Only votes for it reach the super quorum, abstentions do not, and more must be for it than against.
    private static bool HasSucceededEarly(GovernorFacts facts)
    {
        if (facts.Parts.SuperQuorum is not { } superQuorum) return false;
        var (inFavour, against) = (facts.Tally.Choices[0].VotingPower, facts.Tally.Choices[1].VotingPower);
        return inFavour >= superQuorum && inFavour > against;
    }

    // The quorum is read in the step after the block: until then nobody can say more than that the vote was open.
    private static ProposalState Counted(GovernorFacts facts) =>
        facts.Parts.Quorum is null ? ProposalState.Active
        : ProposalOutcome.Of(facts.Proposal, facts.Tally).Passed ? ProposalState.Succeeded : ProposalState.Defeated;

    private static ProposalState Waiting(GovernorFacts facts, ExecutionEvent queued)
    {
        if (facts.Governor.Generation.GraceSeconds is { } grace)
            return facts.Cursor.Head.Time >= queued.Amount + grace ? ProposalState.Expired : ProposalState.Queued;
        // Whoever executes or cancels the operation at the timelock itself leaves no event of the governor.
        return facts.Operation switch
        {
            { IsDone: true } => ProposalState.Executed,
            { IsCancelled: true } => ProposalState.Canceled,
            _ => ProposalState.Queued,
        };
    }
}
