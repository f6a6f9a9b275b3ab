using System.Data.Common;
using Dapper;
using Governance.Database;
using Governance.Proposals;
using Governance.VotingSystems;

namespace Governance.Tallies;

/// <summary>The counts, kept up with every vote: reading one costs the proposal's cells, not its votes.</summary>
public sealed class TallyStore(Db db)
{
    private const string SelectCells = """
        SELECT cell AS Cell, strategy AS Strategy64, amount AS AmountBytes, votes AS Votes FROM tally_cells WHERE proposal = @proposal
        """;

    private const string SelectLedgerSize = "SELECT COALESCE(MAX(idx) + 1, 0) FROM messages";

    public async Task<Tally> ReadAsync(Proposal proposal)
    {
        await using var connection = db.Open();
        return Read(connection, proposal);
    }

    private const string SelectCellsOfMany = """
        SELECT proposal AS Proposal, cell AS Cell, strategy AS Strategy64, amount AS AmountBytes, votes AS Votes FROM tally_cells WHERE proposal IN @keys
        """;

    /// <summary>The tallies of a page of proposals, by key, in one read.</summary>
    public async Task<IReadOnlyDictionary<long, Tally>> ReadAsync(IReadOnlyCollection<Proposal> proposals)
    {
        await using var connection = db.Open();
        var rows = (await connection.QueryAsync<KeyedRow>(SelectCellsOfMany, new { keys = proposals.Select(proposal => proposal.Key) })).ToLookup(row => row.Proposal);
        long ledgerSize = await connection.ExecuteScalarAsync<long>(SelectLedgerSize);
        var tallies = new Dictionary<long, Tally>();
        foreach (var proposal in proposals)
        {
            var final = ClosingStore.FindFinal(connection, proposal.Key);
            var cells = rows[proposal.Key].Select(row => (row.Cell, (int)row.Strategy64, VotingPower.FromBytes(row.AmountBytes), row.Votes));
            tallies[proposal.Key] = Count(proposal, cells, final?.LedgerSize ?? ledgerSize) with { Final = final is not null };
        }

        return tallies;
    }

    internal static Tally Read(DbConnection connection, Proposal proposal)
    {
        var rows = connection.Query<Row>(SelectCells, new { proposal = proposal.Key }).AsList();
        var final = ClosingStore.FindFinal(connection, proposal.Key);
        long ledgerSize = final?.LedgerSize ?? connection.ExecuteScalar<long>(SelectLedgerSize);
        return Count(proposal, rows.Select(row => (row.Cell, row.Strategy, row.Amount, row.Votes)), ledgerSize) with { Final = final is not null };
    }

    /// <summary>The tally of these cells; the stored ones and a recount's go the same way.</summary>
    internal static Tally Count(Proposal proposal, IEnumerable<(string Cell, int Strategy, VotingPower Amount, long Votes)> rows, long ledgerSize)
    {
        var parts = rows.ToLookup(row => row.Cell.Length > 0);
        // The unnamed cell counts every vote.
        var (_, _, total, votes) = parts[false].SingleOrDefault();
        var cells = new TallyCells { Total = total };
        foreach (var (cell, strategy, amount, _) in parts[true]) cells.Add(cell, strategy, amount);
        var choices = VotingSystemRegistry.Get(proposal.VotingSystem).Count(cells, proposal.Choices.Count, proposal.Rules.Strategies.Count);
        return new Tally(choices, total, votes, ledgerSize);
    }

    /// <summary>The kept sums of a proposal as they stand, for a recount.</summary>
    internal static IReadOnlyDictionary<(string Cell, int Strategy), (VotingPower Amount, long Votes)> CellsOf(DbConnection connection, long proposal) =>
        connection.Query<Row>(SelectCells, new { proposal }).ToDictionary(row => (row.Cell, row.Strategy), row => (row.Amount, row.Votes));

    private const string SelectCell = "SELECT amount, votes FROM tally_cells WHERE proposal = @proposal AND cell = @cell AND strategy = @strategy";

    internal static TallyChanges.Cell Read(WriteScope scope, TallyChanges.CellKey key) =>
        scope.First(static row => new TallyChanges.Cell(VotingPower.FromBytes(row.Bytes(0)), row.Number(1)), SelectCell, Of(key));

    private const string Upsert = """
        INSERT INTO tally_cells (proposal, cell, strategy, amount, votes) VALUES (@proposal, @cell, @strategy, @amount, @votes)
        ON CONFLICT (proposal, cell, strategy) DO UPDATE SET amount = excluded.amount, votes = excluded.votes
        """;

    private const string Delete = "DELETE FROM tally_cells WHERE proposal = @proposal AND cell = @cell AND strategy = @strategy";

    // An emptied cell is removed, so that equal votes leave equal tables whatever was voted in between.
    internal static void Write(WriteScope scope, TallyChanges.CellKey key, VotingPower amount, long votes)
    {
        if (votes == 0) scope.Execute(Delete, Of(key));
        else scope.Execute(Upsert, [.. Of(key), ("@amount", amount.ToBytes()), ("@votes", votes)]);
    }

    private static (string Name, SqlValue Value)[] Of(TallyChanges.CellKey key) => [("@proposal", key.Proposal), ("@cell", key.Cell), ("@strategy", (long)key.Strategy)];

    private sealed record KeyedRow(long Proposal, string Cell, long Strategy64, byte[] AmountBytes, long Votes);

    private sealed record Row(string Cell, long Strategy64, byte[] AmountBytes, long Votes)
    {
        public int Strategy => (int)Strategy64;

        public VotingPower Amount => VotingPower.FromBytes(AmountBytes);
    }
}
