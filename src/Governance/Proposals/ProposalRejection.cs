using System.Globalization;

namespace Governance.Proposals;

/// <summary>Why a proposal is refused, in Snapshot's order (protocol/snapshot 2.3).</summary>
public static class ProposalRejection
{
    public static readonly Rejection WrongFormat = new("wrong-proposal-format", "wrong proposal format",
        "A field of the proposal is missing or outside its limits.");

    public static readonly Rejection EndInPast = new("proposal-ends-in-past", "proposal end date must be in the future",
        "The end of voting lies in the past; choose a later end.");

    public static readonly Rejection WrongBasicChoices = new("wrong-basic-choices", "wrong choices for basic type voting",
        "A basic vote has two or three choices: For, Against and perhaps Abstain.");

    public static readonly Rejection InvalidDelay = new("invalid-voting-delay", "invalid voting delay",
        "The space fixes the time between signing and the start of voting; start exactly then.");

    public static readonly Rejection InvalidPeriod = new("invalid-voting-period", "invalid voting period",
        "The space fixes how long voting lasts; end exactly then.");

    public static readonly Rejection InvalidSystem = new("invalid-voting-system", "invalid voting type",
        "The space fixes the voting system, or this portal does not know the one named.");

    public static readonly Rejection PrivacyNotSupported = new("privacy-not-supported", "not allowed to set privacy",
        "Encrypted votes are not supported by this portal; leave privacy empty.");

    public static readonly Rejection OnlyAuthors = new("only-space-authors", "only space authors can propose",
        "Only members, moderators and admins of the space may propose.");

    public static readonly Rejection BelowThreshold = new("below-proposal-threshold", "validation failed",
        "The author's voting power is below what the space asks of a proposer.");

    public static readonly Rejection ThresholdUnknown = new("proposal-threshold-unknown", "failed to check validation",
        "The author's voting power could not be read because the chain's provider does not answer. Try again.", RejectionFault.Portal);

    public static readonly Rejection InvalidSnapshot = new("invalid-snapshot-block", "invalid snapshot block",
        "The snapshot block does not exist (yet); use a block that the chain has.");

    public static readonly Rejection SnapshotNotFinal = new("snapshot-not-final", "invalid snapshot block",
        "A snapshot block is not final yet on its chain, and this space counts what a later change of the chain could take back; use an earlier block or wait.");

    public static readonly Rejection SnapshotUnknown = new("snapshot-unknown", "unable to fetch block",
        "The snapshot block could not be read because the chain's provider does not answer. Try again.", RejectionFault.Portal);

    public static readonly Rejection SpaceUnusable = new("invalid-space-settings", "invalid space settings: ",
        "The space's settings can not be used.");

    public static Rejection BodyTooLong(int limit) => new("proposal-body-too-long", string.Create(CultureInfo.InvariantCulture, $"proposal body length can not exceed {limit} characters"),
        string.Create(CultureInfo.InvariantCulture, $"The text is longer than {limit} characters; shorten it."));

    public static Rejection TooManyChoices(int limit) => new("too-many-choices", string.Create(CultureInfo.InvariantCulture, $"number of choices can not exceed {limit}"),
        string.Create(CultureInfo.InvariantCulture, $"There are more than {limit} choices; remove some."));

    public static readonly Rejection TooManyActive = new("too-many-active-proposals", "active proposal limit reached for author",
        "The author has as many active proposals in this space as one author may; wait until one has ended.");

    public static readonly Rejection TooManyProposals = new("too-many-proposals", "proposal limit reached",
        "The space has reached its number of new proposals for today or this month; try again later.");

    public static readonly Rejection UnknownProposal = new("unknown-proposal", "unknown proposal",
        "This space has no proposal with that id, or it was withdrawn.");

    public static readonly Rejection AlreadyStarted = new("proposal-already-started", "proposal already started",
        "Voting has started, so the proposal can not be changed any more; withdraw it and publish another.");

    public static readonly Rejection NotTheAuthor = new("not-the-author", "Not the author",
        "Only the proposal's author may change it.");

    public static readonly Rejection SystemMismatch = new("voting-system-mismatch", "space voting type mismatch",
        "The space fixes the voting system.");

    public static readonly Rejection OlderUpdate = new("older-update", "wrong timestamp",
        "A newer change of this proposal was accepted already; sign again with the current time.");

    public static readonly Rejection NotAllowedToDelete = new("not-allowed-to-delete", "not authorized to archive proposal",
        "Only the proposal's author and the space's admins and moderators may withdraw it.");
}
