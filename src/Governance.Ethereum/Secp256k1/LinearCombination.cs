using System.Runtime.CompilerServices;

namespace Governance.Ethereum.Secp256k1;

/// <summary>a·G + b·P by Strauss's interleaving: four numbers of 128 bits, one run of 128 doublings, tables of odd multiples.</summary>
internal static class LinearCombination
{
    private const int PointWidth = 5;

    private const int PointTable = 1 << (PointWidth - 2);

    [SkipLocalsInit]
    internal static JacobianPoint Compute(in Scalar a, in Scalar b, in AffinePoint point)
    {
        Span<JacobianPoint> scratch = stackalloc JacobianPoint[PointTable];
        Span<FieldElement> ratios = stackalloc FieldElement[PointTable];
        Span<AffinePoint> table = stackalloc AffinePoint[PointTable];
        Span<AffinePoint> lambdaTable = stackalloc AffinePoint[PointTable];
        OddMultiples.WriteScaled(point, scratch, ratios, table, out var commonZ);
        for (int i = 0; i < PointTable; i++) lambdaTable[i] = Endomorphism.TimesLambda(table[i]);

        Span<short> low = stackalloc short[WindowedNaf.Digits], high = stackalloc short[WindowedNaf.Digits];
        Span<short> first = stackalloc short[WindowedNaf.Digits], second = stackalloc short[WindowedNaf.Digits];
        Endomorphism.Split(b, out var b1, out var b2);
        int used = WindowedNaf.Write(b1.ToHalf(), PointWidth, first);
        used = Math.Max(used, WindowedNaf.Write(b2.ToHalf(), PointWidth, second));
        used = Math.Max(used, WindowedNaf.Write(new HalfScalar(a.Limbs.L0, a.Limbs.L1, false), GeneratorTable.Width, low));
        used = Math.Max(used, WindowedNaf.Write(new HalfScalar(a.Limbs.L2, a.Limbs.L3, false), GeneratorTable.Width, high));

        var sum = default(JacobianPoint);
        for (int place = used - 1; place >= 0; place--)
        {
            sum.DoubleInPlace();
            if (first[place] != 0) sum.AddInPlace(table[Index(first[place])], first[place] < 0);
            if (second[place] != 0) sum.AddInPlace(lambdaTable[Index(second[place])], second[place] < 0);
            if (low[place] != 0) AddGenerator(ref sum, GeneratorTable.Low[Index(low[place])], low[place], commonZ);
            if (high[place] != 0) AddGenerator(ref sum, GeneratorTable.High[Index(high[place])], high[place], commonZ);
        }
        FieldElement.Multiply(sum.Z, commonZ, out sum.Z);
        return sum;
    }

    /// <summary>Where the odd multiple of this size is in its table.</summary>
    private static int Index(int digit) => Math.Abs(digit) >> 1;

    /// <summary>Adds a multiple of the generator, which is not on the table's curve: there it would be (xu², yu³) with u = commonZ.</summary>
    private static void AddGenerator(ref JacobianPoint sum, in AffinePoint multiple, int digit, in FieldElement commonZ)
    {
        if (sum.IsInfinity)
        {
            var square = FieldElement.Square(commonZ);
            var y = FieldElement.Multiply(multiple.Y, FieldElement.Multiply(square, commonZ));
            sum = JacobianPoint.From(new AffinePoint(FieldElement.Multiply(multiple.X, square), digit > 0 ? y : FieldElement.Negate(y)));
            return;
        }
        FieldElement.Multiply(sum.Z, commonZ, out var otherZ);
        sum.AddInPlace(multiple, digit < 0, otherZ, out _);
    }
}
