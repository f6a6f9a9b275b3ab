using System.Numerics;
using Governance.Ethereum;

namespace Governance.Ledger;

/// <summary>
/// A Merkle tree as it grows from the left: keeps only the roots of its complete subtrees, so a million leaves need twenty hashes. Leaves
/// that somebody else holds are taken as roots of whole subtrees.
/// </summary>
public sealed class MerkleRange
{
    private readonly List<(int Level, Hash32 Hash)> _peaks = [];

    public long Size { get; private set; }

    public MerkleRange Copy()
    {
        var copy = new MerkleRange { Size = Size };
        copy._peaks.AddRange(_peaks);
        return copy;
    }

    /// <summary>Appends a leaf and tells of every node that it completes, the leaf first.</summary>
    public void Append(in Hash32 leaf, Action<int, long, Hash32>? completed = null) => Append(0, leaf, completed);

    /// <summary>Appends the root of a complete subtree of 2^level leaves.</summary>
    /// <exception cref="ArgumentException">Such a subtree can not begin at this size.</exception>
    public void Append(int level, in Hash32 root, Action<int, long, Hash32>? completed = null)
    {
        if (level is < 0 or > 62 || (Size & ((1L << level) - 1)) != 0) throw new ArgumentException($"No subtree of level {level} begins at leaf {Size}.", nameof(level));
        var (at, hash) = (level, root);
        completed?.Invoke(at, Size >> at, hash);
        while (_peaks.Count > 0 && _peaks[^1].Level == at)
        {
            hash = MerkleTree.Parent(_peaks[^1].Hash, hash);
            _peaks.RemoveAt(_peaks.Count - 1);
            at++;
            completed?.Invoke(at, Size >> at, hash);
        }

        _peaks.Add((at, hash));
        Size += 1L << level;
    }

    /// <summary>Appends leaves, whose parents are hashed level by level, many at once; told are every level's complete nodes from left to right.</summary>
    public void AppendMany(IReadOnlyList<Hash32> leaves, Action<int, long, Hash32>? completed = null)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        var peaks = new List<(int Level, Hash32 Hash)>();
        IReadOnlyList<Hash32> nodes = leaves;
        long start = Size;
        for (int level = 0; nodes.Count > 0 || (_peaks.Count > 0 && _peaks[^1].Level >= level); level++, start >>= 1)
        {
            for (int i = 0; i < nodes.Count; i++) completed?.Invoke(level, start + i, nodes[i]);
            // The subtree that stood alone at this level is the left neighbour of the first new one.
            if (_peaks.Count > 0 && _peaks[^1].Level == level)
            {
                nodes = [_peaks[^1].Hash, .. nodes];
                _peaks.RemoveAt(_peaks.Count - 1);
                start--;
            }

            if (nodes.Count % 2 == 1) peaks.Add((level, nodes[^1]));
            nodes = MerkleTree.Parents(nodes);
        }

        peaks.Reverse();
        _peaks.AddRange(peaks);
        Size += leaves.Count;
    }

    /// <summary>The RFC 6962 root of what was appended.</summary>
    public Hash32 Root
    {
        get
        {
            if (_peaks.Count == 0) return MerkleTree.EmptyRoot;
            var root = _peaks[^1].Hash;
            for (int i = _peaks.Count - 2; i >= 0; i--) root = MerkleTree.Parent(_peaks[i].Hash, root);
            return root;
        }
    }

    /// <summary>The complete subtrees that cover leaves <paramref name="from"/> to before <paramref name="to"/>, from left to right, each as large as its place allows.</summary>
    public static IEnumerable<(int Level, long Index)> Cover(long from, long to)
    {
        while (from < to)
        {
            int level = Math.Min(from == 0 ? 62 : BitOperations.TrailingZeroCount(from), BitOperations.Log2((ulong)(to - from)));
            yield return (level, from >> level);
            from += 1L << level;
        }
    }
}
