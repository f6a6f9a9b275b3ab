using System.Numerics;
using Governance.VotingSystems;

namespace Governance.Tests.VotingSystems;

/// <summary>The two pieces of arithmetic that the voting systems share.</summary>
public sealed class ArithmeticTests
{
    [Fact]
    public void Roots_AreTheLargestWholeNumbers_WhosePowersFit()
    {
        var random = new Random(4);
        var values = Enumerable.Range(0, 400).Select(i => RandomVotes.Power(random, 250).ToBigInteger() * BigInteger.Pow(2, random.Next(200)))
            .Concat(Enumerable.Range(0, 330).SelectMany(bits => new[] { BigInteger.Pow(2, bits) - 1, BigInteger.Pow(2, bits), BigInteger.Pow(BigInteger.Pow(3, bits), 2) - 1, BigInteger.Pow(BigInteger.Pow(3, bits), 2) }));
        foreach (var value in values)
        {
            var root = WholeRoot.Square(value);
            (root * root).ShouldBeLessThanOrEqualTo(value);
            ((root + 1) * (root + 1)).ShouldBeGreaterThan(value);
            var third = WholeRoot.Cube(value);
            BigInteger.Pow(third, 3).ShouldBeLessThanOrEqualTo(value);
            BigInteger.Pow(third + 1, 3).ShouldBeGreaterThan(value);
        }
    }

    [Fact]
    public void Apportionment_AddsUpExactly_AndEachPartIsWithinOneUnit()
    {
        var random = new Random(5);
        for (int round = 0; round < 300; round++)
        {
            var weights = Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.Next(4) == 0 ? BigInteger.Zero : RandomVotes.Power(random, 200).ToBigInteger()).ToArray();
            var total = RandomVotes.Power(random, 90).ToBigInteger();
            var sum = weights.Aggregate(BigInteger.Zero, (a, b) => a + b);
            var parts = Apportionment.Divide(total, weights);

            if (sum.IsZero)
            {
                parts.ShouldAllBe(part => part.IsZero);
                continue;
            }

            parts.Aggregate(BigInteger.Zero, (a, b) => a + b).ShouldBe(total);
            for (int i = 0; i < parts.Length; i++) BigInteger.Abs((parts[i] * sum) - (total * weights[i])).ShouldBeLessThan(sum);
        }
    }
}
