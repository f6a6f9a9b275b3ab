using System.Numerics;
using Governance.Ethereum.Secp256k1;

namespace Governance.Ethereum.Tests.Secp256k1;

public class GroupTests
{
    private static readonly AffinePoint G = AffinePoint.Generator;

    [Fact]
    public void SmallMultiplesOfG_ByAdding_AreWhatTheReferenceLibraryDerives()
    {
        // The second addition is a doubling, found by its branch.
        var sum = default(JacobianPoint);
        byte[] digest = new byte[32];
        digest[0] = 1;
        for (int k = 1; k <= 40; k++)
        {
            sum = sum.Add(G);
            using var key = SigningKey.FromPrivateKey(Numbers.Bytes(k));
            PublicKeyRecovery.ToAddress(sum.ToAffine(FieldElement.Invert(sum.Z))).ShouldBe(key.Address, $"{k}G");
        }
    }

    [Fact]
    public void Laws_Hold()
    {
        var infinity = default(JacobianPoint);
        var random = new Random(30);
        infinity.IsInfinity.ShouldBeTrue();
        infinity.Double().IsInfinity.ShouldBeTrue();
        for (int i = 0; i < 50; i++)
        {
            var (p, q, r) = (Multiple(random), Multiple(random), Multiple(random));
            var jp = JacobianPoint.From(p);
            Same(infinity.Add(p), jp);
            jp.Add(p.Negate()).IsInfinity.ShouldBeTrue();
            Same(jp.Add(p), jp.Double());
            Same(jp.Add(q), JacobianPoint.From(q).Add(p));
            Same(jp.Add(q).Add(r), JacobianPoint.From(q).Add(r).Add(p));
            Same(jp.Double().Double().Add(p.Negate()), jp.Double().Add(p));
            IsOnCurve(Affine(jp.Add(q).Double())).ShouldBeTrue();
            // λP by the endomorphism satisfies λ²P + λP + P = 0.
            var lambda = Endomorphism.TimesLambda(p);
            jp.Add(lambda).Add(Endomorphism.TimesLambda(lambda)).IsInfinity.ShouldBeTrue();
        }
    }

    [Fact]
    public void LinearCombination_OfSmallAndSpecialFactors_IsTheSumByHand()
    {
        var point = JacobianPoint.From(G).Double().Add(G);
        var three = Affine(point);
        BigInteger[] factors = [0, 1, 2, 3, 5, 6, 15, 16, 17, 31, 33, 4095, 4096, 4097, Numbers.N / 2, (Numbers.N / 2) + 1, Numbers.N - 3, Numbers.N - 1, BigInteger.One << 128];
        foreach (var a in factors)
        {
            foreach (var b in factors)
            {
                // aG + b·3G = (a + 3b)G, through equal points, opposite points and infinity.
                var sum = LinearCombination.Compute(Numbers.ToScalar(a), Numbers.ToScalar(b), three);
                var total = (a + (3 * b)) % Numbers.N;
                if (total.IsZero) sum.IsInfinity.ShouldBeTrue($"{a}G + {b}·3G");
                else PublicKeyRecovery.ToAddress(Affine(sum)).ShouldBe(AddressOf(total), $"{a}G + {b}·3G");
            }
        }
    }

    [Fact]
    public void Lift_FindsBothPoints_OrSaysThatThereIsNone()
    {
        var random = new Random(31);
        byte[] bytes = new byte[32];
        int found = 0;
        for (int i = 0; i < 200; i++)
        {
            random.NextBytes(bytes);
            var x = new BigInteger(bytes, isUnsigned: true) % Numbers.P;
            var square = (BigInteger.ModPow(x, 3, Numbers.P) + 7) % Numbers.P;
            bool exists = BigInteger.ModPow(square, (Numbers.P - 1) / 2, Numbers.P) == 1;
            foreach (bool odd in (bool[])[false, true])
            {
                AffinePoint.TryLift(Numbers.ToField(x), odd, out var point).ShouldBe(exists);
                if (!exists) continue;
                IsOnCurve(point).ShouldBeTrue();
                point.Y.IsOdd.ShouldBe(odd);
                found++;
            }
        }
        found.ShouldBeInRange(100, 300);
    }

    private static AffinePoint Multiple(Random random)
    {
        byte[] bytes = new byte[32];
        random.NextBytes(bytes);
        return Affine(LinearCombination.Compute(Scalar.Reduce(Limbs.FromBigEndian(bytes)), Scalar.One, G));
    }

    private static AffinePoint Affine(in JacobianPoint point) => point.ToAffine(FieldElement.Invert(point.Z));

    private static Address AddressOf(BigInteger secret)
    {
        using var key = SigningKey.FromPrivateKey(Numbers.Bytes(secret));
        return key.Address;
    }

    private static void Same(in JacobianPoint a, in JacobianPoint b)
    {
        var (p, q) = (Affine(a), Affine(b));
        p.X.Is(q.X).ShouldBeTrue();
        p.Y.Is(q.Y).ShouldBeTrue();
    }

    private static bool IsOnCurve(in AffinePoint point) =>
        FieldElement.Square(point.Y).Is(FieldElement.Add(FieldElement.Multiply(FieldElement.Square(point.X), point.X), new FieldElement(7)));
}
