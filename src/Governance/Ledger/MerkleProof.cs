using System.Numerics;
using Governance.Ethereum;

namespace Governance.Ledger;

/// <summary>
/// The two checks that make the ledger more than the portal's word: a leaf is in a tree, and one tree continues another (RFC 9162, 2.1.3.2
/// and 2.1.4.2). They need nothing but hashes, so a voter's page, an auditor and a witness run the same lines.
/// </summary>
public static class MerkleProof
{
    /// <summary>Whether <paramref name="proof"/> leads from the leaf at <paramref name="index"/> to <paramref name="root"/> of <paramref name="size"/> leaves.</summary>
    public static bool VerifyInclusion(Hash32 leaf, long index, long size, IReadOnlyList<Hash32> proof, Hash32 root)
    {
        if (index < 0 || index >= size) return false;
        var (node, last) = (index, size - 1);
        var hash = leaf;
        foreach (var sibling in proof)
        {
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last)
            {
                hash = MerkleTree.Parent(sibling, hash);
                // The right edge of an unbalanced tree: levels without a sibling have no entry in the proof.
                if ((node & 1) == 0) (node, last) = Shift(node, last, BitOperations.TrailingZeroCount(node));
            }
            else
            {
                hash = MerkleTree.Parent(hash, sibling);
            }

            (node, last) = Shift(node, last, 1);
        }

        return last == 0 && hash == root;
    }

    /// <summary>Whether the tree of <paramref name="first"/> leaves is a prefix of the tree of <paramref name="second"/>.</summary>
    public static bool VerifyConsistency(long first, long second, IReadOnlyList<Hash32> proof, Hash32 firstRoot, Hash32 secondRoot)
    {
        if (first < 0 || first > second) return false;
        if (first == second) return proof.Count == 0 && firstRoot == secondRoot;
        // Everything continues the empty tree, and nothing needs to be shown for it.
        if (first == 0) return proof.Count == 0 && firstRoot == MerkleTree.EmptyRoot;
        IEnumerable<Hash32> path = BitOperations.IsPow2(first) ? proof.Prepend(firstRoot) : proof;
        return Walk(first, second, path, firstRoot, secondRoot);
    }

    // Rebuilds both roots from one path: nodes that lie within the old tree count for both.
    private static bool Walk(long first, long second, IEnumerable<Hash32> path, Hash32 firstRoot, Hash32 secondRoot)
    {
        var (node, last) = (first - 1, second - 1);
        (node, last) = Shift(node, last, BitOperations.TrailingZeroCount(~node));
        Hash32? old = null, current = null;
        foreach (var hash in path)
        {
            if (old is null)
            {
                old = current = hash;
                continue;
            }

            if (last == 0) return false;
            if ((node & 1) == 1 || node == last)
            {
                old = MerkleTree.Parent(hash, old.Value);
                current = MerkleTree.Parent(hash, current!.Value);
                if ((node & 1) == 0) (node, last) = Shift(node, last, BitOperations.TrailingZeroCount(node));
            }
            else
            {
                current = MerkleTree.Parent(current!.Value, hash);
            }

            (node, last) = Shift(node, last, 1);
        }

        return last == 0 && old == firstRoot && current == secondRoot;
    }

    // Shifts past the last bit end at 0 (C# would take the count modulo 64).
    private static (long Node, long Last) Shift(long node, long last, int levels) => levels > 62 ? (0, 0) : (node >> levels, last >> levels);
}
