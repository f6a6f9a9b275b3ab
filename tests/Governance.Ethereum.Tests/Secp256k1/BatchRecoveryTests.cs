using System.Runtime.Intrinsics;
using Governance.Ethereum.Secp256k1.Lanes;

namespace Governance.Ethereum.Tests.Secp256k1;

public class BatchRecoveryTests
{
    private delegate void Path(ReadOnlySpan<Hash32> digests, ReadOnlySpan<Signature> signatures, Span<Address> signers, Span<bool> recovered);

    /// <summary>Every way in which this machine can recover a batch.</summary>
    private static readonly (string Name, bool IsSupported, Path Recover)[] Paths =
    [
        ("eight lanes", Lanes8.IsSupported, LaneRecovery<Vector512<double>, Lanes8>.Recover),
        ("four lanes", Lanes4.IsSupported, LaneRecovery<Vector256<double>, Lanes4>.Recover),
        ("one by one", true, PublicKeyRecovery.RecoverEach),
        ("as the product chooses", true, PublicKeyRecovery.RecoverMany),
    ];

    [Fact]
    public void Recovers_AsTheReferenceLibrary_OnEveryPath_InBatchesOfEverySize()
    {
        var random = new Random(5);
        foreach (int count in (int[])[0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 63, 64, 65, 127, 128, 129, 300])
        {
            var (digests, signatures, expected) = Batch(random, count);
            CheckAllPaths(digests, signatures, expected);
        }
    }

    private static (Hash32[] Digests, Signature[] Signatures, Address?[] Expected) Batch(Random random, int count)
    {
        var (digests, signatures, expected) = (new Hash32[count], new Signature[count], new Address?[count]);
        for (int i = 0; i < count; i++)
        {
            (digests[i], signatures[i]) = random.Next(3) == 0 ? Samples.Unsigned(random) : Samples.Signed(random);
            expected[i] = Samples.Expected(digests[i], signatures[i]);
        }
        return (digests, signatures, expected);
    }

    private static void CheckAllPaths(Hash32[] digests, Signature[] signatures, Address?[] expected)
    {
        foreach (var (name, isSupported, recover) in Paths)
        {
            if (!isSupported) continue;
            var signers = new Address[digests.Length];
            bool[] recovered = new bool[digests.Length];
            // What the spans held before must not matter.
            Array.Fill(recovered, true);
            Array.Fill(signers, Address.Parse("0xffffffffffffffffffffffffffffffffffffffff"));
            recover(digests, signatures, signers, recovered);
            for (int i = 0; i < digests.Length; i++)
            {
                (recovered[i] ? signers[i] : (Address?)null).ShouldBe(expected[i], $"{name}, {i} of {digests.Length}: {signatures[i]}");
                if (!recovered[i]) signers[i].IsZero.ShouldBeTrue();
            }
        }
    }
}
