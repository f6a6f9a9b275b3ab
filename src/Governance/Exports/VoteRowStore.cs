using System.Data.Common;
using System.Text.Json;
using Dapper;
using Governance.Database;
using Governance.Ethereum;
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

    private const string SelectSigned = """
        SELECT v.message AS Message, m.id AS Id, v.voter AS Voter, v.choice AS Choice, v.voting_power AS VotingPower, v.by_strategy AS ByStrategy,
               v.reason AS Reason, v.timestamp AS Timestamp, v.superseded_by AS SupersededBy, m.envelope AS Envelope
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

    private static IEnumerable<VoteRow> Signed(Db db, long key, long from, long size)
    {
        while (true)
        {
            List<SignedRow> chunk;
            using (var connection = db.Open()) chunk = connection.Query<SignedRow>(SelectSigned, new { key, from, size, limit = ChunkRows }).AsList();
            foreach (var row in chunk) yield return row.ToVote(size);
            if (chunk.Count < ChunkRows) yield break;
            from = chunk[^1].Message + 1;
        }
    }

    // Votes that change each other's power are shown as of one moment.
    private static IEnumerable<VoteRow> Changing(Db db, ReadView? view, long key, long from, long size)
    {
        using var own = view is null ? new ReadView(db) : null;
        foreach (var row in (view ?? own)!.Connection.Query<SignedRow>(SelectSigned, new { key, from, size, limit = long.MaxValue }, buffered: false)) yield return row.ToVote(size);
    }

    private static IEnumerable<VoteRow> OnChain(Db db, Proposal proposal)
    {
        using var view = new ReadView(db);
        foreach (var vote in VoteList.Stream(view.Connection, proposal)) yield return new VoteRow(vote, "", Superseded: false);
    }

    private const string SelectLast = "SELECT v.message AS Message, m.ordinal AS Ordinal FROM votes v JOIN messages m ON m.idx = v.message WHERE v.proposal = @key ORDER BY v.message DESC LIMIT 1";

    /// <summary>The size of the ledger just after the proposal's last vote, and how many votes it has, replaced ones too; both 0 without votes.</summary>
    public static (long Size, long Votes) Extent(Db db, Proposal proposal)
    {
        using var connection = db.Open();
        return Extent(connection, proposal);
    }

    internal static (long Size, long Votes) Extent(DbConnection connection, Proposal proposal) =>
        connection.QuerySingleOrDefault<Last>(SelectLast, new { key = proposal.Key }) is { } last ? (last.Message + 1, last.Ordinal) : default;

    private const string SelectSample = """
        SELECT CAST(COALESCE(AVG(bundled), 0) AS BIGINT) AS Bundled, CAST(COALESCE(AVG(reasons), 0) AS BIGINT) AS Reasons FROM
          (SELECT length(m.envelope) + length(m.evidence) AS bundled, length(v.reason) AS reasons FROM votes v JOIN messages m ON m.idx = v.message
           WHERE v.proposal = @key ORDER BY v.message DESC LIMIT 16) AS sample
        """;

    /// <summary>Mean bytes of a vote's envelope with its evidence, and of its reason, from the last few.</summary>
    internal static (long Bundled, long Reason) Sample(DbConnection connection, Proposal proposal) =>
        connection.QuerySingle<Means>(SelectSample, new { key = proposal.Key }) is var means ? (means.Bundled, means.Reasons) : default;

    // {"address":…,"sig":…: the second member of every canonical envelope. Joined signatures are a list.
    internal static string SignatureOf(byte[] envelope)
    {
        var reader = new Utf8JsonReader(envelope);
        for (int i = 0; i < 5; i++) reader.Read();
        return reader.TokenType == JsonTokenType.String ? reader.GetString()! : string.Join(',', JsonSerializer.Deserialize<string[]>(ref reader) ?? []);
    }

    private sealed record Means(long Bundled, long Reasons);

    private sealed record Last(long Message, long Ordinal);

    private sealed record SignedRow(
        long Message, Hash32 Id, Address Voter, string Choice, VotingPower VotingPower, byte[] ByStrategy, string Reason, long Timestamp, long? SupersededBy, byte[] Envelope)
    {
        public VoteRow ToVote(long size) => new(
            new ListedVote(Message, Voter, Choice, VotingPower, VoteStore.Unpack(ByStrategy), Reason, DateTimeOffset.FromUnixTimeSeconds(Timestamp), Id, null),
            SignatureOf(Envelope), SupersededBy < size);
    }
}
