using System.Numerics;
using System.Security.Cryptography;
using Governance.Ethereum;

namespace Governance.Ledger;

/// <summary>
/// The arithmetic of an RFC 6962 Merkle tree whose complete nodes are kept by (level, index): node (l, i) covers leaves i·2^l to (i+1)·2^l - 1.
/// </summary>
public static class MerkleTree
{
    /// <summary>SHA-256 of nothing: the root of the empty tree.</summary>
    public static readonly Hash32 EmptyRoot = new(SHA256.HashData([]));

    /// <summary>SHA-256(0x01 ‖ left ‖ right).</summary>
    public static Hash32 Parent(in Hash32 left, in Hash32 right)
    {
        Span<byte> bytes = stackalloc byte[65];
        bytes[0] = 1;
        left.Bytes.CopyTo(bytes[1..]);
        right.Bytes.CopyTo(bytes[33..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes, hash);
        return new Hash32(hash);
    }

    /// <summary>The parents of each two neighbours; one that is left over at the end has none.</summary>
    internal static Hash32[] Parents(IReadOnlyList<Hash32> nodes)
    {
        const int size = 1 + (2 * Hash32.Size);
        var parents = new Hash32[nodes.Count / 2];
        var pairs = new byte[parents.Length * size];
        var messages = new ReadOnlyMemory<byte>[parents.Length];
        for (int i = 0; i < parents.Length; i++)
        {
            var pair = pairs.AsMemory(i * size, size);
            pair.Span[0] = 1;
            nodes[2 * i].Bytes.CopyTo(pair.Span[1..]);
            nodes[(2 * i) + 1].Bytes.CopyTo(pair.Span[(1 + Hash32.Size)..]);
            messages[i] = pair;
        }

        Sha256Lanes.HashMany(messages, parents);
        return parents;
    }

    /// <summary>The complete subtrees that make up a tree of <paramref name="size"/> leaves, from left (largest) to right.</summary>
    public static IEnumerable<(int Level, long Index)> Peaks(long size)
    {
        long start = 0;
        for (long rest = size; rest > 0;)
        {
            int level = BitOperations.Log2((ulong)rest);
            yield return (level, start >> level);
            start += 1L << level;
            rest -= 1L << level;
        }
    }

    /// <summary>The root of a tree of <paramref name="size"/> leaves from its complete nodes.</summary>
    public static Hash32 Root(long size, Func<int, long, Hash32> node) => RangeRoot(0, size, node);

    /// <summary>The sibling hashes from leaf <paramref name="index"/> to the root of <paramref name="size"/> leaves (RFC 6962, 2.1.1).</summary>
    public static IReadOnlyList<Hash32> InclusionProof(long index, long size, Func<int, long, Hash32> node)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<Hash32>();
        Collect(index, 0, size, node, path);
        return path;
    }

    /// <summary>The nodes that prove the tree of <paramref name="first"/> leaves to be a prefix of that of <paramref name="second"/> (RFC 6962, 2.1.2).</summary>
    public static IReadOnlyList<Hash32> ConsistencyProof(long first, long second, Func<int, long, Hash32> node)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        var path = new List<Hash32>();
        if (first > 0 && first < second) Collect(first, 0, second, node, path, complete: true);
        return path;
    }

    // MTH over leaves [from, to): split at the largest power of two below the length, as the RFC does.
    private static Hash32 RangeRoot(long from, long to, Func<int, long, Hash32> node)
    {
        long length = to - from;
        if (length == 0) return EmptyRoot;
        if (BitOperations.IsPow2(length))
        {
            int level = BitOperations.Log2((ulong)length);
            return node(level, from >> level);
        }

        long middle = from + Split(length);
        return Parent(RangeRoot(from, middle, node), RangeRoot(middle, to, node));
    }

    // PATH of the RFC: the sibling of the half that holds the leaf, deepest first.
    private static void Collect(long index, long from, long to, Func<int, long, Hash32> node, List<Hash32> path)
    {
        if (to - from == 1) return;
        long middle = from + Split(to - from);
        if (index < middle)
        {
            Collect(index, from, middle, node, path);
            path.Add(RangeRoot(middle, to, node));
        }
        else
        {
            Collect(index, middle, to, node, path);
            path.Add(RangeRoot(from, middle, node));
        }
    }

    // SUBPROOF of the RFC: `complete` while the old tree is exactly this subtree's left edge.
    private static void Collect(long first, long from, long to, Func<int, long, Hash32> node, List<Hash32> path, bool complete)
    {
        if (first == to)
        {
            if (!complete) path.Add(RangeRoot(from, to, node));
            return;
        }

        long middle = from + Split(to - from);
        if (first <= middle)
        {
            Collect(first, from, middle, node, path, complete);
            path.Add(RangeRoot(middle, to, node));
        }
        else
        {
            Collect(first, middle, to, node, path, complete: false);
            path.Add(RangeRoot(from, middle, node));
        }
    }

    private static long Split(long length) => 1L << BitOperations.Log2((ulong)(length - 1));
}
