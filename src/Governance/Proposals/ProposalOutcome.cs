using Governance.VotingSystems;

namespace Governance.Proposals;

/// <summary>How a closed vote ended, with the reason in words.</summary>
/// <param name="Passed">Whether it succeeded.</param>
/// <param name="Winner">The winning choice from 1; null for a tie or when nothing was decided.</param>
/// <param name="QuorumCounted">What counted towards the quorum, base units.</param>
/// <param name="QuorumReached">Participation was enough.</param>
/// <param name="Reason">A sentence.</param>
public sealed record ProposalOutcome(bool Passed, int? Winner, VotingPower QuorumCounted, bool QuorumReached, string Reason)
{
    // basic: For, Against and perhaps Abstain, in this order (Snapshot).
    private const int For = 0;
    private const int Against = 1;

    /// <summary>
    /// Decides as protocol/snapshot 3.12 does for basic votes, and for the others names the choice with the most power when the quorum is
    /// reached. A tie passes nothing.
    /// </summary>
    public static ProposalOutcome Of(Proposal proposal, Tally tally) =>
        proposal.VotingSystem == "basic" ? Basic(proposal, tally) : MostPower(proposal, tally);

    private static ProposalOutcome Basic(Proposal proposal, Tally tally)
    {
        var quorum = proposal.Rules.Quorum;
        var forPower = tally.Choices[For].VotingPower;
        var against = tally.Choices[Against].VotingPower;
        if (proposal.Rules.QuorumType == "rejection")
        {
            // Optimistic: it passes unless the votes against exceed the mark; For is not compared.
            bool rejected = against > quorum;
            return rejected
                ? new(false, Against + 1, against, true, "The votes against exceeded the mark that rejects it.")
                : new(true, For + 1, against, false, "The votes against did not exceed the mark that would reject it.");
        }

        var counted = tally.Total;
        if (counted < quorum) return new(false, null, counted, false, "The quorum was not reached.");
        if (forPower > against) return new(true, For + 1, counted, true, "More power was for it than against it.");
        return forPower == against
            ? new(false, null, counted, true, "For and against were equal, which does not pass.")
            : new(false, Against + 1, counted, true, "More power was against it than for it.");
    }

    private static ProposalOutcome MostPower(Proposal proposal, Tally tally)
    {
        if (tally.Total < proposal.Rules.Quorum) return new(false, null, tally.Total, false, "The quorum was not reached.");
        if (tally.Total.IsZero) return new(false, null, tally.Total, proposal.Rules.Quorum.IsZero, "Nobody voted.");
        var most = tally.Choices.Max(choice => choice.VotingPower);
        var leaders = tally.Choices.Where(choice => choice.VotingPower == most).ToArray();
        return leaders.Length == 1
            ? new(true, leaders[0].Index, tally.Total, true, $"“{proposal.Choices[leaders[0].Index - 1]}” received the most power.")
            : new(false, null, tally.Total, true, "The leading choices are equal, so none is chosen.");
    }
}
