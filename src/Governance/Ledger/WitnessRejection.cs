namespace Governance.Ledger;

/// <summary>Why a witness's signature or an anchor was refused.</summary>
public static class WitnessRejection
{
    public static readonly Rejection NotAWitness = new("not-a-witness", "not a witness", "The signature is not by one of this portal's witnesses over this head's three lines (EIP-191).");

    public static readonly Rejection UnknownHead = new("unknown-head", "unknown head", "This ledger never signed a head of that size.");

    public static readonly Rejection NotAnchoring = new("not-anchoring", "not anchoring", "This portal takes no anchors from that chain: its operator names chain and account under Ledger:Anchors.");

    public static readonly Rejection NotMined = new("anchor-not-mined", "anchor not mined", "The chain has no block with this transaction yet. Try again when it is mined.", RejectionFault.Portal);

    public static readonly Rejection ForeignSender = new("foreign-anchor", "foreign anchor", "The transaction was not sent by the operator's account.");

    public static readonly Rejection NoHead = new("no-anchor", "no anchor", "The transaction does not carry a head of this ledger: its data is not governance-anchor/v1 and the head's three lines.");

    public static readonly Rejection ChainUnreadable = new("anchor-unknown", "anchor unknown", "The chain could not be asked.", RejectionFault.Portal);
}
