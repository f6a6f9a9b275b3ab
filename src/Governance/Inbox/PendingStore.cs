using Dapper;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Inbox;

/// <summary>A message that waits for a chain to answer.</summary>
/// <param name="Envelope">Its canonical bytes.</param>
/// <param name="ReceivedAtMs">When it arrived: the moment that its voting window is held against.</param>
/// <param name="Reason">A sentence: what it waits for.</param>
public sealed record PendingMessage(Hash32 Id, byte[] Envelope, long ReceivedAtMs, long Attempts, long NextTryMs, string Reason);

/// <summary>Messages whose check needs a chain that does not answer: neither accepted nor refused.</summary>
public sealed class PendingStore(Db db)
{
    /// <summary>More than these are not kept: the sender is told to try again.</summary>
    public const int MaxKept = 2_000;

    private const string Columns = "id AS Id, envelope AS Envelope, received_at_ms AS ReceivedAtMs, attempts AS Attempts, next_try_ms AS NextTryMs, reason AS Reason";

    private const string SelectById = $"SELECT {Columns} FROM pending_messages WHERE id = @id";

    public async Task<PendingMessage?> FindAsync(Hash32 id)
    {
        await using var connection = db.Open();
        return await connection.QuerySingleOrDefaultAsync<PendingMessage>(SelectById, new { id });
    }

    private const string SelectDue = $"SELECT {Columns} FROM pending_messages WHERE next_try_ms <= @now ORDER BY received_at_ms LIMIT @limit";

    public async Task<IReadOnlyList<PendingMessage>> DueAsync(long now, int limit)
    {
        await using var connection = db.Open();
        return (await connection.QueryAsync<PendingMessage>(SelectDue, new { now, limit })).AsList();
    }

    private const string CountAll = "SELECT COUNT(*) FROM pending_messages";

    public async Task<long> CountAsync()
    {
        await using var connection = db.Open();
        return await connection.ExecuteScalarAsync<long>(CountAll);
    }

    // The first arrival stays: sending it again must not move it within its window.
    private const string Upsert = """
        INSERT INTO pending_messages (id, envelope, received_at_ms, attempts, next_try_ms, reason)
        VALUES (@Id, @Envelope, @ReceivedAtMs, @Attempts, @NextTryMs, @Reason)
        ON CONFLICT (id) DO UPDATE SET attempts = excluded.attempts, next_try_ms = excluded.next_try_ms, reason = excluded.reason
        """;

    /// <summary>Keeps a message, or notes another attempt; false when as many wait as may.</summary>
    internal static bool Keep(WriteScope scope, PendingMessage message)
    {
        if (message.Attempts == 1 && scope.Connection.ExecuteScalar<long>(CountAll, transaction: scope.Transaction) >= MaxKept) return false;
        scope.Connection.Execute(Upsert, message, scope.Transaction);
        return true;
    }

    private const string DeleteOne = "DELETE FROM pending_messages WHERE id = @id";

    internal static void Remove(WriteScope scope, Hash32 id) => scope.Connection.Execute(DeleteOne, new { id }, scope.Transaction);
}
