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
    public void SignedBits_AddUp_WithoutNeighbours()
    {
        BigInteger[] halves = [0, 1, 3, BigInteger.One << 127, (BigInteger.One << 128) - 1, .. Samples.Select(a => a >> 128)];
        foreach (var half in halves)
        {
            foreach (bool isNegative in (bool[])[false, true])
            {
                var bits = new SignedBits(new HalfScalar((ulong)(half & ulong.MaxValue), (ulong)(half >> 64), isNegative));
                var (sum, last, highest, left) = (BigInteger.Zero, -2, bits.Highest, bits.Left);
                for (; left > 0; left--)
                {
                    int place = bits.Next(out ulong sign);
                    place.ShouldBeGreaterThan(last + 1);
                    sum += sign == 0 ? BigInteger.One << place : -(BigInteger.One << place);
                    last = place;
                }
                sum.ShouldBe(isNegative ? -half : half);
                bits.Left.ShouldBe(0);
                if (!half.IsZero) highest.ShouldBe(last);
            }
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
    [InlineData(LaneTable.Width, OddDigits.Bits)]
    [InlineData(LaneGenerator.Width, OddDigits.Bits)]
    [InlineData(LaneGeneratorWindows.Width, LaneGeneratorWindows.Places)]
    public void OddDigits_AddUp(int width, int places)
    {
        foreach (var a in Samples)
        {
            OddDigits.Split(Numbers.ToScalar(a), out var first, out var second, places);
            Numbers.Modulo(Sum(first, width, places) + (Sum(second, width, places) * Lambda) - a, N).ShouldBe(BigInteger.Zero);
        }
    }

    private static BigInteger Sum(in OddDigits digits, int width, int places)
    {
        BigInteger sum = 0;
        for (int start = 0; start < places; start += width)
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
