using Governance.Database;
using Microsoft.Data.Sqlite;

namespace Governance.Tests.Database;

/// <summary>Statements that stay prepared: one for each text, other values and another transaction each time.</summary>
public sealed class StatementsTests
{
    private const string Insert = "INSERT INTO imported_lists (hash, name, content, imported_at) VALUES (@hash, @name, @content, @at)";
    private const string Select = "SELECT name FROM imported_lists WHERE hash = @hash";

    [Fact]
    public async Task TheSameText_IsPreparedOnce_AndRunsWithItsValuesInEachTransaction()
    {
        await using var portal = await TestPortal.StartAsync();
        using var connection = portal.Get<Db>().OpenForWriting();
        using var statements = new Statements(connection);
        Statement? first = null;
        for (byte i = 0; i < 3; i++)
        {
            using var transaction = connection.BeginTransaction();
            var insert = statements.With(Insert, [("@hash", new byte[] { i }), ("@name", $"list {i}"), ("@content", Array.Empty<byte>()), ("@at", (long)i)]);
            (first ??= insert).ShouldBeSameAs(insert);
            insert.Execute();
            // What the first prepared sees what the second wrote, and nothing of a transaction that was rolled back.
            NameOf(statements, i).ShouldBe($"list {i}");
            if (i == 1) transaction.Rollback();
            else transaction.Commit();
        }

        using var last = connection.BeginTransaction();
        NameOf(statements, 1).ShouldBeNull();
        NameOf(statements, 2).ShouldBe("list 2");
    }

    [Fact]
    public async Task Values_ComeBackAsTheyWere()
    {
        await using var portal = await TestPortal.StartAsync();
        using var connection = portal.Get<Db>().OpenForWriting();
        using var statements = new Statements(connection);
        byte[] bytes = [0, 1, 255];
        var row = statements.With("SELECT @number, @text, @bytes, @empty, @null, typeof(@empty)",
            [("@number", long.MinValue), ("@text", "ünïcödé \0 日本"), ("@bytes", bytes), ("@empty", Array.Empty<byte>()), ("@null", (byte[]?)null)])
            .First(row => (row.Number(0), row.Text(1), row.Bytes(2), row.Bytes(3), row.IsNull(4), row.Text(5)));
        row.Item1.ShouldBe(long.MinValue);
        row.Item2.ShouldBe("ünïcödé \0 日本");
        row.Item3.ShouldBe(bytes);
        row.Item4.ShouldBeEmpty();
        row.Item5.ShouldBeTrue();
        // Empty bytes are not the database's null.
        row.Item6.ShouldBe("blob");
    }

    [Fact]
    public async Task ValuesThatStayBound_GiveWayToOthers_AndToTheSameBytesChanged()
    {
        await using var portal = await TestPortal.StartAsync();
        using var connection = portal.Get<Db>().OpenForWriting();
        using var statements = new Statements(connection);
        byte[] bytes = [1];
        const string text = "one";
        Require(text, 1);
        bytes[0] = 2;
        Require(text, 1);
        Require(new string(['o', 'n', 'e']), 1);
        Require("two", 2);
        Require(null, 2);
        Require(null, 0);
        Require(text, 0);

        void Require(string? name, long number)
        {
            var read = statements.With("SELECT @name, @number, @bytes", [("@name", name), ("@number", number), ("@bytes", bytes)])
                .First(row => new { Name = row.IsNull(0) ? null : row.Text(0), Number = row.Number(1), Bytes = row.Bytes(2) });
            read.ShouldNotBeNull();
            read.Name.ShouldBe(name);
            read.Number.ShouldBe(number);
            read.Bytes.ShouldBe(bytes);
        }
    }

    [Fact]
    public async Task AStatementThatFails_SaysSo_AndRunsAgain()
    {
        await using var portal = await TestPortal.StartAsync();
        using var connection = portal.Get<Db>().OpenForWriting();
        using var statements = new Statements(connection);
        using var transaction = connection.BeginTransaction();
        void Run(byte hash) => statements.With(Insert, [("@hash", new byte[] { hash }), ("@name", "list"), ("@content", Array.Empty<byte>()), ("@at", 1L)]).Execute();
        Run(1);
        Should.Throw<SqliteException>(() => Run(1)).SqliteErrorCode.ShouldBe(19);
        Run(2);
        transaction.Commit();
        NameOf(statements, 2).ShouldBe("list");
    }

    [Fact]
    public async Task AValueWithoutAPlace_OrAPlaceWithoutAValue_IsAFaultOfTheProgram()
    {
        await using var portal = await TestPortal.StartAsync();
        using var connection = portal.Get<Db>().OpenForWriting();
        using var statements = new Statements(connection);
        Should.Throw<InvalidOperationException>(() => statements.With(Select, [("@hush", 1L)]));
        Should.Throw<InvalidOperationException>(() => statements.With("SELECT @a, @b", [("@a", 1L)]));
    }

    private static string? NameOf(Statements statements, byte hash) => statements.With(Select, [("@hash", new byte[] { hash })]).First(row => row.Text(0));
}
