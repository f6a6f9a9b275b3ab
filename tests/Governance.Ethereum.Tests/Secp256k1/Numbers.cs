using System.Globalization;
using System.Numerics;
using Governance.Ethereum.Secp256k1;

namespace Governance.Ethereum.Tests.Secp256k1;

/// <summary>The same numbers as BigInteger, whose arithmetic is what ours is checked against.</summary>
internal static class Numbers
{
    internal static readonly BigInteger P = Hexadecimal("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f");
    internal static readonly BigInteger N = Hexadecimal("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    /// <summary>Where carries, folds and comparisons change: 0, n, n/2, p, 2^256, powers of two, each with its neighbours; then random ones.</summary>
    internal static IEnumerable<BigInteger> Interesting(Random random, int randomOnes)
    {
        BigInteger top = BigInteger.One << 256;
        BigInteger[] centres = [0, N / 2, N, P / 2, P, top, .. Enumerable.Range(1, 255).Where(bit => bit % 4 == 0).Select(bit => BigInteger.One << bit)];
        foreach (var centre in centres)
            for (int step = -2; step <= 2; step++)
                if (centre + step >= 0 && centre + step < top) yield return centre + step;
        byte[] bytes = new byte[32];
        for (int i = 0; i < randomOnes; i++)
        {
            random.NextBytes(bytes);
            // Long runs of ones and zeros find carries that random digits miss.
            if (i % 2 == 0) bytes.AsSpan(random.Next(32)).Fill((byte)(i % 4 == 0 ? 0xff : 0));
            yield return new BigInteger(bytes, isUnsigned: true);
        }
    }

    internal static byte[] Bytes(BigInteger number)
    {
        byte[] bytes = new byte[32];
        byte[] magnitude = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        magnitude.CopyTo(bytes, 32 - magnitude.Length);
        return bytes;
    }

    internal static BigInteger Modulo(BigInteger number, BigInteger modulus) => ((number % modulus) + modulus) % modulus;

    internal static Limbs ToLimbs(BigInteger number) => Limbs.FromBigEndian(Bytes(number));

    internal static BigInteger From(in Limbs limbs)
    {
        byte[] bytes = new byte[32];
        limbs.WriteBigEndian(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    internal static FieldElement ToField(BigInteger number) => new(ToLimbs(number));

    internal static BigInteger From(in FieldElement number) => From(number.ToLimbs());

    internal static Scalar ToScalar(BigInteger number) => Scalar.Reduce(ToLimbs(number));

    internal static BigInteger From(in Scalar number) => From(number.Limbs);

    private static BigInteger Hexadecimal(string digits) => BigInteger.Parse("0" + digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
