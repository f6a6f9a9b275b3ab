using Governance.Aliases;
using Governance.Database;
using Governance.Ledger;
using Governance.Messages;
using Governance.Proposals;
using Governance.Tallies;
using Governance.VotingSystems;

namespace Governance.Votes;

/// <summary>
/// The only door for votes, from the page and from the HTTP API alike: verifies, then stores the raw ballot, the current vote, the tally's
/// change and the ledger's leaf in one transaction. Answers after the commit.
/// </summary>
public sealed class CastVote(VoteVerifier verifier, Writer writer, LedgerSigner signer, TimeProvider clock, ProposalChanges changes)
{
    public async Task<Outcome<Receipt>> RunAsync(AuthenticEnvelope envelope, CancellationToken cancellationToken)
    {
        var verified = await verifier.VerifyAsync(envelope, cancellationToken);
        if (verified.Rejection is { } rejection) return rejection;
        var vote = verified.Value;
        var stored = await writer.RunAsync(scope => Store(scope, vote));
        if (stored.Rejection is { } refused) return refused;
        return stored.Value.Bound();
    }

    /// <summary>Says of a vote that it will probably be stored, as nearly every vote is that was verified.</summary>
    internal void Foresee(WriteScope scope, VerifiedVote vote) =>
        LedgerAppender.Of(scope, signer, clock).Foresee(vote.Message, VoteStore.ForeseeOrdinal(scope, vote.Proposal.Key));

    // One writer decides between racing votes, so exactly one of them is current, whatever their order of arrival.
    internal Outcome<UnboundReceipt> Store(WriteScope scope, VerifiedVote vote)
    {
        var envelope = vote.Message.Envelope;
        var current = VoteStore.Current(scope, vote.Proposal.Key, envelope.From);
        // The same message has the same author and proposal: whoever has no vote there did not send it before.
        if (current is not null && MessageStore.Exists(scope, envelope.Id)) return MessageRejection.Duplicate;
        if (AliasStore.Refuses(scope, envelope, DateTimeOffset.FromUnixTimeMilliseconds(vote.Message.ReceivedAtMs))) return MessageRejection.WrongAlias;
        // A final count never changes, not even by a vote that arrived in time and took longer than any reading may.
        if (ClosingStore.IsFinal(scope, vote.Proposal.Key)) return VoteRejection.VotingClosed;
        if (current is not null && current.Timestamp > envelope.Timestamp) return VoteRejection.NewerVoteExists;
        // Equal timestamps: the larger id wins, so every replay keeps the same ballot.
        if (current is not null && current.Timestamp == envelope.Timestamp && current.Id >= envelope.Id) return VoteRejection.EqualTimeLowerId;

        var ledger = LedgerAppender.Of(scope, signer, clock);
        var message = ledger.Append(vote.Message, VoteStore.NextOrdinal(scope, vote.Proposal.Key));
        var tally = TallyChanges.Of(scope);
        var system = VotingSystemRegistry.Get(vote.Proposal.VotingSystem);
        if (current is not null)
        {
            VoteStore.MarkSuperseded(scope, current.Message, by: message.Idx);
            tally.Remove(scope, new(vote.Proposal.Key, system, Choice.Parse(current.Choice), current.VotingPower, VoteStore.Unpack(current.ByStrategy)));
        }

        var (total, byStrategy) = DelegatedPowers.Enter(scope, vote, message.Idx, current);
        VoteStore.Insert(scope, vote, message.Idx, total, byStrategy);
        tally.Add(scope, new(vote.Proposal.Key, system, vote.Choice, total, byStrategy));
        changes.AnnounceAfterCommit(scope, vote.Proposal.Id);
        return new UnboundReceipt(message, ledger, signer.Address);
    }
}
