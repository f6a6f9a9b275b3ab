using Governance.VotingSystems;

namespace Governance.Proposals;

/// <summary>The outcome of a basic vote: For, Against and perhaps Abstain, in this order (protocol/snapshot 3.12; for governors IGovernor's counting modes).</summary>
internal static class BasicOutcome
{
    public const string VotingSystem = "basic";

    private const int For = 0;
    private const int Against = 1;
    private const int Abstain = 2;

    public static ProposalOutcome Of(Proposal proposal, Tally tally)
    {
        if (proposal.Rules.QuorumType == QuorumTypes.Rejection) return UnlessRejected(proposal, tally);
        var quorum = new QuorumCheck(proposal.Rules, Counted(proposal.Rules, tally));
        if (!quorum.IsReached) return new(false, null, quorum.Counted, false, quorum.Missing(WhatCounts(proposal.Rules)));

        var (inFavour, against) = (Power(tally, For), Power(tally, Against));
        var (mine, theirs) = (quorum.Amount(inFavour), quorum.Amount(against));
        if (inFavour > against) return new(true, For + 1, quorum.Counted, true, $"More power was for it than against it: {mine} to {theirs}.");
        if (inFavour < against) return new(false, Against + 1, quorum.Counted, true, $"More power was against it than for it: {theirs} to {mine}.");
        return inFavour.IsZero
            ? new(false, null, quorum.Counted, true, "Nobody voted for or against it, so it does not pass.")
            : new(false, null, quorum.Counted, true, $"For and against are equal with {mine} each, which does not pass.") { Tied = [For + 1, Against + 1] };
    }

    // Optimistic: it passes unless the votes against exceed the mark; For is not compared, and exactly the mark is not more than it.
    private static ProposalOutcome UnlessRejected(Proposal proposal, Tally tally)
    {
        var mark = new QuorumCheck(proposal.Rules, Power(tally, Against));
        return mark.Counted > mark.Needed
            ? new(false, Against + 1, mark.Counted, true, $"The votes against exceeded the mark that rejects it: {mark.Amount(mark.Counted)}, the mark is {mark.Amount(mark.Needed)}.")
            : new(true, For + 1, mark.Counted, false, $"The votes against did not exceed the mark that would reject it: {mark.Amount(mark.Counted)}, the mark is {mark.Amount(mark.Needed)}.");
    }

    private static VotingPower Counted(ProposalRules rules, Tally tally) => rules.QuorumType switch
    {
        QuorumTypes.For => Power(tally, For),
        QuorumTypes.ForAbstain => Power(tally, For) + Power(tally, Abstain),
        // A subtraction, so that what the default counts stays "all votes" whatever the choices are.
        _ => rules.HideAbstain ? tally.Total - Power(tally, Abstain) : tally.Total,
    };

    private static string WhatCounts(ProposalRules rules) => rules.QuorumType switch
    {
        QuorumTypes.For => "votes for it",
        QuorumTypes.ForAbstain => "votes for it and abstentions",
        _ => rules.HideAbstain ? "votes for and against it (abstentions do not count here)" : "all votes",
    };

    private static VotingPower Power(Tally tally, int choice) => choice < tally.Choices.Count ? tally.Choices[choice].VotingPower : VotingPower.Zero;
}
