using System.Data.Common;
using Dapper;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Ledger;

/// <summary>The tree's tiles and its signed heads.</summary>
public sealed class LedgerStore(Db db, LedgerSigner signer)
{
    private const string SelectTile = "SELECT hashes FROM ledger_tiles WHERE level = @level AND idx = @index";

    /// <summary>The hashes of a tile that are there, 32 bytes each; null: there is no such tile.</summary>
    internal static byte[]? Tile(DbConnection connection, int level, long index, DbTransaction? transaction = null) =>
        connection.QuerySingleOrDefault<byte[]>(SelectTile, new { level, index }, transaction);

    private const string UpsertTile = """
        INSERT INTO ledger_tiles (level, idx, hashes) VALUES (@level, @index, @hashes) ON CONFLICT (level, idx) DO UPDATE SET hashes = excluded.hashes
        """;

    internal static void PutTile(WriteScope scope, int level, long index, byte[] hashes) =>
        scope.Execute(UpsertTile, ("@level", (long)level), ("@index", index), ("@hashes", hashes));

    private const string SelectTiles = "SELECT idx, hashes FROM ledger_tiles WHERE level = @level ORDER BY idx";

    /// <summary>All tiles of a level in order, streamed.</summary>
    internal static IEnumerable<(long Index, byte[] Hashes)> Tiles(DbConnection connection, int level) =>
        connection.Query<(long, byte[])>(SelectTiles, new { level }, buffered: false);

    private const string InsertHead = """
        INSERT INTO ledger_checkpoints (size, root, signed_at_ms, signature) VALUES (@Size, @Root, @SignedAtMs, @Signature)
        """;

    internal static void InsertCheckpoint(WriteScope scope, Checkpoint checkpoint) =>
        scope.Execute(InsertHead, ("@Size", checkpoint.Size), ("@Root", checkpoint.Root.ToArray()), ("@SignedAtMs", checkpoint.SignedAtMs), ("@Signature", checkpoint.Signature));

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
