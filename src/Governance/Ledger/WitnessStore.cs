using Dapper;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Ledger;

/// <summary>What others saw of the ledger's heads: witnesses' signatures and anchors on chains.</summary>
public sealed class WitnessStore(Db db, LedgerStore ledger)
{
    private const string InsertCosignature = """
        INSERT INTO ledger_cosignatures (size, witness, signature, received_at_ms) VALUES (@Size, @Witness, @Signature, @ReceivedAtMs) ON CONFLICT (size, witness) DO NOTHING
        """;

    internal static void Insert(WriteScope scope, Cosignature cosignature) => scope.Connection.Execute(InsertCosignature,
        new { cosignature.Head.Size, cosignature.Witness, cosignature.Signature, cosignature.ReceivedAtMs }, scope.Transaction);

    private const string SelectOfHead = "SELECT size AS Size, witness AS Witness, signature AS Signature, received_at_ms AS ReceivedAtMs FROM ledger_cosignatures WHERE size = @Size ORDER BY witness";

    private const string SelectNewest = """
        SELECT size AS Size, witness AS Witness, signature AS Signature, received_at_ms AS ReceivedAtMs FROM ledger_cosignatures c
        WHERE size = (SELECT MAX(size) FROM ledger_cosignatures o WHERE o.witness = c.witness) ORDER BY size DESC, witness
        """;

    /// <summary>The witnesses' signatures over one head.</summary>
    public async Task<IReadOnlyList<Cosignature>> OfHeadAsync(Checkpoint head)
    {
        ArgumentNullException.ThrowIfNull(head);
        await using var connection = db.Open();
        return [.. (await connection.QueryAsync<CosignatureRow>(SelectOfHead, new { head.Size })).Select(row => new Cosignature(head, row.Witness, row.Signature, row.ReceivedAtMs))];
    }

    /// <summary>Each witness's newest signature.</summary>
    public async Task<IReadOnlyList<Cosignature>> NewestAsync()
    {
        await using var connection = db.Open();
        var rows = await connection.QueryAsync<CosignatureRow>(SelectNewest);
        return [.. rows.Select(row => new Cosignature(ledger.Find(connection, row.Size)!, row.Witness, row.Signature, row.ReceivedAtMs))];
    }

    private const string UpsertAnchor = """
        INSERT INTO ledger_anchors (chain, tx, size, sender, block, block_hash, block_time, checked_at_ms) VALUES (@Chain, @Transaction, @Size, @Sender, @Block, @BlockHash, @BlockTime, @CheckedAtMs)
        ON CONFLICT (chain, tx) DO UPDATE SET block = excluded.block, block_hash = excluded.block_hash, block_time = excluded.block_time, checked_at_ms = excluded.checked_at_ms
        """;

    internal static void Insert(WriteScope scope, Anchor anchor) => scope.Connection.Execute(UpsertAnchor,
        new { Chain = (long)anchor.Chain, anchor.Transaction, anchor.Head.Size, anchor.Sender, Block = (long)anchor.Block, anchor.BlockHash, anchor.BlockTime, anchor.CheckedAtMs }, scope.Transaction);

    private const string SelectAnchors = """
        SELECT chain AS Chain, tx AS Tx, size AS Size, sender AS Sender, block AS Block, block_hash AS BlockHash, block_time AS BlockTime, checked_at_ms AS CheckedAtMs
        FROM ledger_anchors ORDER BY size DESC, block DESC LIMIT @limit
        """;

    /// <summary>The newest anchors, at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<Anchor>> AnchorsAsync(int limit)
    {
        await using var connection = db.Open();
        var rows = await connection.QueryAsync<AnchorRow>(SelectAnchors, new { limit });
        return [.. rows.Select(row => new Anchor((ulong)row.Chain, row.Tx, ledger.Find(connection, row.Size)!, row.Sender, (ulong)row.Block, row.BlockHash, row.BlockTime, row.CheckedAtMs))];
    }

    /// <summary>The signed head of exactly this size; null where none was signed.</summary>
    public Checkpoint? Head(long size)
    {
        using var connection = db.Open();
        return ledger.Find(connection, size);
    }

    private sealed record CosignatureRow(long Size, Address Witness, byte[] Signature, long ReceivedAtMs);

    private sealed record AnchorRow(long Chain, Hash32 Tx, long Size, Address Sender, long Block, Hash32 BlockHash, long BlockTime, long CheckedAtMs);
}
