using Governance.Aliases;
using Governance.Database;
using Governance.Ledger;
using Governance.Messages;
using Governance.Proposals;
using Governance.Spaces;
using Governance.Votes;

namespace Governance.Inbox;

/// <summary>
/// Decides on a well-formed message: the checks that all kinds share, in Snapshot's order (protocol/snapshot 2.1), then the use case of its
/// kind. Accepted, refused for ever, or not to be decided now (the portal's or a provider's fault).
/// </summary>
public sealed class DecideMessage(EnvelopeVerifier signatures, SpaceStore spaces, MessageStore messages, ClosingStore closings, AliasStore aliases, MessageHandlers handlers)
{
    // Snapshot checks messages outside any space on Ethereum's main network.
    private const ulong DefaultNetwork = 1;

    /// <param name="receivedAt">When it first arrived.</param>
    /// <param name="onArrival">False for a message that has waited for a chain: one that arrived in time is still heard after the end.</param>
    public async Task<Outcome<Receipt>> RunAsync(Envelope envelope, DateTimeOffset receivedAt, bool onArrival, CancellationToken cancellationToken)
    {
        var space = spaces.Find(envelope.Space);
        if (envelope.Kind.NeedsSpace() && space is null) return MessageRejection.UnknownSpace;
        if (envelope.Signer != envelope.From && await WrongAliasAsync(envelope, receivedAt) is { } wrongAlias) return wrongAlias;
        var authentic = await signatures.VerifyAsync(envelope, space?.Settings.Network ?? DefaultNetwork, receivedAt, cancellationToken);
        if (authentic.Rejection is { } unsigned) return unsigned;
        if (!envelope.Kind.IsVote() || envelope.Text("proposal") is not { } proposal) return await RareAsync(authentic.Value, cancellationToken);
        var vote = await VoteAsync(authentic.Value, proposal, onArrival, cancellationToken);
        // Votes come in crowds and a vote's own transaction finds a duplicate: only one that is refused for another reason is looked up too,
        // because a message that was accepted before is a duplicate first of all.
        return vote.Rejection is { } refused && refused.Code != MessageRejection.Duplicate.Code && await IsDuplicateAsync(envelope) ? MessageRejection.Duplicate : vote;
    }

    private async Task<Outcome<Receipt>> RareAsync(AuthenticEnvelope authentic, CancellationToken cancellationToken)
    {
        // It may take long: not on the thread that goes on for a whole batch of signatures.
        await Task.Yield();
        return await IsDuplicateAsync(authentic.Envelope) ? MessageRejection.Duplicate : await StoreAsync(authentic, cancellationToken);
    }

    private async Task<Outcome<Receipt>> VoteAsync(AuthenticEnvelope authentic, string proposal, bool onArrival, CancellationToken cancellationToken)
    {
        if (onArrival && closings.IsClosed(proposal)) return VoteRejection.VotingClosed;
        var vote = await StoreAsync(authentic, cancellationToken);
        // What was refused for its end stays ended, even if the clock is set back before the proposal is closed by the row.
        if (vote.Rejection == VoteRejection.VotingClosed) closings.SawEnd(proposal);
        return vote;
    }

    private async Task<bool> IsDuplicateAsync(Envelope envelope) => await messages.FindAsync(envelope.Id) is not null;

    private async Task<Rejection?> WrongAliasAsync(Envelope envelope, DateTimeOffset receivedAt)
    {
        if (!envelope.Kind.AllowsAlias()) return MessageRejection.AliasNotAllowed with { WireText = MessageRejection.AliasNotAllowed.WireText + envelope.Kind.Name() };
        return await aliases.IsValidAsync(envelope.From, envelope.Signer, receivedAt) ? null : MessageRejection.WrongAlias;
    }

    private async Task<Outcome<Receipt>> StoreAsync(AuthenticEnvelope authentic, CancellationToken cancellationToken)
    {
        try
        {
            return await handlers.RunAsync(authentic, cancellationToken);
        }
        catch (WriterBusyException e)
        {
            return MessageRejection.Busy.Because(e.Message);
        }
        catch (StorageException)
        {
            return MessageRejection.StorageFailed;
        }
    }
}
