using System.Globalization;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Proposals;
using Microsoft.Data.Sqlite;

namespace Governance.Exports;

/// <summary>The tables of a proposal's SQLite file. Its schema is a public format: add to it, rename nothing.</summary>
internal sealed class SqliteTables(SqliteConnection target) : IDisposable
{
    private const int RowsInACommit = 50_000;

    private const string Schema = """
        PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000;
        CREATE TABLE readme (about TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE proposal (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE choices (choice INTEGER PRIMARY KEY, label TEXT NOT NULL);
        CREATE TABLE strategies (strategy INTEGER PRIMARY KEY, name TEXT NOT NULL, label TEXT NOT NULL, chain INTEGER, parameters TEXT NOT NULL);
        CREATE TABLE votes (vote INTEGER PRIMARY KEY, id TEXT, voter TEXT NOT NULL, choice TEXT NOT NULL, voting_power TEXT NOT NULL, superseded INTEGER NOT NULL,
          time TEXT NOT NULL, reason TEXT NOT NULL, signature TEXT NOT NULL, ledger_index INTEGER, block INTEGER, "transaction" TEXT, kind TEXT NOT NULL);
        CREATE TABLE power (vote INTEGER NOT NULL, strategy INTEGER NOT NULL, voting_power TEXT NOT NULL, PRIMARY KEY (vote, strategy)) WITHOUT ROWID;
        CREATE TABLE tally (choice INTEGER NOT NULL, strategy INTEGER NOT NULL, voting_power TEXT NOT NULL, PRIMARY KEY (choice, strategy)) WITHOUT ROWID;
        CREATE TABLE ledger (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        """;

    private static readonly (string About, string Text)[] Readme =
    [
        ("amounts", "Voting power is decimal text in base units (proposal.decimals of them after the point): SQLite's own numbers have 64 bits and would round. Add them up in a language with large whole numbers, or take CAST(... AS REAL) for charts only."),
        ("proposal", "What was asked, by name: id, space, title, body, author, system, start, end (unix seconds, or the governor's timepoints), state, final, decimals, symbol, quorum, total, votes."),
        ("choices", "The choices from 1."),
        ("strategies", "The sources of voting power in the proposal's order, from 1, with their parameters as JSON."),
        ("votes", "Every vote in order of acceptance, replaced ones too: superseded = 1 does not count. choice is JSON as signed: a number, a list, or weights by number. signature as sent. Signed votes have id and ledger_index, on-chain ones block and transaction. kind is signed, or on chain cast, override or reduction: a reduction is subtracted (a holder voted over his delegate)."),
        ("power", "Each vote's voting power by strategy, base units. On-chain votes have none."),
        ("tally", "The count: base units for each choice; strategy 0 is all of them together."),
        ("ledger", "The ledger's signed head when this file was made: checkpoint (a C2SP signed note), signer, size, root. This file is for reading; bundle.ndjson of the same proposal is for checking."),
    ];

    private readonly SqliteCommand _vote = target.CreateCommand(), _power = target.CreateCommand();
    private SqliteTransaction? _transaction;
    private long _votes;

    public void Create()
    {
        Run(Schema);
        Begin();
        foreach (var (about, text) in Readme) Run("INSERT INTO readme VALUES ($a, $b)", about, text);
        Prepare(_vote, "INSERT INTO votes VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)", 13);
        Prepare(_power, "INSERT INTO power VALUES ($0, $1, $2)", 3);
    }

    public void Proposal(Proposal proposal, TallyJson claim)
    {
        (string Name, string Value)[] facts =
        [
            ("id", proposal.Id), ("space", proposal.Space), ("title", proposal.Title), ("body", proposal.Body), ("author", proposal.Author.ToString()), ("system", proposal.VotingSystem),
            ("start", Text(proposal.Start)), ("end", Text(proposal.End)), ("state", claim.State), ("final", claim.Final ? "true" : "false"), ("decimals", Text(proposal.Rules.Decimals)),
            ("symbol", proposal.Rules.Symbol), ("quorum", claim.Quorum.Needed), ("quorum reached", claim.Quorum.Reached ? "true" : "false"), ("total", claim.Total.VotingPower), ("votes", Text(claim.Total.Votes)),
        ];
        foreach (var (name, value) in facts) Run("INSERT INTO proposal VALUES ($a, $b)", name, value);
        foreach (var choice in claim.Choices)
        {
            Run("INSERT INTO choices VALUES ($a, $b)", choice.Index, choice.Label);
            Run("INSERT INTO tally VALUES ($a, 0, $b)", choice.Index, choice.VotingPower);
            for (int k = 0; k < choice.ByStrategy.Count; k++) Run("INSERT INTO tally VALUES ($a, $b, $c)", choice.Index, k + 1, choice.ByStrategy[k]);
        }

        foreach (var (strategy, i) in proposal.Rules.Strategies.Select(static (strategy, i) => (strategy, i)))
            Run("INSERT INTO strategies VALUES ($a, $b, $c, $d, $e)", i + 1, strategy.Name, strategy.Label, (long)strategy.Network, strategy.Params.ValueKind == System.Text.Json.JsonValueKind.Undefined ? "{}" : strategy.Params.GetRawText());
    }

    public void Ledger(Proposal proposal, Checkpoint? head, Address signer)
    {
        if (head is null) return;
        Run("INSERT INTO ledger VALUES ('checkpoint', $a)", head.Note(signer));
        Run("INSERT INTO ledger VALUES ('signer', $a)", signer.ToString());
        Run("INSERT INTO ledger VALUES ('size', $a)", Text(head.Size));
        Run("INSERT INTO ledger VALUES ('root', $a)", head.Root.ToString());
        if (proposal.Message is { } message) Run("INSERT INTO ledger VALUES ('proposal index', $a)", Text(message));
    }

    public void Vote(VoteRow row, int strategies)
    {
        if (_votes > 0 && _votes % RowsInACommit == 0) Begin();
        var vote = row.Vote;
        long number = ++_votes;
        Write(_vote, number, vote.Message?.ToString(), vote.Voter.ToString(), vote.Choice, vote.VotingPower.ToString(), row.Superseded ? 1L : 0L,
            vote.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), vote.Reason, row.Signature,
            vote.Message is null ? null : vote.Position, (long?)vote.Fact?.Block, vote.Fact?.Transaction.ToString(),
            vote.Message is null ? ExportVotesCsv.KindOf(vote) : "signed");
        for (int k = 0; k < strategies && k < vote.ByStrategy.Count; k++) Write(_power, number, (long)k + 1, vote.ByStrategy[k].ToString());
    }

    public void Finish()
    {
        Run("CREATE INDEX votes_by_voter ON votes (voter)");
        _transaction!.Commit();
        _transaction.Dispose();
        _transaction = null;
    }

    public void Dispose()
    {
        _transaction?.Dispose();
        _vote.Dispose();
        _power.Dispose();
    }

    private void Begin()
    {
        _transaction?.Commit();
        _transaction?.Dispose();
        _transaction = target.BeginTransaction();
        (_vote.Transaction, _power.Transaction) = (_transaction, _transaction);
    }

    private void Run(string sql, params ReadOnlySpan<object> values)
    {
        using var command = target.CreateCommand();
#pragma warning disable CA2100 // The texts are this class's constants; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Transaction = _transaction;
        for (int i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${(char)('a' + i)}", values[i]);
        command.ExecuteNonQuery();
    }

    private static void Prepare(SqliteCommand command, string sql, int values)
    {
#pragma warning disable CA2100 // As above.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 0; i < values; i++) command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i}") });
    }

    private static void Write(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (int i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
