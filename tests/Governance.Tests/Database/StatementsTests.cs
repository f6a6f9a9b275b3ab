using Governance.Database;

namespace Governance.Tests.Database;

/// <summary>Statements that stay prepared: one command for each text, other values and another transaction each time.</summary>
public sealed class StatementsTests
{
    private const string Insert = "INSERT INTO imported_lists (hash, name, content, imported_at) VALUES (@hash, @name, @content, @at)";
    private const string Select = "SELECT name FROM imported_lists WHERE hash = @hash";

    [Fact]
    public async Task TheSameText_IsPreparedOnce_AndRunsWithEachTransactionAndItsValues()
    {
        await using var portal = await TestPortal.StartAsync();
        using var connection = portal.Get<Db>().OpenForWriting();
        using var statements = new Statements(connection);
        System.Data.Common.DbCommand? first = null;
        for (byte i = 0; i < 3; i++)
        {
            using var transaction = connection.BeginTransaction();
            var command = statements.With(Insert, transaction, [("@hash", new byte[] { i }), ("@name", $"list {i}"), ("@content", Array.Empty<byte>()), ("@at", (long)i)]);
            (first ??= command).ShouldBeSameAs(command);
            command.ExecuteNonQuery().ShouldBe(1);
            // What the first prepared sees what the second wrote, and nothing of a transaction that was rolled back.
            statements.With(Select, transaction, [("@hash", new byte[] { i })]).ExecuteScalar().ShouldBe($"list {i}");
            if (i == 1) transaction.Rollback();
            else transaction.Commit();
        }

        using var last = connection.BeginTransaction();
        statements.With(Select, last, [("@hash", new byte[] { 1 })]).ExecuteScalar().ShouldBeNull();
        statements.With(Select, last, [("@hash", new byte[] { 2 })]).ExecuteScalar().ShouldBe("list 2");
    }

    [Fact]
    public async Task Null_IsTheDatabasesNull()
    {
        await using var portal = await TestPortal.StartAsync();
        using var connection = portal.Get<Db>().OpenForWriting();
        using var statements = new Statements(connection);
        using var transaction = connection.BeginTransaction();
        statements.With("SELECT @value IS NULL", transaction, [("@value", null)]).ExecuteScalar().ShouldBe(1L);
        statements.With("SELECT @value IS NULL", transaction, [("@value", "text")]).ExecuteScalar().ShouldBe(0L);
    }
}
