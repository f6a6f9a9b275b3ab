using System.Data.Common;
using System.Text;
using System.Text.Json;
using Dapper;
using Governance.Database;
using Governance.Ethereum;
using Governance.Messages;
using Governance.Proposals;
using Governance.Strategies;
using Governance.Votes;

namespace Governance.Exports;

/// <summary>A vote as files show it.</summary>
/// <param name="Signature">As sent, 0x text; empty for on-chain votes.</param>
/// <param name="Superseded">Replaced by a later vote of the same account: kept, not counted.</param>
public sealed record VoteRow(ListedVote Vote, string Signature, bool Superseded);

/// <summary>All votes of a proposal for files, replaced ones too, in order of acceptance (on-chain ones in the chain's), streamed.</summary>
internal static class VoteRowStore
{
    private const int ChunkRows = 2_048;

    // As much of an envelope as holds the address and a key's signature.
    private const int EnvelopeHead = 200;

    private const string SelectEnvelope = "SELECT envelope FROM messages WHERE idx = @message";

    private const string SelectSigned = """
        SELECT v.message AS Message, m.id AS Id, v.voter AS Voter, v.choice AS Choice, v.voting_power AS VotingPower, v.by_strategy AS ByStrategy,
               v.reason AS Reason, v.timestamp AS Timestamp, v.superseded_by AS SupersededBy, substr(m.envelope, 1, @head) AS Head
        FROM votes v JOIN messages m ON m.idx = v.message
        WHERE v.proposal = @key AND v.message >= @from AND v.message < @size ORDER BY v.message LIMIT @limit
        """;

    /// <summary>
    /// Votes from ledger index <paramref name="from"/> to before <paramref name="size"/>, as they stood at that size. Signed votes are read in
    /// chunks, so a slow reader keeps no view of the database open; rows below a size never change but for what replaced them later.
    /// </summary>
    /// <param name="view">What else the file shows was read in it; null: nothing was.</param>
    public static IEnumerable<VoteRow> Read(Db db, Proposal proposal, long from, long size, ReadView? view = null) =>
        proposal.Kind != ProposalKind.Signed ? OnChain(db, proposal) : AreFixed(proposal) ? Signed(db, proposal.Key, from, size) : Changing(db, view, proposal.Key, from, size);

    /// <summary>Whether a vote's row stays as it is when others come.</summary>
    public static bool AreFixed(Proposal proposal) => proposal.Kind == ProposalKind.Signed && !StrategyRegistry.AreOverriding(proposal.Rules.Strategies);

    private static IEnumerable<VoteRow> Signed(Db db, long key, long from, long size) =>
        ReadAhead.Chunks<List<VoteRow>>(before => before is { Count: < ChunkRows } ? null : Chunk(db, key, before is null ? from : before[^1].Vote.Position + 1, size)).SelectMany(chunk => chunk);

    private static List<VoteRow> Chunk(Db db, long key, long from, long size)
    {
        using var connection = db.Open();
        return [.. Rows(connection, key, from, size, ChunkRows)];
    }

    // Votes that change each other's power are shown as of one moment.
    private static IEnumerable<VoteRow> Changing(Db db, ReadView? view, long key, long from, long size)
    {
        using var own = view is null ? new ReadView(db) : null;
        foreach (var row in Rows((view ?? own)!.Connection, key, from, size, long.MaxValue)) yield return row;
    }

    // Read column by column: a million rows are exported, and mapping by name costs more than all else.
    private static IEnumerable<VoteRow> Rows(DbConnection connection, long key, long from, long size, long limit)
    {
        using var rows = (DbDataReader)connection.ExecuteReader(SelectSigned, new { key, from, size, limit, head = EnvelopeHead });
        while (rows.Read())
        {
            long message = rows.GetInt64(0);
            var vote = new ListedVote(
                message, new Address(Bytes(rows, 2)), rows.GetString(3), VotingPower.FromBytes(Bytes(rows, 4)), VoteStore.Unpack(Bytes(rows, 5)), rows.GetString(6),
                DateTimeOffset.FromUnixTimeSeconds(rows.GetInt64(7)), new Hash32(Bytes(rows, 1)), null);
            var signature = KeysSignatureOf(Bytes(rows, 9)) ?? SignatureOf(connection.QuerySingle<byte[]>(SelectEnvelope, new { message }));
            yield return new VoteRow(vote, signature, !rows.IsDBNull(8) && rows.GetInt64(8) < size);
        }
    }

