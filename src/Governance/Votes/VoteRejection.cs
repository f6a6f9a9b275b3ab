using Governance.Proposals;

namespace Governance.Votes;

/// <summary>Why a vote is refused (protocol/snapshot 2.2).</summary>
public static class VoteRejection
{
    public static readonly Rejection WrongFormat = new("wrong-vote-format", "wrong vote format",
        "A field of the vote is missing or too long: a reason has at most 5,000 characters.");

    public static readonly Rejection UnknownProposal = ProposalRejection.UnknownProposal;

    public static readonly Rejection VotingNotOpen = new("voting-not-open", "not in voting window",
        "Voting on this proposal has not begun yet.");

    public static readonly Rejection VotingClosed = new("voting-closed", "not in voting window",
        "Voting on this proposal has ended.");

    public static readonly Rejection SignedOutsideWindow = new("signed-outside-window", "not in voting window",
        "The vote's own timestamp lies outside the voting time; check your device's clock and sign again.");

    public static readonly Rejection InvalidChoice = new("invalid-choice", "invalid choice",
        "The choice is not one that this proposal's voting system allows.");

    public static readonly Rejection NoVotingPower = new("no-voting-power", "no voting power",
        "This account had no voting power at the proposal's snapshot, so its vote would count nothing.");

    public static readonly Rejection PowerUnknown = new("voting-power-unknown", "failed to check voting power",
        "The account's voting power could not be read because the chain's provider does not answer. The vote is kept and tried again.",
        RejectionFault.Portal);

    public static readonly Rejection NewerVoteExists = new("newer-vote-exists", "already voted at later time",
        "A vote of this account with a later time was accepted already; sign again with the current time.");

    public static readonly Rejection EqualTimeLowerId = new("equal-time-lower-id", "already voted same time with lower index",
        "A vote of this account with the same second was accepted already; sign again.");
}
