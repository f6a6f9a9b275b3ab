using Governance.Database;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;
using Governance.Spaces;

namespace Governance.Proposals;

/// <summary>
/// Accepts a signed <c>CancelProposal</c> of the author, an admin or a moderator, at any time (protocol/snapshot 2.4). The proposal takes no more
/// votes and leaves the lists; it and its votes stay for ever, and its page says who withdrew it.
/// </summary>
public sealed class DeleteProposal(ProposalStore proposals, SpaceStore spaces, ProposalChanges changes, Writer writer, LedgerSigner signer, TimeProvider clock)
{
    public async Task<Outcome<Receipt>> RunAsync(AuthenticEnvelope authentic)
    {
        var envelope = authentic.Envelope;
        if (spaces.Find(envelope.Space) is not { } space) return MessageRejection.UnknownSpace;
        if (await proposals.FindAsync(envelope.Text("proposal") ?? "") is not { Kind: ProposalKind.Signed, DeletedMessage: null } proposal || proposal.Space != space.Id) return ProposalRejection.UnknownProposal;
        if (!MayWithdraw(envelope.From, proposal, space)) return ProposalRejection.NotAllowedToDelete;
        var stored = await writer.RunAsync(scope => Store(scope, authentic, proposal));
        return stored.Rejection is { } rejection ? rejection : stored.Value.Bound();
    }

    /// <summary>Its author, and the space's admins and moderators.</summary>
    public static bool MayWithdraw(Address account, Proposal proposal, Space space)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        ArgumentNullException.ThrowIfNull(space);
        return account == proposal.Author || space.Settings.Admins.Contains(account) || space.Settings.Moderators.Contains(account);
    }

    private Outcome<UnboundReceipt> Store(WriteScope scope, AuthenticEnvelope authentic, Proposal proposal)
    {
        var envelope = authentic.Envelope;
        if (MessageStore.Exists(scope, envelope.Id)) return MessageRejection.Duplicate;
        var ledger = LedgerAppender.Of(scope, signer, clock);
        var message = ledger.Append(new AcceptedMessage(envelope, authentic.ReceivedAt.ToUnixTimeMilliseconds(), authentic.Signature.ToJson()));
        // Of two withdrawals in one group the first stays: the row keeps the message that did it.
        ProposalStore.MarkDeleted(scope, proposal.Key, message.Idx);
        scope.AfterCommit(() =>
        {
            proposals.Forget(proposal.Id);
            changes.Announce(proposal.Id);
        });
        return new UnboundReceipt(message, ledger, signer.Address);
    }
}
