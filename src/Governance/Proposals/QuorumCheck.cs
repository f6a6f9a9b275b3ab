namespace Governance.Proposals;

/// <summary>What counts towards a quorum, by Snapshot's names and the governors' (COUNTING_MODE).</summary>
public static class QuorumTypes
{
    /// <summary>All votes, abstentions included unless the proposal hides them.</summary>
    public const string Default = "default";

    /// <summary>The votes against reject when they exceed it; nothing else is asked.</summary>
    public const string Rejection = "rejection";

    /// <summary>Only votes for it, or for the leading choice.</summary>
    public const string For = "for";

    /// <summary>Votes for it and abstentions.</summary>
    public const string ForAbstain = "for-abstain";
}

/// <summary>Participation beside what was asked, and both in words.</summary>
internal sealed class QuorumCheck(ProposalRules rules, VotingPower counted)
{
    public VotingPower Counted => counted;

    public VotingPower Needed => rules.Quorum;

    public bool IsReached => counted >= rules.Quorum;

    public string Missing(string whatCounts) =>
        $"The quorum was not reached: {whatCounts} came to {Amount(counted)} of {Amount(rules.Quorum)}, so {Amount(rules.Quorum - counted)} is missing.";

    /// <summary>In token units, every decimal place of them: <c>1.5 PHA</c>.</summary>
    public string Amount(VotingPower power) => $"{ExactDecimal.FromBaseUnits(power, rules.Decimals).ToGroupedString()} {rules.Symbol}".TrimEnd();
}
