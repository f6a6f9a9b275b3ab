using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Indexing;

/// <summary>Finds where the chain left the index: the last block that both have.</summary>
internal sealed class Reorg(ChainClient client, IndexCursorStore cursors)
{
    private const int Step = 32;

    /// <summary>The common ancestor of the index and the chain of <paramref name="latest"/>; the index's own head when it is part of that chain.</summary>
    /// <exception cref="FinalityBrokenException">They differ at a block that was final.</exception>
    /// <exception cref="ProviderContradictionException">The provider does not have blocks below its own head.</exception>
    public async Task<BlockPoint?> AncestorAsync(IndexCursor cursor, BlockHeader latest, CancellationToken ct)
    {
        long top = Math.Min(cursor.Head.Number, (long)latest.Number);
        if (await HashAsync(top, latest, ct) is var hash && top == cursor.Head.Number && hash == cursor.Head.Hash) return cursor.Head;
        while (true)
        {
            var stored = (await cursors.BlocksAsync(client.ChainId, Math.Max(0, top - Step + 1), top)).Where(block => block.Number >= (cursor.Finalized?.Number ?? 0)).ToArray();
            if (stored.Length == 0) return Exhausted(cursor, top);
            var headers = await client.GetBlocksAsync(stored.Select(block => BlockRef.At((ulong)block.Number)), ct);
            for (int i = stored.Length - 1; i >= 0; i--)
            {
                var header = headers[i] ?? throw new ProviderContradictionException($"The provider has no block {stored[i].Number}, although its head is {latest.Number}.");
                if (header.Hash == stored[i].Hash) return stored[i];
            }

            top = stored[0].Number - 1;
        }
    }

    private async Task<Hash32> HashAsync(long number, BlockHeader latest, CancellationToken ct)
    {
        if (number == (long)latest.Number) return latest.Hash;
        if (number == (long)latest.Number - 1) return latest.ParentHash;
        var header = await client.GetBlockAsync((ulong)number, ct);
        return header?.Hash ?? throw new ProviderContradictionException($"The provider has no block {number}, although its head is {latest.Number}.");
    }

    // Below the oldest block that is remembered: either that one was final, or the index itself began there.
    private static BlockPoint? Exhausted(IndexCursor cursor, long top) =>
        cursor.Finalized is { } finalized && top < finalized.Number
            ? throw new FinalityBrokenException(
                $"The chain has another block than the finalized block {finalized.Number} ({finalized.Hash}) that was indexed. Either its providers lie or the chain was rewritten. "
                + $"Nothing more is indexed; when you trust the providers, restart with Indexing:Reindex:0={cursor.Chain}.")
            : null;
}
