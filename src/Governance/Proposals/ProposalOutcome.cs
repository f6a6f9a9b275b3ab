using Governance.VotingSystems;

namespace Governance.Proposals;

/// <summary>How a closed vote ended, with the reason in words. Computed from the tally and the proposal's own rules, never stored.</summary>
/// <param name="Passed">Whether it succeeded.</param>
/// <param name="Winner">The winning choice from 1; null for a tie or when nothing was decided.</param>
/// <param name="QuorumCounted">What counted towards the quorum, base units.</param>
/// <param name="QuorumReached">Participation was enough.</param>
/// <param name="Reason">A sentence: the winner or those that are equal, or what was missing.</param>
public sealed record ProposalOutcome(bool Passed, int? Winner, VotingPower QuorumCounted, bool QuorumReached, string Reason)
{
    /// <summary>The choices that share the lead, from 1; empty when there is a winner or no vote.</summary>
    public IReadOnlyList<int> Tied { get; init; } = [];

    /// <summary>
    /// Decides as protocol/snapshot 3.12 does for basic votes. In the other systems the choice that leads alone wins when the quorum is
    /// reached, and a tie for the lead chooses nothing.
    /// </summary>
    public static ProposalOutcome Of(Proposal proposal, Tally tally) =>
        proposal.VotingSystem == BasicOutcome.VotingSystem ? BasicOutcome.Of(proposal, tally) : LeadingOutcome.Of(proposal, tally);
}