    private static byte[] Bytes(DbDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    // A key's signature, within the first bytes of its envelope; null where it is another's.
    private static string? KeysSignatureOf(ReadOnlySpan<byte> head)
    {
        var known = new KnownJson(head);
        return known.Take("{\"address\":\""u8) && known.Take(Address.TextLength, out _) && known.Take("\",\"sig\":\""u8)
            && known.Take(2 + (2 * 65), out var signature) && known.Take("\","u8) && !signature.ContainsAny((byte)'"', (byte)'\\')
            ? Encoding.ASCII.GetString(signature) : null;
    }

    private static IEnumerable<VoteRow> OnChain(Db db, Proposal proposal)
    {
        using var view = new ReadView(db);
        foreach (var vote in GovernorVoteStore.Stream(view.Connection, proposal.Key)) yield return OnChain(vote);
    }

    private static VoteRow OnChain(GovernorVote vote) => new(ListedVote.Of(vote), "", Superseded: false);

    private const string SelectLast = "SELECT v.message AS Message, m.ordinal AS Ordinal FROM votes v JOIN messages m ON m.idx = v.message WHERE v.proposal = @key ORDER BY v.message DESC LIMIT 1";

    /// <summary>The size of the ledger just after the proposal's last vote, and how many votes it has, replaced ones too; both 0 without votes.</summary>
    public static (long Size, long Votes) Extent(DbConnection connection, Proposal proposal) =>
        connection.QuerySingleOrDefault<Last>(SelectLast, new { key = proposal.Key }) is { } last ? (last.Message + 1, last.Ordinal) : default;

    /// <summary>The size at which a file of the votes stands that was asked for at this size of the ledger: that of its last vote, or less; null: the newest.</summary>
    public static long SizeAt(Db db, Proposal proposal, long? size)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        using var connection = db.Open();
        long last = Extent(connection, proposal).Size;
        return Math.Min(size ?? last, last);
    }

    private const int SampleRows = 32;

    // Reasons and contracts' signatures may be long: a page that says how large the files are must not read them all.
    private const int SampleLetters = 64 * 1024;

    private const string SelectSample = """
        SELECT COALESCE(MIN(message), 0) AS First, CAST(COALESCE(AVG(bundled), 0) AS BIGINT) AS Bundled FROM
          (SELECT v.message, length(m.envelope) + length(m.evidence) AS bundled FROM votes v JOIN messages m ON m.idx = v.message
           WHERE v.proposal = @key ORDER BY v.message DESC LIMIT @rows) AS sample
        """;

    /// <summary>A few votes that stand for all, the last signed ones or the first of a chain, and the mean bytes of their envelopes with their evidence.</summary>
    internal static (IReadOnlyList<VoteRow> Rows, long Bundled) Sample(DbConnection connection, Proposal proposal)
    {
        if (proposal.Kind != ProposalKind.Signed) return (Few(GovernorVoteStore.Stream(connection, proposal.Key, SampleRows).Select(OnChain)), 0);
        var (first, bundled) = connection.QuerySingle<Sampled>(SelectSample, new { key = proposal.Key, rows = SampleRows });
        return (Few(Rows(connection, proposal.Key, first, long.MaxValue, SampleRows)), bundled);
    }

    private static List<VoteRow> Few(IEnumerable<VoteRow> rows)
    {
        var few = new List<VoteRow>();
        int letters = 0;
        foreach (var row in rows)
        {
            few.Add(row);
            if ((letters += row.Vote.Reason.Length + row.Signature.Length) > SampleLetters) break;
        }

        return few;
    }

    // {"address":…,"sig":…: the second member of every canonical envelope. Joined signatures are a list.
    internal static string SignatureOf(byte[] envelope)
    {
        var reader = new Utf8JsonReader(envelope);
        for (int i = 0; i < 5; i++) reader.Read();
        return reader.TokenType == JsonTokenType.String ? reader.GetString()! : string.Join(',', JsonSerializer.Deserialize<string[]>(ref reader) ?? []);
    }

    private sealed record Sampled(long First, long Bundled);

    private sealed record Last(long Message, long Ordinal);
}
