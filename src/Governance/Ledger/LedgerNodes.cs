using System.Data.Common;
using Governance.Ethereum;

namespace Governance.Ledger;

/// <summary>
/// The tree's complete nodes by (level, index), out of the stored tiles: a tile holds 256 hashes of one level in eight, and a node between is
/// hashed from at most 128 of them. Remembers the tiles that it met last: for one proof, or one way through the ledger.
/// </summary>
internal sealed class LedgerNodes(DbConnection connection, DbTransaction? transaction = null)
{
    private const int MaxRemembered = 16;

    private readonly Dictionary<(int Level, long Index), byte[]> _tiles = [];

    /// <exception cref="InvalidDataException">The node is missing: the store does not hold what it signed.</exception>
    public Hash32 Find(int level, long index)
    {
        int below = level % LedgerTiles.LevelsPerTile;
        long first = index << below;
        var hashes = TileOf(level / LedgerTiles.LevelsPerTile, first / LedgerTiles.Width);
        int from = (int)(first % LedgerTiles.Width) * Hash32.Size, length = Hash32.Size << below;
        if (hashes.Length < from + length)
            throw new InvalidDataException($"The ledger lacks node {level}/{index}: the database was altered or damaged; restore a backup.");
        return RootOf(hashes.AsSpan(from, length));
    }

    private byte[] TileOf(int level, long index)
    {
        if (_tiles.TryGetValue((level, index), out var known)) return known;
        if (_tiles.Count >= MaxRemembered) _tiles.Clear();
        return _tiles[(level, index)] = LedgerStore.Tile(connection, level, index, transaction) ?? [];
    }

    // Of a power of two of hashes.
    private static Hash32 RootOf(ReadOnlySpan<byte> hashes)
    {
        if (hashes.Length == Hash32.Size) return new Hash32(hashes);
        int half = hashes.Length / 2;
        return MerkleTree.Parent(RootOf(hashes[..half]), RootOf(hashes[half..]));
    }
}
