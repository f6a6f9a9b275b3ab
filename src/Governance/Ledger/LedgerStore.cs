using System.Data.Common;
using Dapper;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Ledger;

/// <summary>The tree's complete nodes and its signed heads.</summary>
public sealed class LedgerStore(Db db, LedgerSigner signer)
{
    private const string SelectNode = "SELECT hash FROM ledger_nodes WHERE level = @level AND idx = @index";

    /// <exception cref="InvalidDataException">The node is missing: the store does not hold what it signed.</exception>
    internal static Hash32 Node(DbConnection connection, int level, long index, DbTransaction? transaction = null) =>
        connection.QuerySingleOrDefault<byte[]>(SelectNode, new { level, index }, transaction) is { } hash
            ? new Hash32(hash)
            : throw new InvalidDataException($"The ledger lacks node {level}/{index}: the database was altered or damaged; restore a backup.");

    private const string SelectHashes = "SELECT hash FROM ledger_nodes WHERE level = @level AND idx >= @from AND idx < @to ORDER BY idx";

    /// <summary>The nodes of a level that are there, <paramref name="from"/> to before <paramref name="to"/>.</summary>
    internal static List<byte[]> Hashes(DbConnection connection, int level, long from, long to) =>
        connection.Query<byte[]>(SelectHashes, new { level, from, to }).AsList();

    private const string InsertNode = "INSERT INTO ledger_nodes (level, idx, hash) VALUES (@Level, @Index, @Hash)";

    internal static void InsertNodes(WriteScope scope, IReadOnlyDictionary<(int Level, long Index), Hash32> nodes)
    {
        foreach (var ((level, index), hash) in nodes) scope.Execute(InsertNode, ("@Level", (long)level), ("@Index", index), ("@Hash", hash.ToArray()));
    }

    private const string InsertHead = """
        INSERT INTO ledger_checkpoints (size, root, signed_at_ms, signature) VALUES (@Size, @Root, @SignedAtMs, @Signature)
        """;

    internal static void InsertCheckpoint(WriteScope scope, Checkpoint checkpoint) =>
        scope.Connection.Execute(InsertHead, checkpoint, scope.Transaction);

    // The head that first bound a message: its receipt's checkpoint.
    private const string SelectBinding = """
        SELECT size AS Size, root AS Root, signed_at_ms AS SignedAtMs, signature AS Signature
        FROM ledger_checkpoints WHERE size > @index ORDER BY size LIMIT 1
        """;

    public async Task<Checkpoint?> BindingAsync(long index)
    {
        await using var connection = db.Open();
        return Named(await connection.QuerySingleOrDefaultAsync<CheckpointRow>(SelectBinding, new { index }));
    }

    private const string SelectLatest = """
        SELECT size AS Size, root AS Root, signed_at_ms AS SignedAtMs, signature AS Signature
        FROM ledger_checkpoints ORDER BY size DESC LIMIT 1
        """;

    /// <summary>The newest head; null while nothing was accepted.</summary>
    public async Task<Checkpoint?> LatestAsync()
    {
        await using var connection = db.Open();
        return Named(await connection.QuerySingleOrDefaultAsync<CheckpointRow>(SelectLatest));
    }

    internal Checkpoint? Latest(DbConnection connection) => Named(connection.QuerySingleOrDefault<CheckpointRow>(SelectLatest));

    private const string SelectOne = "SELECT size AS Size, root AS Root, signed_at_ms AS SignedAtMs, signature AS Signature FROM ledger_checkpoints WHERE size = @size";

    /// <summary>The signed head of exactly this size; null where none was signed.</summary>
    internal Checkpoint? Find(DbConnection connection, long size) => Named(connection.QuerySingleOrDefault<CheckpointRow>(SelectOne, new { size }));

    private const string SelectAll = """
        SELECT size AS Size, root AS Root, signed_at_ms AS SignedAtMs, signature AS Signature FROM ledger_checkpoints ORDER BY size
        """;

    /// <summary>Every signed head, oldest first, streamed.</summary>
    internal IEnumerable<Checkpoint> All(DbConnection connection) =>
        connection.Query<CheckpointRow>(SelectAll, buffered: false).Select(row => Named(row)!);

    private Checkpoint? Named(CheckpointRow? row) => row is null ? null : new(signer.Origin, row.Size, row.Root, row.SignedAtMs, row.Signature);

    private sealed record CheckpointRow(long Size, Hash32 Root, long SignedAtMs, byte[] Signature);
}
