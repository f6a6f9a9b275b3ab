using System.Globalization;
using System.Numerics;
using Governance.Ethereum.Secp256k1;
using Governance.Ethereum.Secp256k1.Lanes;

namespace Governance.Ethereum.Tests.Secp256k1;

public class ScalarTests
{
    private static readonly BigInteger N = Numbers.N;
    private static readonly BigInteger Lambda = BigInteger.Parse("5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static readonly BigInteger[] Samples = [.. Numbers.Interesting(new Random(20), randomOnes: 300)];

    [Fact]
    public void EveryOperation_IsBigIntegersModuloN()
    {
        var random = new Random(21);
        foreach (var a in Samples)
        {
            var b = Samples[random.Next(Samples.Length)];
            var (x, y) = (Numbers.ToScalar(a), Numbers.ToScalar(b));
            Numbers.From(x).ShouldBe(a % N);
            Numbers.From(Scalar.Multiply(x, y)).ShouldBe(a * b % N);
            Numbers.From(Scalar.Negate(x)).ShouldBe(Numbers.Modulo(-a, N));
            Numbers.From(Scalar.Invert(x)).ShouldBe(BigInteger.ModPow(a, N - 2, N));
            x.IsHigh.ShouldBe(a % N > N / 2);
            Scalar.TryRead(Numbers.ToLimbs(a), out _).ShouldBe(a > 0 && a < N);
        }
    }

    [Fact]
    public void InvertAll_IsEachInverse()
    {
        Scalar[] numbers = [.. Samples.Where(a => a % N != 0).Select(Numbers.ToScalar)];
        var inverses = new Scalar[numbers.Length];
        Scalar.InvertAll(numbers, inverses);
        for (int i = 0; i < numbers.Length; i++) Numbers.From(Scalar.Multiply(numbers[i], inverses[i])).ShouldBe(BigInteger.One);
    }

    [Fact]
    public void Split_IsShort_AndAddsUp()
    {
        foreach (var a in Samples)
        {
            Endomorphism.Split(Numbers.ToScalar(a), out var k1, out var k2);
            var (first, second) = (From(k1.ToHalf()), From(k2.ToHalf()));
            Numbers.Modulo(first + (second * Lambda) - a, N).ShouldBe(BigInteger.Zero);
            BigInteger.Abs(first).ShouldBeLessThan(BigInteger.One << 128);
            BigInteger.Abs(second).ShouldBeLessThan(BigInteger.One << 128);
        }
    }

    [Fact]
    public void WindowedNaf_AddsUp_WithOddDigitsAndTheirZeros()
    {
        short[] digits = new short[WindowedNaf.Digits];
        foreach (var a in Samples)
        {
            Endomorphism.Split(Numbers.ToScalar(a), out var k1, out _);
            foreach (int width in (int[])[2, 5, GeneratorTable.Width])
            {
                int used = WindowedNaf.Write(k1.ToHalf(), width, digits);
                BigInteger sum = 0;
                int zeros = width;
                for (int place = 0; place < WindowedNaf.Digits; place++)
                {
                    if (digits[place] == 0)
                    {
                        zeros++;
                        continue;
                    }
                    (digits[place] % 2).ShouldNotBe(0);
                    Math.Abs((int)digits[place]).ShouldBeLessThan(1 << (width - 1));
                    zeros.ShouldBeGreaterThanOrEqualTo(width - 1);
                    place.ShouldBeLessThan(used);
                    zeros = 0;
                    sum += digits[place] * (BigInteger.One << place);
                }
                sum.ShouldBe(From(k1.ToHalf()));
            }
        }
    }

    [Theory]
    [InlineData(LaneTable.Width)]
    [InlineData(LaneGenerator.Width)]
    public void OddDigits_AddUp(int width)
    {
        foreach (var a in Samples)
        {
            OddDigits.Split(Numbers.ToScalar(a), out var first, out var second);
            Numbers.Modulo(Sum(first, width) + (Sum(second, width) * Lambda) - a, N).ShouldBe(BigInteger.Zero);
        }
    }

    private static BigInteger Sum(in OddDigits digits, int width)
    {
        BigInteger sum = 0;
        for (int start = 0; start < OddDigits.Bits; start += width)
        {
            ushort window = digits.Window(start, width);
            int size = (2 * (window & LaneDigits.IndexMask)) + 1;
            sum += (window >> 15 == 0 ? size : -size) * (BigInteger.One << start);
        }
        return sum;
    }

    private static BigInteger From(in HalfScalar half)
    {
        BigInteger size = ((BigInteger)half.High << 64) + half.Low;
        return half.IsNegative ? -size : size;
    }
}
