using System.Numerics;
using System.Runtime.Intrinsics;
using Governance.Ethereum.Secp256k1;
using Governance.Ethereum.Secp256k1.Lanes;

namespace Governance.Ethereum.Tests.Secp256k1;

/// <summary>a·G + b·P with the lanes of a vector, against the same on words.</summary>
public class LaneCombinationTests
{
    private delegate bool Compute(in Scalar a, in Scalar b, in AffinePoint point, out JacobianPoint sum);

    private static readonly (bool IsSupported, Compute Compute)[] Paths =
    [
        (Lanes8.IsSupported, LaneCombination<Vector512<double>, Lanes8>.TryCompute),
        (Lanes4.IsSupported, LaneCombination<Vector256<double>, Lanes4>.TryCompute),
    ];

    [Fact]
    public void OfRandomFactors_IsThatOfWords_AndAlwaysFound()
    {
        var random = new Random(80);
        for (int i = 0; i < 300; i++)
        {
            var point = Affine(LinearCombination.Compute(Numbers.ToScalar(Factor(random)), Scalar.One, AffinePoint.Generator));
            Check(Factor(random), Factor(random), point, mayMeetItself: false);
        }
    }

    [Fact]
    public void OfFewAndOfManySignedBits_IsThatOfWords()
    {
        // Lanes that run out of bits keep their sum: from no bit in one half to every second place in both.
        var random = new Random(81);
        var point = Affine(LinearCombination.Compute(Numbers.ToScalar(Factor(random)), Scalar.One, AffinePoint.Generator));
        var alternating = BigInteger.Parse("055555555555555555555555555555555", System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
        foreach (var b in (BigInteger[])[0, 1, 2, 3, 5, 21, 85, 341, alternating, alternating * 2, (BigInteger.One << 127) + 1, (BigInteger.One << 128) - 1, Numbers.N - 1, Numbers.N - alternating])
            Check(Factor(random), b, point, mayMeetItself: false);
    }

    [Fact]
    public void OfFactorsThatMeetTheTables_IsThatOfWords_OrLeftToThem()
    {
        BigInteger[] factors = [0, 1, 2, 3, 7, 2047, 2048, 2049, 1 << 22, Numbers.N / 2, (Numbers.N / 2) + 1, Numbers.N - 3, Numbers.N - 1];
        var three = Affine(JacobianPoint.From(AffinePoint.Generator).Double().Add(AffinePoint.Generator));
        foreach (var a in factors)
            foreach (var b in factors)
                foreach (var point in (AffinePoint[])[AffinePoint.Generator, AffinePoint.Generator.Negate(), three, Endomorphism.TimesLambda(three)])
                    Check(a, b, point, mayMeetItself: true);
    }

    private static void Check(BigInteger a, BigInteger b, in AffinePoint point, bool mayMeetItself)
    {
        var (generatorFactor, pointFactor) = (Numbers.ToScalar(a), Numbers.ToScalar(b));
        var expected = LinearCombination.Compute(generatorFactor, pointFactor, point);
        foreach (var (isSupported, compute) in Paths)
        {
            if (!isSupported) continue;
            bool found = compute(generatorFactor, pointFactor, point, out var sum);
            if (!mayMeetItself) found.ShouldBeTrue($"{a}, {b}");
            if (!found) continue;
            expected.IsInfinity.ShouldBeFalse($"{a}, {b}");
            PublicKeyRecovery.ToAddress(Affine(sum)).ShouldBe(PublicKeyRecovery.ToAddress(Affine(expected)), $"{a}, {b}");
        }
    }

    private static BigInteger Factor(Random random)
    {
        byte[] bytes = new byte[32];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % Numbers.N;
    }

    private static AffinePoint Affine(in JacobianPoint point) => point.ToAffine(FieldElement.Invert(point.Z));
}
