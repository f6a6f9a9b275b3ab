using System.Numerics;
using Governance.Ethereum.Secp256k1;

namespace Governance.Ethereum.Tests.Secp256k1;

public class FieldTests
{
    private static readonly BigInteger P = Numbers.P;

    private static readonly BigInteger[] Samples = [.. Numbers.Interesting(new Random(10), randomOnes: 300)];

    [Fact]
    public void EveryOperation_IsBigIntegersModuloP()
    {
        var random = new Random(11);
        foreach (var a in Samples)
        {
            var b = Samples[random.Next(Samples.Length)];
            var (x, y) = (Numbers.ToField(a), Numbers.ToField(b));
            Check(a % P, x, "read and written");
            Check((a + b) % P, FieldElement.Add(x, y), "sum");
            Check(Numbers.Modulo(a - b, P), FieldElement.Subtract(x, y), "difference");
            Check(Numbers.Modulo((16 * a) - (16 * b), P), Out((out FieldElement r) => FieldElement.Combine(16, x, 16, y, out r)), "16a - 16b");
            Check(Numbers.Modulo(a - (4 * b) - (8 * a), P), Out((out FieldElement r) => FieldElement.Combine(x, 4, y, 8, x, out r)), "a - 4b - 8a");
            var loose = Out((out FieldElement r) => FieldElement.CombineLoosely(16, x, 16, y, out r));
            Check(Numbers.Modulo(a * ((16 * a) - (16 * b)), P), FieldElement.Multiply(x, loose), "product with a loose factor");
            Check(Numbers.Modulo(-a, P), FieldElement.Negate(x), "negative");
            Check(a * b % P, FieldElement.Multiply(x, y), "product");
            Check(a * a % P, FieldElement.Square(x), "square");
            Check(a * ((P + 1) / 2) % P, FieldElement.Halve(x), "half");
            Check(BigInteger.ModPow(a, P - 2, P), FieldElement.Invert(x), "inverse");
            x.IsZero.ShouldBe(a % P == 0);
            x.IsOdd.ShouldBe(!(a % P).IsEven);
            x.Is(y).ShouldBe(a % P == b % P);
        }
    }

    [Fact]
    public void Operations_TakeEachOthersResults_HoweverLong()
    {
        // Results are not below p: a chain of sums and differences must not leave the room that the limbs have.
        var random = new Random(12);
        var (number, element) = (Samples[0], Numbers.ToField(Samples[0]));
        for (int i = 0; i < 3_000; i++)
        {
            var other = Samples[random.Next(Samples.Length)];
            var y = Numbers.ToField(other);
            (number, element) = random.Next(5) switch
            {
                0 => (number + other, FieldElement.Add(element, y)),
                1 => (other - (2 * number), Out((out FieldElement r) => FieldElement.Combine(1, y, 2, element, out r))),
                2 => ((9 * number) - other, Out((out FieldElement r) => FieldElement.Combine(9, element, 1, y, out r))),
                3 => (-number, FieldElement.Negate(element)),
                _ => (number * other, FieldElement.Multiply(element, y)),
            };
            number = Numbers.Modulo(number, P);
            Check(number, element, $"step {i}");
        }
    }

    [Fact]
    public void SquareRoot_OfASquare_IsARoot_AndOfOthersIsNot()
    {
        foreach (var a in Samples.Take(150))
        {
            var root = FieldSquareRoot.Compute(Numbers.ToField(a));
            bool isSquare = a % P == 0 || BigInteger.ModPow(a, (P - 1) / 2, P) == 1;
            FieldElement.Square(root).Is(Numbers.ToField(a)).ShouldBe(isSquare);
        }
    }

    private delegate void Operation(out FieldElement result);

    private static FieldElement Out(Operation operation)
    {
        operation(out var result);
        return result;
    }

    private static void Check(BigInteger expected, in FieldElement actual, string what) => Numbers.From(actual).ShouldBe(expected, what);
}
