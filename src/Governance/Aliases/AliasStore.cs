using Dapper;
using Governance.Database;
using Governance.Ethereum;
using Governance.Messages;

namespace Governance.Aliases;

/// <summary>Which account may sign in whose name, and since when.</summary>
public sealed class AliasStore(Db db)
{
    /// <summary>How long an alias signs; then it has to be set again (Snapshot).</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private const string SelectValid = """
        SELECT message FROM aliases WHERE account = @account AND alias = @alias AND revoked = 0 AND set_at > @since
        """;

    /// <summary>Whether <paramref name="alias"/> may sign for <paramref name="account"/> at this time.</summary>
    public async Task<bool> IsValidAsync(Address account, Address alias, DateTimeOffset now)
    {
        await using var connection = db.Open();
        return await connection.ExecuteScalarAsync<long?>(SelectValid, new { account, alias, since = Since(now) }) is not null;
    }

    private const string SelectOfAccount = """
        SELECT alias AS Alias, set_at AS SetAt FROM aliases WHERE account = @account AND revoked = 0 AND set_at > @since ORDER BY set_at DESC, alias LIMIT @most
        """;

    /// <summary>Who may sign for an account now, the newest first.</summary>
    public async Task<IReadOnlyList<ValidAlias>> OfAsync(Address account, DateTimeOffset now, int most)
    {
        await using var connection = db.Open();
        return [.. await connection.QueryAsync<ValidAlias>(SelectOfAccount, new { account, since = Since(now), most })];
    }

    /// <summary>The same question inside the transaction that stores the message: whatever came first in the ledger counts.</summary>
    internal static bool Refuses(WriteScope scope, Envelope envelope, DateTimeOffset receivedAt) =>
        envelope.Signer != envelope.From
        && scope.Connection.ExecuteScalar<long?>(SelectValid, new { account = envelope.From, alias = envelope.Signer, since = Since(receivedAt) }, scope.Transaction) is null;

    private const string SelectOthers = """
        SELECT COUNT(*) FROM aliases WHERE alias = @alias AND account <> @account AND revoked = 0 AND set_at > @since
        """;

    internal static bool SignsForAnother(WriteScope scope, Address account, Address alias, DateTimeOffset now) =>
        scope.Connection.ExecuteScalar<long>(SelectOthers, new { account, alias, since = Since(now) }, scope.Transaction) > 0;

    private const string SelectOne = """
        SELECT a.set_at AS SetAt, a.revoked AS Revoked, m.id AS Id FROM aliases a JOIN messages m ON m.idx = a.message
        WHERE a.account = @account AND a.alias = @alias
        """;

    internal static CurrentAlias? Current(WriteScope scope, Address account, Address alias) =>
        scope.Connection.QuerySingleOrDefault<CurrentAlias>(SelectOne, new { account, alias }, scope.Transaction);

    private const string Upsert = """
        INSERT INTO aliases (account, alias, set_at, message, revoked) VALUES (@account, @alias, @setAt, @message, @revoked)
        ON CONFLICT (account, alias) DO UPDATE SET set_at = excluded.set_at, message = excluded.message, revoked = excluded.revoked
        """;

    internal static void Put(WriteScope scope, Address account, Address alias, long setAt, long message, bool revoked) =>
        scope.Connection.Execute(Upsert, new { account, alias, setAt, message, revoked = revoked ? 1 : 0 }, scope.Transaction);

    private static long Since(DateTimeOffset now) => (now - Lifetime).ToUnixTimeSeconds();

    /// <param name="SetAt">Unix seconds, as claimed; it signs until <see cref="Lifetime"/> after.</param>
    public sealed record ValidAlias(Address Alias, long SetAt)
    {
        public DateTimeOffset Until => DateTimeOffset.FromUnixTimeSeconds(SetAt) + Lifetime;
    }

    internal sealed record CurrentAlias(long SetAt, long Revoked, Hash32 Id);
}
