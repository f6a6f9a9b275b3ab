using Governance.Aliases;
using Governance.Database;
using Governance.Ledger;
using Governance.Messages;
using Governance.Milestones;
using Governance.Spaces;
using Governance.VotingSystems;

namespace Governance.Proposals;

/// <summary>
/// Accepts a signed <c>UpdateProposal</c>: until voting starts its author may change what is asked, never when or at which block. The id stays;
/// what was said before stays in the ledger (protocol/snapshot 2.4).
/// </summary>
public sealed class UpdateProposal(
    ProposalStore proposals, SpaceStore spaces, ProposalLimits limits, CheckMilestones milestones, ProposalChanges changes, Writer writer, LedgerSigner signer, TimeProvider clock)
{
    public async Task<Outcome<Receipt>> RunAsync(AuthenticEnvelope authentic, CancellationToken cancellationToken)
    {
        var envelope = authentic.Envelope;
        if (spaces.Find(envelope.Space) is not { } space) return MessageRejection.UnknownSpace;
        if (ProposalDraft.ContentFaultOf(envelope) is { } fault) return ProposalRejection.WrongFormat.Because(fault);
        if (await proposals.FindAsync(envelope.Text("proposal") ?? "") is not { Kind: ProposalKind.Signed, DeletedMessage: null } proposal || proposal.Space != space.Id) return ProposalRejection.UnknownProposal;
        var draft = ProposalDraft.OfUpdate(envelope, proposal);
        if (Refuses(draft, authentic, proposal, space) is { } refused) return refused;
        var conditions = await milestones.RunAsync(draft.Plugins, draft.End, cancellationToken);
        if (conditions.Rejection is { } unfit) return unfit;

        var changed = new VerifiedProposal(ProposalUpdate.Apply(proposal, draft), [], conditions.Value);
        var stored = await writer.RunAsync(scope => Store(scope, authentic, changed));
        return stored.Rejection is { } rejection ? rejection : stored.Value.Bound();
    }

    private Rejection? Refuses(ProposalDraft draft, AuthenticEnvelope authentic, Proposal proposal, Space space)
    {
        if (draft.VotingSystem == BasicOutcome.VotingSystem && draft.Choices.Count is not (2 or 3)) return ProposalRejection.WrongBasicChoices;
        if (VotingSystemRegistry.FaultOf(draft.VotingSystem) is { } fault) return ProposalRejection.InvalidSystem.Because(fault);
        if (draft.Privacy.Length > 0) return ProposalRejection.PrivacyNotSupported;
        if (authentic.ReceivedAt.ToUnixTimeSeconds() >= proposal.Start) return ProposalRejection.AlreadyStarted;
        if (authentic.Envelope.From != proposal.Author) return ProposalRejection.NotTheAuthor;
        if (space.Settings.Voting.System is { } system && draft.VotingSystem != system) return ProposalRejection.SystemMismatch.Because($"The space fixes the voting system to '{system}'.");
        if (draft.Body.Length > limits.ProposalBodyLength) return ProposalRejection.BodyTooLong(limits.ProposalBodyLength);
        return draft.Choices.Count > limits.ProposalChoices ? ProposalRejection.TooManyChoices(limits.ProposalChoices) : null;
    }

    private Outcome<UnboundReceipt> Store(WriteScope scope, AuthenticEnvelope authentic, VerifiedProposal verified)
    {
        var (envelope, changed) = (authentic.Envelope, verified.Proposal);
        if (MessageStore.Exists(scope, envelope.Id)) return MessageRejection.Duplicate;
        if (AliasStore.Refuses(scope, envelope, authentic.ReceivedAt)) return MessageRejection.WrongAlias;
        // Again, now that it is this write's turn: a vote may already have been cast on the old text.
        if (clock.GetUtcNow().ToUnixTimeSeconds() >= changed.Start) return ProposalRejection.AlreadyStarted;
        if (ProposalStore.LastChange(scope, changed.Key) is { } last && (last.Timestamp, last.Id).CompareTo((envelope.Timestamp, envelope.Id)) >= 0) return ProposalRejection.OlderUpdate;
        var ledger = LedgerAppender.Of(scope, signer, clock);
        var message = ledger.Append(new AcceptedMessage(envelope, authentic.ReceivedAt.ToUnixTimeMilliseconds(), ProposalEvidence.Write(authentic, changed)));
        ProposalStore.Update(scope, changed with { UpdatedMessage = message.Idx });
        MilestoneStore.Replace(scope, changed.Key, verified.Milestones);
        scope.AfterCommit(() =>
        {
            proposals.Forget(changed.Id);
            changes.Announce(changed.Id);
        });
        return new UnboundReceipt(message, ledger, signer.Address);
    }
}
