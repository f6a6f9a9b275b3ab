using System.Runtime.Intrinsics;
using Governance.Ethereum.Secp256k1.Lanes;

namespace Governance.Ethereum.Tests.Secp256k1;

/// <summary>Every way in which this machine can recover a batch, each checked against the reference library.</summary>
internal static class RecoveryPaths
{
    private delegate void Path(ReadOnlySpan<Hash32> digests, ReadOnlySpan<Signature> signatures, Span<Address> signers, Span<bool> recovered);

    private static readonly (string Name, bool IsSupported, Path Recover)[] All =
    [
        ("eight lanes", Lanes8.IsSupported, LaneRecovery<Vector512<double>, Lanes8>.Recover),
        ("four lanes", Lanes4.IsSupported, LaneRecovery<Vector256<double>, Lanes4>.Recover),
        ("one by one", true, PublicKeyRecovery.RecoverEach),
        ("as the product chooses", true, PublicKeyRecovery.RecoverMany),
    ];

    internal static void CheckAll(IReadOnlyList<(Hash32 Digest, Signature Signature)> batch)
    {
        Address?[] expected = [.. batch.Select(one => Samples.Expected(one.Digest, one.Signature))];
        foreach (var (name, isSupported, recover) in All)
            if (isSupported) Check(name, recover, batch, expected);
    }

    private static void Check(string name, Path recover, IReadOnlyList<(Hash32 Digest, Signature Signature)> batch, Address?[] expected)
    {
        var signers = new Address[batch.Count];
        bool[] recovered = new bool[batch.Count];
        // What the spans held before must not matter.
        Array.Fill(recovered, true);
        Array.Fill(signers, Address.Parse("0xffffffffffffffffffffffffffffffffffffffff"));
        recover(batch.Select(one => one.Digest).ToArray(), batch.Select(one => one.Signature).ToArray(), signers, recovered);
        for (int i = 0; i < batch.Count; i++)
        {
            var answer = recovered[i] ? signers[i] : (Address?)null;
            bool isRight = answer == expected[i] && (recovered[i] || signers[i].IsZero);
            if (!isRight) Assert.Fail($"{name}, {i} of {batch.Count}: {answer} where {expected[i]} is right; digest {batch[i].Digest}, signature {batch[i].Signature}.");
        }
    }
}
