using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Dapper;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;
using Governance.Proposals;
using Governance.Strategies;
using Governance.Votes;
using Governance.VotingSystems;

namespace Governance.Recounts;

/// <summary>The part of a recount that follows each proposal: its own row, every vote's row, what superseded what, and the count.</summary>
internal sealed class ProposalRecount(DbConnection connection, Differences differences)
{
    private const string SelectProposals = "SELECT key AS Key, id AS Id, message AS Message FROM proposals WHERE kind = 'signed' ORDER BY key";

    // The next vote of the same voter is what must have superseded this one; the index of voters finds it at once.
    private const string SelectVotes = """
        SELECT v.message AS Message, m.id AS Id, m.kind AS Kind, m.ordinal AS Ordinal, m.received_at_ms AS ReceivedAtMs, m.envelope AS Envelope, m.evidence AS Evidence,
               v.voter AS Voter, v.choice AS Choice, v.voting_power AS VotingPower, v.by_strategy AS ByStrategy, v.reason AS Reason, v.timestamp AS Timestamp,
               v.superseded_by AS SupersededBy,
               next.message AS Indexed
        FROM votes v JOIN messages m ON m.idx = v.message
        LEFT JOIN votes next ON next.message = (
          SELECT MIN(i.message) FROM votes_of_voters i JOIN votes n ON n.message = i.message
          WHERE i.key = substr(v.voter, 1, 8) AND i.proposal = v.proposal AND i.message > v.message AND n.voter = v.voter)
        WHERE v.proposal = @key ORDER BY v.message
        """;

    private const string SelectNext = "SELECT v.timestamp AS Timestamp, m.id AS Id FROM votes v JOIN messages m ON m.idx = v.message WHERE v.message = @message";
    private const string SelectUnlisted = "SELECT COUNT(*) FROM messages m WHERE m.kind IN ('vote', 'vote-array', 'vote-string') AND NOT EXISTS (SELECT 1 FROM votes v JOIN proposals p ON p.key = v.proposal WHERE v.message = m.idx)";

    private const string SelectUpdates = "SELECT envelope AS Envelope, received_at_ms AS ReceivedAtMs FROM messages WHERE kind = 'update-proposal' AND space = @Space ORDER BY idx";

    private readonly VoteEnvelopeReader _reader = new();
    private readonly ParsedLists _lists = new(new ListView(connection));
    private readonly AliasHistory _aliases = AliasHistory.Read(connection);
    private readonly LateVotes _late = LateVotes.Read(connection);

    /// <summary>Every signed proposal; the answer is the number of votes.</summary>
    public long Run(CancellationToken cancellationToken)
    {
        long votes = 0;
        foreach (var row in connection.Query<ProposalRow>(SelectProposals).AsList())
        {
            try
            {
                votes += Recount(row, cancellationToken);
            }
            catch (Exception e) when (e is InvalidDataException or KeyNotFoundException or JsonException or OverflowException)
            {
                differences.Add("unreadable-proposal", $"proposal {row.Id}", e.Message);
            }
        }

        long unlisted = connection.ExecuteScalar<long>(SelectUnlisted);
        if (unlisted > 0) differences.Add("uncounted-vote", "the votes", $"{unlisted} accepted ballots have no vote");
        if (_late.Missing(connection) is > 0 and var missing) differences.Add("missing-entry", "the indexes", $"{missing} messages can not be found by their id or voter");
        return votes;
    }

    private IEnumerable<VoteRow> VotesOf(long key) => connection.Query<VoteRow>(SelectVotes, new { key }, buffered: false)
        .Select(row => row with { NextMessage = _late.Next(key, row.Voter, row.Message, row.Indexed) });

    private long Recount(ProposalRow row, CancellationToken cancellationToken)
    {
        var message = connection.QuerySingleOrDefault<StoredEvidence>("SELECT envelope AS Envelope, evidence AS Evidence FROM messages WHERE idx = @Message", row)
            ?? throw new InvalidDataException("Its message is missing.");
        var proposal = Updated(PublishedProposal.Read(Envelope.ReadStored(message.Envelope), message.Evidence) with { Key = row.Key });
        CompareRow(proposal, row);
        var checks = new VoteChecks(proposal, _lists);
        var cells = new CountedCells();
        var powers = StrategyRegistry.AreOverriding(proposal.Rules.Strategies) ? PowersOf(row.Key, checks) : null;
        long count = 0;
        foreach (var vote in VotesOf(row.Key))
        {
            cancellationToken.ThrowIfCancellationRequested();
            count++;
            Take(vote, count, proposal, checks, powers, cells);
        }

        cells.Compare(connection, row.Key, proposal.Id, differences);
        return count;
    }

    // Each was accepted only because it was later than the one before.
    private Proposal Updated(Proposal proposal)
    {
        foreach (var row in connection.Query<UpdateRow>(SelectUpdates, new { proposal.Space }))
        {
            var update = Envelope.ReadStored(row.Envelope);
            if (update.Text("proposal") == proposal.Id) proposal = ProposalUpdate.Replay(proposal, update, row.ReceivedAtMs);
        }

        return proposal;
    }

