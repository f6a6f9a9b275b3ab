using System.Numerics;
using Governance.Ethereum.Secp256k1;

namespace Governance.Ethereum.Tests.Secp256k1;

/// <summary>Signatures that random ones never are, on every path, against the reference library.</summary>
public class RecoveryEdgeTests
{
    private static readonly BigInteger N = Numbers.N, P = Numbers.P, Top = BigInteger.One << 256;

    [Fact]
    public void Limits_OfRAndSAndDigest()
    {
        BigInteger[] edges = [0, 1, 2, 3, 4, P - N - 1, P - N, P - N + 1, N / 2 - 1, N / 2, N / 2 + 1, N - 2, N - 1, N, N + 1, P / 2, P - 1, P, P + 1, Top - 1];
        BigInteger[] digests = [0, 1, N - 1, N, N + 1, Top - 1];
        List<(Hash32, Signature)> batch = [];
        foreach (var r in edges)
            foreach (var s in edges)
                batch.Add((Word(digests[batch.Count % digests.Length]), new Signature(Word(r), Word(s), (byte)(batch.Count % 2))));
        RecoveryPaths.CheckAll(batch);
    }

    [Fact]
    public void RecoveryIds2And3_AreRefused_ThoughAKeyExists()
    {
        // x = r + n below p: only here could the ids 2 and 3 mean anything, and a reader that ignored them would name another signer.
        byte[] key = new byte[64];
        int exist = 0;
        List<(Hash32 Digest, Signature Signature)> batch = [];
        for (int r = 1; r <= 40; r++)
        {
            byte[] rs = [.. Numbers.Bytes(r), .. Numbers.Bytes(12345)];
            for (byte id = 2; id <= 3; id++)
            {
                if (ReferenceLibrary.TryRecover(Numbers.Bytes(99), rs, id, key)) exist++;
                batch.Add((Word(99), new Signature(Word(r), Word(12345), id)));
            }
        }
        exist.ShouldBeGreaterThan(10);
        var signers = new Address[batch.Count];
        bool[] recovered = new bool[batch.Count];
        PublicKeyRecovery.RecoverMany(batch.Select(one => one.Digest).ToArray(), batch.Select(one => one.Signature).ToArray(), signers, recovered);
        recovered.ShouldAllBe(answer => !answer);
        foreach (var (digest, signature) in batch) PublicKeyRecovery.TryRecover(digest, signature, out _).ShouldBeFalse();
    }

    [Fact]
    public void KeyAtInfinity_IsNoKey()
    {
        // R = kG and z = sk make sR - zG infinity.
        List<(Hash32 Digest, Signature Signature)> batch = [];
        for (int k = 1; k <= 100; k++)
        {
            foreach (var s in (BigInteger[])[1, 2, k + 5, N / 2])
            {
                var (r, isOdd) = MultipleOfG(k);
                batch.Add((Word(s * k % N), new Signature(Word(r), Word(s), isOdd)));
            }
        }
        RecoveryPaths.CheckAll(batch);
        foreach (var (digest, signature) in batch) PublicKeyRecovery.TryRecover(digest, signature, out _).ShouldBeFalse();
    }

    [Fact]
    public void EphemeralPoints_ThatMeetTheTables_AreRecoveredAllTheSame()
    {
        // R a small multiple of ±G or ±λG: sums inside the tables and windows then meet equal and opposite points.
        var random = new Random(60);
        byte[] bytes = new byte[32];
        List<(Hash32, Signature)> batch = [];
        for (int k = 1; k <= 64; k++)
        {
            var (r, parity) = MultipleOfG(k);
            var lambdaR = Numbers.From(FieldElement.Multiply(Numbers.ToField(r), Endomorphism.Beta));
            foreach (var x in (BigInteger[])[r, lambdaR])
            {
                random.NextBytes(bytes);
                var z = new BigInteger(bytes, isUnsigned: true) % N;
                foreach (var s in (BigInteger[])[1, 3, z, (N - z) % N, z * 5 % N])
                    batch.Add((Word(random.Next(2) == 0 ? z : s), new Signature(Word(x % N), Word(s), (byte)(random.Next(2) ^ parity))));
            }
        }
        // One bad lane must not hurt its neighbours.
        for (int i = 0; i < 300; i++) batch.Insert(random.Next(batch.Count), Samples.Signed(random));
        RecoveryPaths.CheckAll(batch);
    }

    [Fact]
    public void ZeroDigest_HasNoGeneratorPart()
    {
        var random = new Random(61);
        List<(Hash32, Signature)> batch = [];
        for (int i = 0; i < 100; i++) batch.Add((i % 2 == 0 ? default : Word(N), Samples.Unsigned(random).Signature));
        RecoveryPaths.CheckAll(batch);
    }

    [Fact]
    public void EveryByteOfAGoodSignature_Flipped_NamesSomebodyElse_OrNobody()
    {
        var random = new Random(62);
        var (digest, good) = Samples.Signed(random);
        PublicKeyRecovery.TryRecover(digest, good, out var signer).ShouldBeTrue();
        List<(Hash32 Digest, Signature Signature)> batch = [];
        for (int i = 0; i < 64; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] bytes = good.ToArray();
                bytes[i] ^= (byte)(1 << bit);
                batch.Add((digest, new Signature(new Hash32(bytes.AsSpan(0, 32)), new Hash32(bytes.AsSpan(32, 32)), good.RecoveryId)));
            }
        }
        batch.Add((digest, new Signature(good.R, good.S, (byte)(1 - good.RecoveryId))));
        RecoveryPaths.CheckAll(batch);
        foreach (var one in batch)
            if (PublicKeyRecovery.TryRecover(one.Digest, one.Signature, out var other)) other.ShouldNotBe(signer);
    }

    [Fact]
    public void DefaultSignature_IsNobodys() => PublicKeyRecovery.TryRecover(Word(1), default, out _).ShouldBeFalse();

    private static (BigInteger X, byte Parity) MultipleOfG(int k)
    {
        var sum = LinearCombination.Compute(Numbers.ToScalar(k), Numbers.ToScalar(0), AffinePoint.Generator);
        var point = sum.ToAffine(FieldElement.Invert(sum.Z));
        return (Numbers.From(point.X), (byte)(point.Y.IsOdd ? 1 : 0));
    }

    private static Hash32 Word(BigInteger number) => new(Numbers.Bytes(number));
}
