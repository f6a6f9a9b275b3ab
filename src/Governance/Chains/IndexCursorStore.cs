using Dapper;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Chains;

/// <summary>The cursors, the recent blocks that they stand on and the reorganisations that were seen.</summary>
public sealed class IndexCursorStore(Db db)
{
    private const string Columns = """
        chain AS Chain, followed AS Followed, head_number AS HeadNumber, head_hash AS HeadHash, head_time AS HeadTime,
        safe_number AS SafeNumber, safe_hash AS SafeHash, safe_time AS SafeTime,
        finalized_number AS FinalizedNumber, finalized_hash AS FinalizedHash, finalized_time AS FinalizedTime, stopped AS Stopped
        """;

    private const string SelectOne = $"SELECT {Columns} FROM chain_cursors WHERE chain = @chain";

    public async Task<IndexCursor?> FindAsync(ulong chain)
    {
        await using var connection = db.Open();
        return (await connection.QuerySingleOrDefaultAsync<Row>(SelectOne, new { chain = (long)chain }))?.ToCursor();
    }

    internal static IndexCursor? Find(WriteScope scope, ulong chain) =>
        scope.Connection.QuerySingleOrDefault<Row>(SelectOne, new { chain = (long)chain }, scope.Transaction)?.ToCursor();

    private const string SelectAll = $"SELECT {Columns} FROM chain_cursors ORDER BY chain";

    public async Task<IReadOnlyList<IndexCursor>> ListAsync()
    {
        await using var connection = db.Open();
        return [.. (await connection.QueryAsync<Row>(SelectAll)).Select(row => row.ToCursor())];
    }

    private const string Upsert = """
        INSERT INTO chain_cursors (chain, followed, head_number, head_hash, head_time, safe_number, safe_hash, safe_time,
                                   finalized_number, finalized_hash, finalized_time, stopped)
        VALUES (@Chain, @Followed, @HeadNumber, @HeadHash, @HeadTime, @SafeNumber, @SafeHash, @SafeTime,
                @FinalizedNumber, @FinalizedHash, @FinalizedTime, @Stopped)
        ON CONFLICT (chain) DO UPDATE SET followed = excluded.followed,
            head_number = excluded.head_number, head_hash = excluded.head_hash, head_time = excluded.head_time,
            safe_number = excluded.safe_number, safe_hash = excluded.safe_hash, safe_time = excluded.safe_time,
            finalized_number = excluded.finalized_number, finalized_hash = excluded.finalized_hash, finalized_time = excluded.finalized_time,
            stopped = excluded.stopped
        """;

    internal static void Put(WriteScope scope, IndexCursor cursor) => scope.Connection.Execute(Upsert, Row.Of(cursor), scope.Transaction);

    private const string DeleteCursor = "DELETE FROM chain_cursors WHERE chain = @chain";

    internal static void Remove(WriteScope scope, ulong chain) => scope.Connection.Execute(DeleteCursor, new { chain = (long)chain }, scope.Transaction);

    private const string InsertBlock = """
        INSERT INTO chain_blocks (chain, number, hash, time, pinned) VALUES (@chain, @Number, @Hash, @Time, @pinned)
        ON CONFLICT (chain, number) DO UPDATE SET pinned = excluded.pinned WHERE excluded.pinned = 1
        """;

    /// <summary>Remembers blocks; pinned ones outlast <see cref="ForgetBlocksBelow"/>.</summary>
    internal static void AddBlocks(WriteScope scope, ulong chain, IEnumerable<BlockPoint> blocks, bool pinned = false)
    {
        foreach (var block in blocks)
            scope.Connection.Execute(InsertBlock, new { chain = (long)chain, block.Number, block.Hash, block.Time, pinned = pinned ? 1 : 0 }, scope.Transaction);
    }

    private const string DeleteBlocksBelow = "DELETE FROM chain_blocks WHERE chain = @chain AND number < @number AND pinned = 0";

    internal static void ForgetBlocksBelow(WriteScope scope, ulong chain, long number) =>
        scope.Connection.Execute(DeleteBlocksBelow, new { chain = (long)chain, number }, scope.Transaction);

    private const string DeleteBlocksAbove = "DELETE FROM chain_blocks WHERE chain = @chain AND number > @number";

