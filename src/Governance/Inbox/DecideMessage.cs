using Governance.Aliases;
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
    /// <param name="isByKey">The signer's own key is known to have signed it; false: to be found out.</param>
    public async Task<Outcome<Receipt>> RunAsync(Envelope envelope, DateTimeOffset receivedAt, bool onArrival, CancellationToken cancellationToken, bool isByKey = false)
    {
        var space = spaces.Find(envelope.Space);
        if (envelope.Kind.NeedsSpace() && space is null) return MessageRejection.UnknownSpace;
        if (envelope.Signer != envelope.From && await WrongAliasAsync(envelope, receivedAt) is { } wrongAlias) return wrongAlias;
        var authentic = await signatures.VerifyAsync(envelope, space?.Settings.Network ?? DefaultNetwork, receivedAt, cancellationToken, isByKey);
        if (authentic.Rejection is { } unsigned) return unsigned;
        if (!envelope.Kind.IsVote() || envelope.Text("proposal") is not { } proposal)
            return await IsDuplicateAsync(envelope) ? MessageRejection.Duplicate : await StoreAsync(authentic.Value, cancellationToken);
        var vote = onArrival && closings.IsClosed(proposal) ? VoteRejection.VotingClosed : await StoreAsync(authentic.Value, cancellationToken);
        return vote.Rejection is { } refused ? await RefusedAsync(envelope, refused) : vote;
    }

    /// <summary>
    /// What the sender of a refused vote hears. A vote's own transaction finds a duplicate; one that is refused for another reason is looked up,
    /// because a message that was accepted before is a duplicate first of all.
    /// </summary>
    internal async Task<Rejection> RefusedAsync(Envelope vote, Rejection refused)
    {
        // What was refused for its end stays ended, even if the clock is set back before the proposal is closed by the row.
        if (refused == VoteRejection.VotingClosed && vote.Text("proposal") is { } proposal) closings.SawEnd(proposal);
        return refused.Code != MessageRejection.Duplicate.Code && await IsDuplicateAsync(vote) ? MessageRejection.Duplicate : refused;
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
        catch (Exception e) when (StorageRefusal.Of(e) is { } refusal)
        {
            return refusal;
        }
    }
}
