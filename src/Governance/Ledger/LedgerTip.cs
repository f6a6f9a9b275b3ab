using Governance.Database;
using Governance.Ethereum;

namespace Governance.Ledger;

/// <summary>
/// The right edge of the ledger's tree, where it grows: the roots of its complete subtrees and the tiles that are not full. The writer keeps
/// the edge of what is committed from one group to the next; each group grows a copy.
/// </summary>
internal sealed class LedgerTip
{
    private readonly MerkleRange _tree;
    private readonly List<Tile> _edge;
    private readonly List<(int Level, Tile Tile)> _touched = [];

    private LedgerTip(MerkleRange tree, List<Tile> edge) => (_tree, _edge) = (tree, edge);

    public long Size => _tree.Size;

    public Hash32 Root => _tree.Root;

    /// <summary>The tiles that were touched since this copy was made, in order: level, index, hashes.</summary>
    public IEnumerable<(int Level, long Index, ReadOnlyMemory<byte> Hashes)> Touched => _touched.Select(at => (at.Level, at.Tile.Index, at.Tile.Hashes));

    /// <summary>The edge as it is stored.</summary>
    /// <exception cref="InvalidDataException">Tiles are missing: the store does not hold what it signed.</exception>
    public static LedgerTip Load(WriteScope scope, long size)
    {
        var (tree, edge) = (new MerkleRange(), new List<Tile>());
        var nodes = new LedgerNodes(scope.Connection, scope.Transaction);
        foreach (var (level, index) in MerkleTree.Peaks(size)) tree.Append(level, nodes.Find(level, index));
        for (int level = 0; size >> (LedgerTiles.LevelsPerTile * level) > 0; level++)
        {
            long hashes = size >> (LedgerTiles.LevelsPerTile * level);
            var tile = new Tile(hashes / LedgerTiles.Width);
            for (long i = tile.Index * LedgerTiles.Width; i < hashes; i++) tile.Add(nodes.Find(LedgerTiles.LevelsPerTile * level, i));
            edge.Add(tile);
        }

        return new LedgerTip(tree, edge);
    }

    public LedgerTip Copy() => new(_tree.Copy(), _edge.ConvertAll(tile => tile.Copy()));

    public void Append(IReadOnlyList<Hash32> leaves) => _tree.AppendMany(leaves, Keep);

    // The hashes of every eighth level stand in tiles; the others follow from them.
    private void Keep(int level, long index, Hash32 hash)
    {
        if (level % LedgerTiles.LevelsPerTile != 0) return;
        level /= LedgerTiles.LevelsPerTile;
        if (level == _edge.Count) _edge.Add(new Tile(0));
        if (_edge[level].IsFull) _edge[level] = new Tile(index / LedgerTiles.Width);
        var tile = _edge[level];
        tile.Add(hash);
        if (!tile.IsTouched) _touched.Add((level, tile));
        tile.IsTouched = true;
    }

    private sealed class Tile(long index)
    {
        private readonly byte[] _hashes = new byte[LedgerTiles.Width * Hash32.Size];
        private int _length;

        public long Index => index;

        public bool IsTouched { get; set; }

        public bool IsFull => _length == _hashes.Length;

        public ReadOnlyMemory<byte> Hashes => _hashes.AsMemory(0, _length);

        public void Add(in Hash32 hash)
        {
            hash.Bytes.CopyTo(_hashes.AsSpan(_length));
            _length += Hash32.Size;
        }

        public Tile Copy()
        {
            var copy = new Tile(index);
            Hashes.CopyTo(copy._hashes);
            copy._length = _length;
            return copy;
        }
    }
}
