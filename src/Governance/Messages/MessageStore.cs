using System.Data.Common;
using Dapper;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Messages;

/// <summary>The log of all accepted messages: only ever appended to.</summary>
public sealed class MessageStore(Db db)
{
    private const string Columns = """
        idx AS Idx, id AS Id, kind AS Kind, space AS Space, author AS Author, signer AS Signer,
        timestamp AS Timestamp, received_at_ms AS ReceivedAtMs, envelope AS Envelope, evidence AS Evidence,
        ordinal AS Ordinal
        """;

    private const string SelectById = $"SELECT {Columns} FROM messages WHERE id = @id AND idx IN (SELECT message FROM message_ids WHERE key = substr(@id, 1, 8))";

    public async Task<StoredMessage?> FindAsync(Hash32 id)
    {
        foreach (var entry in db.Late.MessageIds.Find(LateEntry.KeyOf(id.Bytes)))
        {
            if (await FindAsync(entry.Message) is { } message && message.Id == id) return message;
        }

        await using var connection = db.Open();
        return await connection.QuerySingleOrDefaultAsync<StoredMessage>(SelectById, new { id });
    }

    private const string SelectByIndex = $"SELECT {Columns} FROM messages WHERE idx = @index";

    public async Task<StoredMessage?> FindAsync(long index)
    {
        await using var connection = db.Open();
        return await connection.QuerySingleOrDefaultAsync<StoredMessage>(SelectByIndex, new { index });
    }

    private const string SelectFrom = $"SELECT {Columns} FROM messages WHERE idx >= @from AND idx < @to ORDER BY idx";

    /// <summary>Messages <paramref name="from"/> to before <paramref name="to"/> in order of acceptance, streamed.</summary>
    public static IEnumerable<StoredMessage> Read(DbConnection connection, long from, long to) =>
        connection.Query<StoredMessage>(SelectFrom, new { from, to }, buffered: false);

    private const string SelectExists = "SELECT idx FROM messages WHERE id = @id AND idx IN (SELECT message FROM message_ids WHERE key = substr(@id, 1, 8))";
    private const string SelectIs = "SELECT idx FROM messages WHERE id = @id AND idx = @index";

    internal static bool Exists(WriteScope scope, Hash32 id) =>
        LateEntries.Of(scope).Find(scope.Late.MessageIds, LateEntry.KeyOf(id.Bytes)).Any(entry => scope.Number(SelectIs, ("@id", id.ToArray()), ("@index", entry.Message)) is not null)
        || scope.Number(SelectExists, ("@id", id.ToArray())) is not null;

    private const string SelectNext = "SELECT COALESCE(MAX(idx) + 1, 0) FROM messages";

    /// <summary>How many there should be: MAX reads one row of the index, and a row missing in the middle is the recount's to find.</summary>
    internal static long Count(DbConnection connection) => connection.ExecuteScalar<long>(SelectNext);

    internal static long NextIndex(WriteScope scope) => scope.Number(SelectNext) ?? 0;

    private const string InsertOne = """
        INSERT INTO messages (idx, id, kind, space, author, signer, timestamp, received_at_ms, envelope, evidence, ordinal)
        VALUES (@Idx, @Id, @Kind, @Space, @Author, @Signer, @Timestamp, @ReceivedAtMs, @Envelope, @Evidence, @Ordinal)
        """;

    internal static void Insert(WriteScope scope, StoredMessage message)
    {
        scope.Execute(InsertOne,
            ("@Idx", message.Idx), ("@Id", message.Id.ToArray()), ("@Kind", message.Kind), ("@Space", message.Space), ("@Author", message.Author.ToArray()),
            ("@Signer", message.Signer.ToArray()), ("@Timestamp", message.Timestamp), ("@ReceivedAtMs", message.ReceivedAtMs), ("@Envelope", message.Envelope),
            ("@Evidence", message.Evidence), ("@Ordinal", message.Ordinal));
        LateEntries.Of(scope).Add(scope.Late.MessageIds, new(LateEntry.KeyOf(message.Id.Bytes), 0, message.Idx));
    }
}
