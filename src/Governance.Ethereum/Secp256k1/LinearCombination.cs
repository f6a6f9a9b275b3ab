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
        // The generator's multiples have to come to the table's curve.
        var square = FieldElement.Square(commonZ);
        var cube = FieldElement.Multiply(square, commonZ);

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
            if (low[place] != 0) AddScaled(ref sum, GeneratorTable.Low[Index(low[place])], low[place], square, cube);
            if (high[place] != 0) AddScaled(ref sum, GeneratorTable.High[Index(high[place])], high[place], square, cube);
        }
        FieldElement.Multiply(sum.Z, commonZ, out sum.Z);
        return sum;
    }

    /// <summary>Where the odd multiple of this size is in its table.</summary>
    private static int Index(int digit) => Math.Abs(digit) >> 1;

    private static void AddScaled(ref JacobianPoint sum, in AffinePoint multiple, int digit, in FieldElement square, in FieldElement cube)
    {
        multiple.Scale(square, cube, out var scaled);
        sum.AddInPlace(scaled, digit < 0);
    }
}
