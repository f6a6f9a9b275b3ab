using System.Globalization;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;
using Governance.Proposals;
using Governance.Strategies;
using Governance.Votes;
using Governance.VotingSystems;

namespace Governance.Recounts;

/// <summary>A stored vote as a recount sees it: what was signed, what the ledger says of it, and the power it claims.</summary>
public sealed record CheckedVote(LeafEntry Leaf, VoteEnvelope Envelope, ClaimedPower Power)
{
    /// <summary>How a report names it.</summary>
    public string Name => NameOf(Leaf);

    /// <summary>False: the report counts it among those whose signature only a chain can confirm.</summary>
    public bool IsKeySigned => Power.SignatureKind == "key";

    internal static string NameOf(LeafEntry leaf) => string.Create(CultureInfo.InvariantCulture, $"vote {leaf.Id} (ledger {leaf.Index})");
}

/// <summary>
/// Every rule that a vote had to pass, asked again of what is stored: one definition for the recount of the database and the audit of a
/// bundle. What needs the votes before it (latest wins, the sum) is <see cref="LatestVotes"/>'. Thread-safe.
/// </summary>
public sealed class VoteChecks
{
    private readonly Proposal _proposal;
    private readonly IVotingSystem _system;
    private readonly EvidenceReader _evidence;

    /// <param name="lists">Those that the proposal's sources name.</param>
    /// <exception cref="InvalidDataException">The proposal is none that a portal could have published, or a list is missing or altered.</exception>
    /// <exception cref="KeyNotFoundException">The proposal names a voting system that this program does not know.</exception>
    public VoteChecks(Proposal proposal, ParsedLists lists)
    {
        _proposal = proposal;
        if (proposal.VotingSystem == "basic" && proposal.Choices.Count is not (2 or 3)) throw new InvalidDataException("A basic vote has two or three choices.");
        _system = VotingSystemRegistry.Get(proposal.VotingSystem);
        _evidence = new EvidenceReader(proposal.Rules, lists);
    }

    /// <summary>Adds what is wrong with the vote on its own; signatures are left to <see cref="VoteSignatures"/>, who may sign for whom to <see cref="AliasHistory"/>.</summary>
    public CheckedVote Check(in LeafEntry leaf, VoteEnvelope vote, ReadOnlySpan<byte> evidence, Differences differences)
    {
        var fault = _evidence.Read(evidence, vote.From, out var power);
        var subject = new CheckedVote(leaf, vote, power);
        if (fault is not null) differences.Add("wrong-power", subject.Name, fault);
        if (vote.Id != leaf.Id || vote.StatedId != leaf.Id) differences.Add("wrong-id", subject.Name, $"the message's digest is {vote.Id}, its envelope says {vote.StatedId}");
        if (leaf.Kind != vote.Kind.Name()) differences.Add("wrong-kind", subject.Name, $"the leaf calls it {leaf.Kind}, its types are of {vote.Kind.Name()}");
        if (vote.Space != _proposal.Space) differences.Add("foreign-space", subject.Name, $"it was signed for the space '{vote.Space}', the proposal is of '{_proposal.Space}'");
        if (vote.Proposal != _proposal.Id) differences.Add("foreign-proposal", subject.Name, $"it was signed for the proposal {vote.Proposal}");
        CheckWindow(subject, differences);
        if (vote.Choice is null || !_system.Accepts(vote.Choice, _proposal.Choices.Count)) differences.Add("invalid-choice", subject.Name, $"the choice {vote.Choice?.Json ?? "?"} is not valid for {_proposal.VotingSystem} among {_proposal.Choices.Count}");
        return subject;
    }

    private void CheckWindow(CheckedVote vote, Differences differences)
    {
        long arrived = vote.Leaf.ReceivedAtMs / 1000;
        if (!_proposal.IsOpenAt(vote.Envelope.Timestamp)) differences.Add("outside-window", vote.Name, $"it is dated {vote.Envelope.Timestamp}, voting was open from {_proposal.Start} to {_proposal.End}");
        if (!_proposal.IsOpenAt(arrived)) differences.Add("arrived-outside-window", vote.Name, $"it arrived at {arrived}, voting was open from {_proposal.Start} to {_proposal.End}");
        // Snapshot's own limits on claimed times, which ingest keeps: six days behind, five minutes ahead.
        if (vote.Envelope.Timestamp < arrived - (long)Envelope.MaxAge.TotalSeconds || vote.Envelope.Timestamp > arrived + (long)Envelope.MaxAhead.TotalSeconds)
            differences.Add("untimely", vote.Name, $"it is dated {vote.Envelope.Timestamp} but arrived at {arrived}");
    }
}

/// <summary>Recovers who signed many messages at once.</summary>
public static class VoteSignatures
{
    /// <summary>Adds a difference for each key-signed vote that its voter did not sign; the others are for a chain to confirm.</summary>
    public static void Check(IReadOnlyList<CheckedVote> votes, Differences differences)
    {
        var byKey = votes.Where(vote => vote.IsKeySigned).ToArray();
        foreach (var vote in byKey.Where(vote => vote.Envelope.Signature is null)) differences.Add("wrong-signature", vote.Name, "its signature is none that a key makes");
        var signed = byKey.Where(vote => vote.Envelope.Signature is not null).ToArray();
        var digests = Array.ConvertAll(signed, vote => vote.Envelope.Id);
        var signatures = Array.ConvertAll(signed, vote => vote.Envelope.Signature!.Value);
        var signers = new Address[signed.Length];
        var recovered = new bool[signed.Length];
        PublicKeyRecovery.RecoverMany(digests, signatures, signers, recovered);
        for (int i = 0; i < signed.Length; i++)
        {
            if (!recovered[i] || signers[i] != signed[i].Envelope.Signer)
                differences.Add("wrong-signature", signed[i].Name, $"it was signed by {(recovered[i] ? signers[i].ToString() : "nobody")}, not by {signed[i].Envelope.Signer}");
        }
    }
}
