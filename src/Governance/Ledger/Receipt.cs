using Governance.Ethereum;
using Governance.Messages;

namespace Governance.Ledger;

/// <summary>What the sender of an accepted message keeps.</summary>
/// <param name="Message">As stored.</param>
/// <param name="Checkpoint">The first signed head that binds it.</param>
/// <param name="Relayer">The account that signs heads.</param>
public sealed record Receipt(StoredMessage Message, Checkpoint Checkpoint, Address Relayer)
{
    /// <summary>The RFC 6962 hash of the message's leaf; who knows it already says so.</summary>
    public Hash32 LeafHash { get => field.IsZero ? LedgerLeaf.Hash(LedgerLeaf.Entry(Message)) : field; init; }
}

/// <summary>A receipt whose checkpoint is signed when its group commits; bind it after that.</summary>
internal sealed record UnboundReceipt(StoredMessage Message, LedgerAppender Ledger, Address Relayer)
{
    public Receipt Bound() => new(Message, Ledger.Checkpoint ?? throw new InvalidOperationException("The group has not been committed."), Relayer) { LeafHash = Ledger.LeafHash(Message.Idx) };
}