    private void Take(VoteRow row, long ordinal, Proposal proposal, VoteChecks checks, EffectivePowers? powers, CountedCells cells)
    {
        var leaf = new LeafEntry(row.Message, row.Id, row.Kind, row.Ordinal, row.ReceivedAtMs, default);
        var name = CheckedVote.NameOf(leaf);
        if (row.Ordinal != ordinal) differences.Add("missing-vote", name, $"it was accepted as the proposal's vote {row.Ordinal}, it is the {ordinal}. stored");
        if (ReadEnvelope(row, name, differences) is not { } envelope) return;
        var vote = checks.Check(leaf, envelope, Encoding.UTF8.GetBytes(row.Evidence), differences);
        _aliases.Check(vote, differences);
        // A replaced vote stands with the power that was read.
        var counted = powers is null || row.NextMessage is not null ? vote.Power.ByStrategy : powers.Of(envelope.From, vote.Power.ByStrategy, vote.Power.Delegated, differences);
        var total = powers is null ? vote.Power.Total : EffectivePowers.Sum(counted);
        CompareVote(row, vote, total, counted, name);
        CompareNext(row, vote, name);
        if (row.NextMessage is not null || envelope.Choice is not { } choice) return;
        cells.Add("", CellAmount.AllStrategies, total);
        foreach (var part in VotingSystemRegistry.Get(proposal.VotingSystem).Contribute(choice, total, counted)) cells.Add(part.Cell, part.Strategy, part.Amount);
    }

    // Where votes change each other's power, they are gone through twice. What is wrong in one is told the second time.
    private EffectivePowers PowersOf(long key, VoteChecks checks)
    {
        var (powers, untold) = (new EffectivePowers(), new Differences());
        foreach (var row in VotesOf(key).Where(row => row.NextMessage is null))
        {
            if (ReadEnvelope(row, "", untold) is not { } envelope) continue;
            var leaf = new LeafEntry(row.Message, row.Id, row.Kind, row.Ordinal, row.ReceivedAtMs, default);
            powers.Add(envelope.From, checks.Check(leaf, envelope, Encoding.UTF8.GetBytes(row.Evidence), untold).Power.Delegated);
        }

        return powers;
    }

    private VoteEnvelope? ReadEnvelope(VoteRow row, string name, Differences told)
    {
        try
        {
            if (_reader.Read(row.Envelope) is { } envelope) return envelope;
            told.Add("wrong-kind", name, "its message is no ballot");
        }
        catch (InvalidDataException e)
        {
            told.Add("unreadable", name, e.Message);
        }

        return null;
    }

    private void CompareVote(VoteRow row, CheckedVote vote, VotingPower total, IReadOnlyList<VotingPower> byStrategy, string name)
    {
        if (row.Voter != vote.Envelope.From) differences.Add("wrong-voter", name, $"stored as the vote of {row.Voter}, signed for {vote.Envelope.From}");
        if (row.Choice != vote.Envelope.Choice?.Json) differences.Add("wrong-choice", name, $"stored as {row.Choice}, signed as {vote.Envelope.Choice?.Json}");
        if (row.VotingPower != total) differences.Add("wrong-stored-power", name, $"stored with {row.VotingPower}, the ledger says {total}");
        if (!row.ByStrategy.AsSpan().SequenceEqual(VoteStore.Pack(byStrategy))) differences.Add("wrong-stored-power", name, "its powers by strategy are not the ledger's");
        if (row.Timestamp != vote.Envelope.Timestamp) differences.Add("wrong-timestamp", name, $"stored with {row.Timestamp}, signed with {vote.Envelope.Timestamp}");
        if (row.Reason != vote.Envelope.Reason) differences.Add("wrong-reason", name, "the stored reason is not the signed one");
    }

    private void CompareNext(VoteRow row, CheckedVote vote, string name)
    {
        if (row.SupersededBy != row.NextMessage)
            differences.Add("wrong-superseded", name, $"it is marked as superseded by {row.SupersededBy?.ToString(CultureInfo.InvariantCulture) ?? "none"}, the voter's next vote is {row.NextMessage?.ToString(CultureInfo.InvariantCulture) ?? "none"}");
        if (row.NextMessage is not { } message) return;
        var next = connection.QuerySingleOrDefault<NextRow>(SelectNext, new { message });
        if (next is null) differences.Add("missing-message", name, $"the voter's next vote {message} has no message");
        else if ((vote.Envelope.Timestamp, vote.Envelope.Id).CompareTo((next.Timestamp, next.Id)) >= 0) differences.Add("not-latest", name, $"the voter's next vote {next.Id} is not later");
    }

    private void CompareRow(Proposal proposal, ProposalRow row)
    {
        // Everything that a page shows of the proposal comes from this row; the message is what its author signed.
        var stored = ProposalStore.ReadRow(connection, row.Key);
        var where = $"proposal {row.Id}";
        if (stored.Id != proposal.Id || stored.Space != proposal.Space || stored.Author != proposal.Author || stored.CreatedAt != proposal.CreatedAt
            || stored.Title != proposal.Title || stored.Body != proposal.Body || stored.Discussion != proposal.Discussion || !stored.Choices.SequenceEqual(proposal.Choices)
            || stored.VotingSystem != proposal.VotingSystem || stored.Start != proposal.Start || stored.End != proposal.End || stored.Snapshot != proposal.Snapshot)
            differences.Add("wrong-proposal", where, "its row is not what its author signed");
        if (stored.Rules.ToJson() != proposal.Rules.ToJson()) differences.Add("wrong-rules", where, "its rules are not those in the ledger");
    }

    private sealed record ProposalRow(long Key, string Id, long? Message);

    private sealed record UpdateRow(byte[] Envelope, long ReceivedAtMs);

    private sealed record StoredEvidence(byte[] Envelope, string Evidence);

    private sealed record NextRow(long Timestamp, Hash32 Id);

    private sealed record VoteRow(
        long Message, Hash32 Id, string Kind, long Ordinal, long ReceivedAtMs, byte[] Envelope, string Evidence, Address Voter, string Choice, VotingPower VotingPower,
        byte[] ByStrategy, string Reason, long Timestamp, long? SupersededBy, long? Indexed)
    {
        public long? NextMessage { get; init; }
    }
}
