using Governance.Aliases;
using Governance.Database;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;
using Governance.Milestones;
using Governance.Spaces;
using Governance.Strategies;
using Governance.VotingSystems;

namespace Governance.Proposals;

/// <summary>Accepts a signed proposal: checks it in Snapshot's order, pins its snapshot blocks, freezes the space's rules in it and stores it.</summary>
public sealed class PublishProposal(
    SpaceStore spaces, ProposalVerifier verifier, Writer writer, LedgerSigner signer, TimeProvider clock)
{
    public async Task<Outcome<Receipt>> RunAsync(AuthenticEnvelope authentic, CancellationToken cancellationToken)
    {
        var space = spaces.Find(authentic.Envelope.Space);
        if (space is null) return MessageRejection.UnknownSpace;
        var verified = await verifier.VerifyAsync(authentic, space, cancellationToken);
        if (verified.Rejection is { } rejection) return rejection;
        var stored = await writer.RunAsync(scope => Store(scope, authentic, space, verified.Value));
        return stored.Rejection is { } refused ? refused : stored.Value.Bound();
    }

    private Outcome<UnboundReceipt> Store(WriteScope scope, AuthenticEnvelope authentic, Space space, VerifiedProposal verified)
    {
        var proposal = verified.Proposal;
        if (MessageStore.Exists(scope, authentic.Envelope.Id)) return MessageRejection.Duplicate;
        if (AliasStore.Refuses(scope, authentic.Envelope, authentic.ReceivedAt)) return MessageRejection.WrongAlias;
        if (verifier.OverLimit(scope, space, proposal, authentic.ReceivedAt) is { } limit) return limit;
        var ledger = LedgerAppender.Of(scope, signer, clock);
        var message = ledger.Append(new AcceptedMessage(authentic.Envelope, authentic.ReceivedAt.ToUnixTimeMilliseconds(), ProposalEvidence.Write(authentic, proposal)));
        long key = ProposalStore.Insert(scope, proposal with { Message = message.Idx });
        MilestoneStore.Replace(scope, key, verified.Milestones);
        // With the proposal or not at all: what its power follows from can always be recounted.
        foreach (var file in verified.Files) ListStore.Insert(scope, file, authentic.ReceivedAt.ToUnixTimeSeconds());
        return new UnboundReceipt(message, ledger, signer.Address);
    }
}