    internal static void RemoveBlocksAbove(WriteScope scope, ulong chain, long number) =>
        scope.Connection.Execute(DeleteBlocksAbove, new { chain = (long)chain, number }, scope.Transaction);

    private const string SelectBlocks = """
        SELECT number AS Number, hash AS Hash, time AS Time FROM chain_blocks
        WHERE chain = @chain AND number >= @from AND number <= @to ORDER BY number
        """;

    /// <summary>The stored blocks of a range, in order.</summary>
    public async Task<IReadOnlyList<BlockPoint>> BlocksAsync(ulong chain, long from, long to)
    {
        await using var connection = db.Open();
        return [.. await connection.QueryAsync<BlockPoint>(SelectBlocks, new { chain = (long)chain, from, to })];
    }

    private const string SelectNumbered = "SELECT number AS Number, hash AS Hash, time AS Time FROM chain_blocks WHERE chain = @chain AND number IN @numbers";

    /// <summary>Those of these blocks that are stored.</summary>
    public async Task<IReadOnlyDictionary<long, BlockPoint>> BlocksAsync(ulong chain, IReadOnlyCollection<long> numbers)
    {
        await using var connection = db.Open();
        var blocks = await connection.QueryAsync<BlockPoint>(SelectNumbered, new { chain = (long)chain, numbers });
        return blocks.ToDictionary(block => block.Number);
    }

    private const string InsertReorg = """
        INSERT INTO chain_reorgs (chain, at_ms, depth, ancestor, old_hash) VALUES (@chain, @AtMs, @Depth, @Ancestor, @OldHash)
        ON CONFLICT (chain, at_ms) DO UPDATE SET depth = excluded.depth, ancestor = excluded.ancestor, old_hash = excluded.old_hash
        """;

    internal static void AddReorg(WriteScope scope, ulong chain, SeenReorg reorg) =>
        scope.Connection.Execute(InsertReorg, new { chain = (long)chain, reorg.AtMs, reorg.Depth, reorg.Ancestor, reorg.OldHash }, scope.Transaction);

    private const string SelectLastReorg = """
        SELECT at_ms AS AtMs, depth AS Depth, ancestor AS Ancestor, old_hash AS OldHash FROM chain_reorgs WHERE chain = @chain ORDER BY at_ms DESC LIMIT 1
        """;

    public async Task<SeenReorg?> LastReorgAsync(ulong chain)
    {
        await using var connection = db.Open();
        return await connection.QuerySingleOrDefaultAsync<SeenReorg>(SelectLastReorg, new { chain = (long)chain });
    }

    private sealed record Row(
        long Chain, string Followed, long HeadNumber, byte[] HeadHash, long HeadTime, long? SafeNumber, byte[]? SafeHash, long? SafeTime,
        long? FinalizedNumber, byte[]? FinalizedHash, long? FinalizedTime, string? Stopped)
    {
        public static Row Of(IndexCursor cursor) => new(
            (long)cursor.Chain, cursor.Followed, cursor.Head.Number, cursor.Head.Hash.ToArray(), cursor.Head.Time,
            cursor.Safe?.Number, cursor.Safe?.Hash.ToArray(), cursor.Safe?.Time,
            cursor.Finalized?.Number, cursor.Finalized?.Hash.ToArray(), cursor.Finalized?.Time, cursor.Stopped);

        public IndexCursor ToCursor() => new(
            (ulong)Chain, Followed, new(HeadNumber, new Hash32(HeadHash), HeadTime),
            Point(SafeNumber, SafeHash, SafeTime), Point(FinalizedNumber, FinalizedHash, FinalizedTime), Stopped);

        private static BlockPoint? Point(long? number, byte[]? hash, long? time) => number is { } n ? new(n, new Hash32(hash), time!.Value) : null;
    }
}

/// <summary>A reorganisation that this portal saw.</summary>
/// <param name="AtMs">When, unix milliseconds.</param>
/// <param name="Depth">How many indexed blocks it replaced.</param>
/// <param name="Ancestor">The last block that stayed.</param>
/// <param name="OldHash">The head that was left.</param>
public sealed record SeenReorg(long AtMs, long Depth, long Ancestor, Hash32 OldHash);
