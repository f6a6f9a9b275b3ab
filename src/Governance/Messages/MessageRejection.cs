namespace Governance.Messages;

/// <summary>Why a signed message of any kind is refused, in the order in which Snapshot's sequencer asks (protocol/snapshot 2.1).</summary>
public static class MessageRejection
{
    public static readonly Rejection WrongEnvelope = new("wrong-envelope", "wrong envelope format",
        "The message is not an envelope {address, sig, data: {domain, types, message}} with checksummed addresses and a numeric timestamp.");

    public static readonly Rejection TooLarge = new("message-too-large", "too large message",
        "The message is longer than 100,000 characters; shorten its text.");

    public static readonly Rejection WrongTimestamp = new("wrong-timestamp", "wrong timestamp",
        "The message's timestamp is more than six days old or more than five minutes ahead of the portal's clock; check your device's clock and sign again.");

    public static readonly Rejection WhitespaceInProposal = new("whitespace-in-proposal", "proposal cannot contain whitespace",
        "The proposal's id contains a space; copy the id again.");

    public static readonly Rejection WrongDomain = new("wrong-domain", "wrong domain",
        "The message was signed for another application: the EIP-712 domain must be snapshot, version 0.1.4.");

    public static readonly Rejection WrongTypes = new("wrong-types", "wrong types",
        "The message's EIP-712 types are none that this portal knows; sign it with a current client.");

    public static readonly Rejection UnsupportedKind = new("unsupported-kind", "wrong types",
        "This portal does not keep messages of this kind.");

    public static readonly Rejection InvalidSpaceId = new("invalid-space-id", "Invalid space id",
        "The space's id is not in its normal form: lower case, no spaces.");

    public static readonly Rejection UnknownSpace = new("unknown-space", "unknown space",
        "This portal does not host that space.");

    public static readonly Rejection AliasNotAllowed = new("alias-not-allowed", "alias not allowed for the type: ",
        "This kind of message must be signed by the author's own account, not by an alias.");

    public static readonly Rejection WrongAlias = new("wrong-alias", "wrong alias",
        "The signing account is not a valid alias of the author; sign with the author's account, or set the alias again (it lasts 90 days).");

    public static readonly Rejection WrongSignature = new("wrong-signature", "signature validation failed",
        "The signature was not made by this account over this message; sign again.");

    public static readonly Rejection SignatureUnknown = new("signature-unknown", "signature validation failed",
        "The signature of this contract account could not be checked because the chain's provider does not answer. Nothing is lost: the message is kept and tried again.",
        RejectionFault.Portal);

    public static readonly Rejection Duplicate = new("duplicate-message", "duplicate message",
        "This very message was accepted before; it counts once. Its receipt is attached.");

    public static readonly Rejection MetadataTooLarge = new("metadata-too-large", "too large metadata",
        "The vote's metadata is longer than 2,000 characters; shorten it.");

    public static readonly Rejection Busy = new("busy", "too many requests, try again in a few seconds",
        "The portal has as much to store as it can; try again in a few seconds. Nothing was stored.", RejectionFault.Portal);

    public static readonly Rejection StorageFailed = new("storage-failed", "failed to store message",
        "The portal could not write to its database. Nothing was stored; the operator has to mend it, then the same message can be sent again.",
        RejectionFault.Portal);
}
