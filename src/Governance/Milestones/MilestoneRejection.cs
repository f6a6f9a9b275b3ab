namespace Governance.Milestones;

/// <summary>Why a proposal's milestones are refused. The particulars name the milestone by its number, from 1.</summary>
public static class MilestoneRejection
{
    public static readonly Rejection WrongFormat = new("wrong-milestone-format", "wrong milestones format",
        "A milestone lacks something or has it in another form; the shape is described in the portal's documentation.");

    public static readonly Rejection TooMany = new("too-many-milestones", "too many milestones",
        "A proposal has at most 10 milestones; remove some.");

    public static readonly Rejection DateTooEarly = new("milestone-date-too-early", "milestone date too early",
        "A milestone's date must be later than the end of voting: nobody can carry out what is not decided.");

    public static readonly Rejection ChainNotFollowed = new("milestone-chain-not-followed", "milestone chain not followed",
        "This portal does not follow the milestone's chain, so it could not say whether it was met.");

    public static readonly Rejection NoContract = new("milestone-no-contract", "milestone contract missing",
        "There is no contract at the milestone's address on its chain.");

    public static readonly Rejection NoAnswer = new("milestone-no-answer", "milestone contract does not answer",
        "The milestone's contract does not answer as its signature says.");

    public static readonly Rejection NotChecked = new("milestone-not-checked", "unable to check milestones",
        "The milestones could not be checked because the chain's provider does not answer. Try again.", RejectionFault.Portal);
}
