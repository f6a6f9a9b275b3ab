using Governance.Database;
using Governance.Ethereum;
using Governance.Messages;
using Governance.Proposals;
using Governance.Spaces;
using Governance.Votes;
using Governance.VotingSystems;
using Microsoft.Extensions.Logging;

namespace Governance.Inbox;

/// <summary>
/// Takes messages as they come and stores the votes among them that leave nothing to ask or to refuse: in the ordinary form, signed by the
/// voter's own key, on a known proposal, with a power that is known. Many at once: read, hashed, recovered and judged together on one
/// thread, written in one group. Every other message leaves with what was found, for <see cref="DecideMessage"/> alone, which says why.
/// </summary>
public sealed class VoteCrowd
{
    // A few milliseconds' work: nobody waits longer for those before him.
    private const int MaxBatch = 128;

    private readonly SpaceStore _spaces;
    private readonly ProposalStore _proposals;
    private readonly ClosingStore _closings;
    private readonly ProposalPowers _powers;
    private readonly CastVote _cast;
    private readonly Writer _writer;
    private readonly ILogger<VoteCrowd> _log;
    private readonly Batches<ArrivingVote> _batches;

    public VoteCrowd(SpaceStore spaces, ProposalStore proposals, ClosingStore closings, ProposalPowers powers, CastVote cast, Writer writer, ILogger<VoteCrowd> log)
    {
        (_spaces, _proposals, _closings, _powers, _cast, _writer, _log) = (spaces, proposals, closings, powers, cast, writer, log);
        _batches = new(MaxBatch, RunAsync);
    }

    /// <exception cref="Exception">The portal failed at storing it; it is not known whether it did.</exception>
    internal Task<ArrivingVote> TakeAsync(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        var vote = new ArrivingVote(body, receivedAt, _cast);
        _batches.Add(vote);
        return vote.Decided;
    }

    private async Task RunAsync(List<ArrivingVote> batch)
    {
        try
        {
            Read(batch);
            Recover(batch.FindAll(vote => vote.Envelope?.Ordinary?.Signature is not null));
            await JudgeAsync(batch.FindAll(vote => vote.IsByKey));
        }
#pragma warning disable CA1031 // Whatever it is, the message that caused it meets it again alone, and its neighbours do not.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.LogWarning(e, "{Count} messages that came together could not be decided together; each is decided alone", batch.Count);
        }

        foreach (var vote in batch.Where(vote => vote.Verified is null)) vote.Leave();
        if (batch.FindAll(vote => vote.Verified is not null) is { Count: > 0 } passed) _writer.Add(passed);
    }

    private static void Read(List<ArrivingVote> batch)
    {
        var envelopes = new Envelope?[batch.Count];
        Envelope.ReadOrdinary([.. batch.Select(vote => vote.Body)], [.. batch.Select(vote => vote.ReceivedAt)], envelopes);
        for (int i = 0; i < envelopes.Length; i++) batch[i].Envelope = envelopes[i];
    }

    private static void Recover(List<ArrivingVote> signed)
    {
        var signers = new Address[signed.Count];
        var recovered = new bool[signed.Count];
        PublicKeyRecovery.RecoverMany([.. signed.Select(vote => vote.Envelope!.Id)], [.. signed.Select(vote => vote.Envelope!.Ordinary!.Signature!.Value)], signers, recovered);
        for (int i = 0; i < signers.Length; i++) signed[i].IsByKey = recovered[i] && signers[i] == signed[i].Envelope!.Signer;
    }

    private async Task JudgeAsync(List<ArrivingVote> authentic)
    {
        var judged = new List<(ArrivingVote Vote, AuthenticEnvelope Authentic, Proposal Proposal, Choice Choice)>(authentic.Count);
        foreach (var vote in authentic)
        {
            var envelope = vote.Envelope!;
            // Whether an alias may sign is the database's to say.
            if (envelope.Signer != envelope.From || _spaces.Find(envelope.Space) is null) continue;
            if (_proposals.Remembered(envelope.Ordinary!.Proposal) is not { } proposal || _closings.IsClosed(proposal.Id)) continue;
            var known = new AuthenticEnvelope(envelope, vote.ReceivedAt, SignatureEvidence.ByKey);
            if (VoteVerifier.Judge(known, proposal, out var choice) is null) judged.Add((vote, known, proposal, choice!));
        }

        foreach (var same in judged.GroupBy(one => one.Proposal.Key))
        {
            var votes = same.ToList();
            var powers = await _powers.ReadKnownAsync(votes[0].Proposal, votes.ConvertAll(one => one.Vote.Envelope!.From));
            for (int i = 0; i < votes.Count; i++)
            {
                if (powers[i] is { Rejection: null } power && VoteVerifier.Verified(votes[i].Authentic, votes[i].Proposal, votes[i].Choice, power.Value) is { Rejection: null } verified)
                    votes[i].Vote.Verified = verified.Value;
            }
        }
    }
}
