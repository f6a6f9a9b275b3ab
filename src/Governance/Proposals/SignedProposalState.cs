using Governance.VotingSystems;

namespace Governance.Proposals;

/// <summary>The state of a signed proposal at a moment. Governor proposals follow their contract's own order of tests (Execution).</summary>
public static class SignedProposalState
{
    public static ProposalState Of(Proposal proposal, Tally tally, DateTimeOffset now)
    {
        long seconds = now.ToUnixTimeSeconds();
        if (proposal.DeletedMessage is not null) return ProposalState.Canceled;
        if (seconds < proposal.Start) return ProposalState.Pending;
        if (seconds <= proposal.End) return ProposalState.Active;
        return ProposalOutcome.Of(proposal, tally).Passed ? ProposalState.Succeeded : ProposalState.Defeated;
    }
}
