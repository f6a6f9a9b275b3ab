using System.Security.Cryptography;
using Governance.Ethereum;

namespace Governance.Tests.Ledger;

/// <summary>RFC 6962 section 2.1 as it is written: slices of a list, nothing kept. Slow and obvious.</summary>
internal static class NaiveTree
{
    public static byte[] Hash(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 0) return SHA256.HashData([]);
        if (leaves.Length == 1) return SHA256.HashData([0, .. leaves[0]]);
        int k = Split(leaves.Length);
        return SHA256.HashData([1, .. Hash(leaves[..k]), .. Hash(leaves[k..])]);
    }

    // PATH(m, D[n])
    public static List<byte[]> Path(int m, ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 1) return [];
        int k = Split(leaves.Length);
        return m < k ? [.. Path(m, leaves[..k]), Hash(leaves[k..])] : [.. Path(m - k, leaves[k..]), Hash(leaves[..k])];
    }

    // PROOF(m, D[n]) = SUBPROOF(m, D[n], true)
    public static List<byte[]> Proof(int m, ReadOnlySpan<byte[]> leaves) => SubProof(m, leaves, true);

    public static Hash32 Root(ReadOnlySpan<byte[]> leaves) => new(Hash(leaves));

    private static List<byte[]> SubProof(int m, ReadOnlySpan<byte[]> leaves, bool complete)
    {
        if (m == leaves.Length) return complete ? [] : [Hash(leaves)];
        int k = Split(leaves.Length);
        return m <= k ? [.. SubProof(m, leaves[..k], complete), Hash(leaves[k..])] : [.. SubProof(m - k, leaves[k..], false), Hash(leaves[..k])];
    }

    private static int Split(int n)
    {
        int k = 1;
        while (k * 2 < n) k *= 2;
        return k;
    }
}
