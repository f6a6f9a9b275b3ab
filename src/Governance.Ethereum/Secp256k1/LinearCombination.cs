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
        Span<AffinePoint> table = stackalloc AffinePoint[PointTable];
        Span<AffinePoint> lambdaTable = stackalloc AffinePoint[PointTable];
        OddMultiples.Write(point, scratch, table);
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
            if (first[place] != 0) AddMultiple(ref sum, table, first[place]);
            if (second[place] != 0) AddMultiple(ref sum, lambdaTable, second[place]);
            if (low[place] != 0) AddMultiple(ref sum, GeneratorTable.Low, low[place]);
            if (high[place] != 0) AddMultiple(ref sum, GeneratorTable.High, high[place]);
        }
        return sum;
    }

    /// <summary>Adds the multiple for one odd digit.</summary>
    private static void AddMultiple(ref JacobianPoint sum, ReadOnlySpan<AffinePoint> table, int digit)
    {
        if (digit > 0)
        {
            sum.AddInPlace(table[digit >> 1]);
            return;
        }
        var negative = table[-digit >> 1].Negate();
        sum.AddInPlace(negative);
    }
}
