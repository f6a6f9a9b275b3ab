using Governance.Proposals;
using Governance.Votes;

namespace Governance.Execution;

/// <summary>Why a signed ballot for a governor is refused.</summary>
public static class BallotRejection
{
    public static readonly Rejection WrongFormat = Of("wrong-ballot-format",
        "The ballot must have proposal, voter, support (0 against, 1 for, 2 abstain) and signature; a reason has at most 5,000 characters.");

    public static readonly Rejection UnknownProposal = ProposalRejection.UnknownProposal;

    public static readonly Rejection NotOnChain = Of("not-a-governor-proposal",
        "This proposal is voted on by signed messages, not at a governor contract: send the vote to /api/messages.");

    public static readonly Rejection NotTaken = Of("ballots-not-taken",
        "This governor takes no signed ballots of a kind that is known here; vote by a transaction.");

    public static readonly Rejection NoReasons = Of("ballot-reasons-not-taken",
        "This governor takes no reason with a signed ballot; sign it without one, or vote by a transaction.");

    public static readonly Rejection InvalidSupport = Of("invalid-support",
        "Support must be 0 (against), 1 (for) or 2 (abstain); 255 with 48 bytes of params only where the governor counts votes in parts.");

    public static readonly Rejection VotingNotOpen = VoteRejection.VotingNotOpen;

    public static readonly Rejection VotingClosed = VoteRejection.VotingClosed;

    public static readonly Rejection WrongSignature = Of("wrong-ballot-signature",
        "The signature is not the voter's over this ballot, by the rule that the governor itself applies; ask for the ballot anew and sign again.");

    public static readonly Rejection AlreadyVoted = Of("already-voted",
        "This account has voted on this proposal already, and the governor takes no second vote.");

    public static readonly Rejection NoVotingPower = VoteRejection.NoVotingPower;

    public static readonly Rejection NonceUsed = Of("ballot-nonce-used",
        "The ballot's nonce is used up: another ballot or delegation of this account came first. Ask for the ballot anew and sign again.");

    public static readonly Rejection NonceAhead = Of("ballot-nonce-ahead",
        "The ballot's nonce is not due yet: another signature of this account would have to come first. Ask for the ballot anew and sign again.");

    public static readonly Rejection TooMany = Of("too-many-ballots",
        "This account has left many ballots for this proposal already; the first valid one that is relayed counts.");

    public static readonly Rejection RefusedByContract = Of("ballot-refused-by-contract",
        "The governor would not take this ballot now.");

    public static readonly Rejection ChainUnavailable = Of("chain-unavailable",
        "The chain's provider does not answer, so the ballot could not be checked. Nothing was stored; send the same ballot again.", RejectionFault.Portal);

    private static Rejection Of(string code, string explanation, RejectionFault fault = RejectionFault.Sender) => new(code, code, explanation, fault);
}
