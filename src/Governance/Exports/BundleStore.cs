using System.Data.Common;
using Dapper;
using Governance.Database;
using Governance.Ethereum;
using Governance.Messages;
using Governance.Proposals;

namespace Governance.Exports;

/// <summary>The messages that one proposal's bundle holds, in the ledger's order.</summary>
internal static class BundleStore
{
    private const string Columns = """
        m.idx AS Idx, m.id AS Id, m.kind AS Kind, m.space AS Space, m.author AS Author, m.signer AS Signer, m.timestamp AS Timestamp,
        m.received_at_ms AS ReceivedAtMs, m.envelope AS Envelope, m.evidence AS Evidence, m.ordinal AS Ordinal
        """;

    private const string SelectOne = $"SELECT {Columns} FROM messages m WHERE m.idx = @index";

    // The settings in force when the proposal was published; none when they came from the operator's configuration.
    private const string SelectSettings = $"SELECT {Columns} FROM messages m WHERE m.kind = 'settings' AND m.space = @space AND m.idx < @index ORDER BY m.idx DESC LIMIT 1";

    private const string SelectUpdates = $"SELECT {Columns} FROM messages m WHERE m.kind = 'update-proposal' AND m.space = @space AND m.idx > @index ORDER BY m.idx";

    // Who may sign for a voter, or for those who wrote, changed or withdrew the proposal: without it a message signed by an alias can not be judged.
    private const string SelectAliases = $"""
        SELECT {Columns} FROM messages m WHERE m.kind IN ('alias', 'revoke-alias')
          AND (m.author IN @authors
            OR EXISTS (SELECT 1 FROM votes_of_voters i JOIN votes v ON v.message = i.message WHERE i.key = substr(m.author, 1, 8) AND i.proposal = @key AND v.voter = m.author)
            OR m.author IN (SELECT v.voter FROM votes v WHERE v.proposal = @key AND v.message >= @late)) ORDER BY m.idx
        """;

    private const string SelectVotes = $"""
        SELECT {Columns} FROM votes v JOIN messages m ON m.idx = v.message
        WHERE v.proposal = @key AND v.message >= @from AND v.message < @size ORDER BY v.message LIMIT @limit
        """;

    private const int ChunkVotes = 512;

    /// <summary>Votes and <paramref name="others"/> from ledger index <paramref name="from"/> to before <paramref name="size"/>, in chunks: no view of the database stays open while a slow reader takes one.</summary>
    public static IEnumerable<IReadOnlyList<StoredMessage>> Read(Db db, Proposal proposal, IReadOnlyList<StoredMessage> others, long from, long size)
    {
        return ReadAhead.Chunks<Chunk>(before => before is null ? ReadOne(from) : before.IsLast ? null : ReadOne(before.To + 1)).Select(chunk => chunk.Messages);

        Chunk ReadOne(long first)
        {
            using var connection = db.Open();
            var votes = connection.Query<StoredMessage>(SelectVotes, new { key = proposal.Key, from = first, size, limit = ChunkVotes }).AsList();
            StoredMessage.FindIpfs(votes);
            bool isLast = votes.Count < ChunkVotes;
            long to = isLast ? size : votes[^1].Idx;
            return new Chunk([.. votes.Concat(others.Where(other => other.Idx >= first && other.Idx < to)).OrderBy(message => message.Idx)], to, isLast);
        }
    }

    private sealed record Chunk(IReadOnlyList<StoredMessage> Messages, long To, bool IsLast);

    // All but the votes: few.
    public static IEnumerable<StoredMessage> Others(DbConnection connection, Proposal proposal)
    {
        long published = proposal.Message ?? throw new InvalidOperationException($"The proposal {proposal.Id} is no signed one; it has no bundle.");
        var at = new { space = proposal.Space, index = published };
        var withdrawal = proposal.DeletedMessage is { } deleted ? connection.QuerySingle<StoredMessage>(SelectOne, new { index = deleted }) : null;
        Address[] authors = withdrawal is null ? [proposal.Author] : [proposal.Author, withdrawal.Author];
        StoredMessage[] found =
        [
            .. connection.Query<StoredMessage>(SelectSettings, at),
            connection.QuerySingle<StoredMessage>(SelectOne, at),
            .. connection.Query<StoredMessage>(SelectUpdates, at).Where(update => Envelope.ReadStored(update.Envelope).Text("proposal") == proposal.Id),
            // The settings that said who may withdraw it are perhaps later ones.
            .. withdrawal is null ? [] : connection.Query<StoredMessage>(SelectSettings, new { space = proposal.Space, index = withdrawal.Idx }).Append(withdrawal),
            .. connection.Query<StoredMessage>(SelectAliases, new { key = proposal.Key, authors = authors.Select(author => author.ToArray()).ToArray(), late = LateIndexes.FirstLate(connection) }),
        ];
        return found.DistinctBy(message => message.Idx);
    }
}
