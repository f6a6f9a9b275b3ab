using Governance.VotingSystems;

namespace Governance.Proposals;

/// <summary>The outcome wherever choices compete: the one that leads alone wins.</summary>
internal static class LeadingOutcome
{
    public static ProposalOutcome Of(Proposal proposal, Tally tally)
    {
        var leaders = tally.Choices.Where(choice => choice.Leads).ToArray();
        var quorum = new QuorumCheck(proposal.Rules, Counted(proposal.Rules, tally, leaders));
        // A mark that votes against must exceed needs an Against: without one it asks nothing of anybody.
        bool applies = proposal.Rules.QuorumType != QuorumTypes.Rejection;
        bool reached = !applies || quorum.IsReached;
        if (!reached) return new(false, null, quorum.Counted, false, quorum.Missing(proposal.Rules.QuorumType == QuorumTypes.For ? "the leading choice's power" : "all votes"));
        if (leaders.Length == 0) return new(false, null, quorum.Counted, reached, tally.Votes == 0 ? "Nobody voted." : "Nobody chose anything.");

        var each = quorum.Amount(leaders[0].VotingPower);
        return leaders.Length == 1
            ? new(true, leaders[0].Index, quorum.Counted, reached, $"{Name(proposal, leaders[0])} won with {each}.")
            : new(false, null, quorum.Counted, reached, $"{string.Join(" and ", leaders.Select(choice => Name(proposal, choice)))} are equal with {each} each, so none is chosen.")
            {
                Tied = [.. leaders.Select(choice => choice.Index)],
            };
    }

    private static VotingPower Counted(ProposalRules rules, Tally tally, ChoiceTally[] leaders) =>
        rules.QuorumType != QuorumTypes.For ? tally.Total
        : leaders.Length > 0 ? leaders[0].VotingPower
        : VotingPower.Zero;

    private static string Name(Proposal proposal, ChoiceTally choice) => $"“{proposal.Choices[choice.Index - 1]}”";
}
