using System.Data.Common;
using System.Globalization;
using Dapper;
using Governance.Database;
using Governance.Ledger;
using Governance.Proposals;
using Governance.Recounts;

namespace Governance.Tests.Recounts;

/// <summary>Promise 19: in every row of what the ledger promises or a count is made from, every column is altered in one place, and every row is taken out.</summary>
public sealed class FlippedByteTests
{
    private static readonly string[] Tables = ["messages", "ledger_tiles", "ledger_checkpoints", "proposals", "votes", "tally_cells", "aliases", "spaces"];

    /// <summary>What no message says, so that nothing can be held against it.</summary>
    private static readonly Dictionary<string, string> BeyondTheMessages = new(StringComparer.Ordinal)
    {
        ["ledger_checkpoints.signed_at_ms"] = "when a head was signed is not part of what was signed",
        ["spaces.controller"] = "is the configuration's",
        ["proposals.key"] = "is the database's own number; RecountTests has votes that lose their proposal by it",
    };

    [Fact]
    public async Task EveryFlippedByte_AndEveryMissingRow_IsFound()
    {
        await using var portal = await FilledAsync();
        StoredWholeNow(portal).ShouldBeEmpty();
        var random = new Random(19);
        var missed = new List<string>();
        int tried = 0;
        foreach (string table in Tables)
        {
            foreach (var (row, column, value) in Cells(portal, table))
            {
                tried++;
                if (BeyondTheMessages.ContainsKey($"{table}.{column}")) continue;
                if (!IsFound(portal, $"UPDATE {table} SET {column} = @value WHERE rowid = @row", new { row, value = Flipped(value, random) })) missed.Add($"{table}.{column} of row {row}: {value}");
            }

            foreach (long row in Rows(portal, table))
            {
                tried++;
                if (!IsFound(portal, $"DELETE FROM {table} WHERE rowid = @row", new { row })) missed.Add($"{table} without row {row}");
            }
        }

        File.Delete(Path.Combine(Database.CrashFilm.Darkroom, $"{Path.GetFileName(portal.Folder)}.db"));
        // A head between others is no row of the ledger: the next one binds what it bound, and whoever got it as a receipt holds it.
        missed.RemoveAll(found => found.StartsWith("ledger_checkpoints without row", StringComparison.Ordinal) && !found.EndsWith($" {LastHead(portal)}", StringComparison.Ordinal));
        missed.ShouldBeEmpty();
        tried.ShouldBeGreaterThan(300);
    }

    // Whatever is wrong is in the database for one recount only.
    private static bool IsFound(TestPortal portal, string damage, object parameters)
    {
        string file = Path.Combine(Database.CrashFilm.Darkroom, $"{Path.GetFileName(portal.Folder)}.db");
        File.Copy(Path.Combine(portal.Folder, "whole.db"), file, overwrite: true);
        var db = new Db(new DatabaseOptions { Directory = portal.Folder, ConnectionString = $"Data Source={file};Pooling=False" });
        using (var connection = db.OpenForWriting())
        {
            connection.Execute("PRAGMA foreign_keys=0; PRAGMA ignore_check_constraints=1; PRAGMA synchronous=OFF");
            try
            {
                connection.Execute(damage, parameters).ShouldBe(1, damage);
            }
            catch (Microsoft.Data.Sqlite.SqliteException refused) when (refused.SqliteErrorCode == 19)
            {
                // The database itself does not take it: two rows with one key.
                return true;
            }
        }

        return !new Recount(db, new LedgerStore(db, portal.Get<LedgerSigner>()), portal.Get<LedgerSigner>()).Run(CancellationToken.None).IsEqual;
    }

    private static IReadOnlyList<Difference> StoredWholeNow(TestPortal portal)
    {
        portal.Get<Db>().CopyTo(Path.Combine(portal.Folder, "whole.db"));
        return portal.Get<Recount>().Run(TestContext.Current.CancellationToken).Differences;
    }

    private static object Flipped(object value, Random random)
    {
        switch (value)
        {
            case long number: return number ^ (1L << random.Next(20));
            case string { Length: 0 }: return "x";
            case string text:
                int at = random.Next(text.Length);
                return string.Concat(text.AsSpan(0, at), ((char)(text[at] ^ 1)).ToString(), text.AsSpan(at + 1));
            case byte[] bytes:
                var copy = (byte[])bytes.Clone();
                copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
                return copy;
            default: return 1L;
        }
    }

    private static List<(long Row, string Column, object Value)> Cells(TestPortal portal, string table)
    {
        using var connection = portal.Get<Db>().Open();
        using var reader = connection.ExecuteReader($"SELECT rowid AS the_row, * FROM {table}");
        var cells = new List<(long, string, object)>();
        while (reader.Read())
        {
            for (int i = 1; i < reader.FieldCount; i++) cells.Add((reader.GetInt64(0), reader.GetName(i), reader.GetValue(i)));
        }

        return cells;
    }

    private static List<long> Rows(TestPortal portal, string table) => Query(portal, $"SELECT rowid FROM {table}");

    private static string LastHead(TestPortal portal) => Query(portal, "SELECT MAX(rowid) FROM ledger_checkpoints").Single().ToString(CultureInfo.InvariantCulture);

    private static List<long> Query(TestPortal portal, string sql)
    {
        using DbConnection connection = portal.Get<Db>().Open();
        return connection.Query<long>(sql).AsList();
    }

    // Of every kind of message one: settings, proposals, a changed and a withdrawn one, an alias set and one taken back, votes, superseded ones too.
    private static async Task<TestPortal> FilledAsync()
    {
        var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();
        var later = await portal.AcceptAsync(SampleMessages.Proposal(portal, "approval", ["One", "Two", "Three"], message => message["start"] = portal.Clock.Now.ToUnixTimeSeconds() + 3_600));
        portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
        await portal.AcceptAsync(SampleMessages.Update(portal, later.Message.Id.ToString(), "single-choice", ["Uno", "Due"]));
        await portal.AcceptAsync(SampleMessages.Alias(portal, Signers.Alice, Signers.Stranger.Address.ToString()));
        await portal.AcceptAsync(SampleMessages.Alias(portal, Signers.Bob, Signers.Author.Address.ToString()));
        portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
        await portal.AcceptAsync(SampleMessages.Alias(portal, Signers.Bob, Signers.Author.Address.ToString(), revoke: true));
        await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1, reason: "because"));
        await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Bob, proposal.Id, 2));
        portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
        await portal.AcceptAsync(SampleMessages.VoteFor(portal, Signers.Stranger, Signers.Alice.Address, proposal.Id, 3));
        await portal.AcceptAsync(SampleMessages.Delete(portal, later.Message.Id.ToString(), Signers.Author));
        (await portal.Get<ProposalStore>().FindAsync(later.Message.Id.ToString())).ShouldNotBeNull().DeletedMessage.ShouldNotBeNull();
        return portal;
    }
}
