namespace Governance.Ethereum.Secp256k1;

/// <summary>Odd multiples of G and of 2^128·G, made once on first use: a scalar times G is two halves of 128 bits that share their doublings.</summary>
internal static class GeneratorTable
{
    internal const int Width = 13;

    private const int Size = 1 << (Width - 2);

    internal static readonly AffinePoint[] Low = Build(AffinePoint.Generator);
    internal static readonly AffinePoint[] High = Build(Shifted(AffinePoint.Generator));

    private static AffinePoint[] Build(in AffinePoint point)
    {
        var table = new AffinePoint[Size];
        OddMultiples.Write(point, new JacobianPoint[Size], table);
        return table;
    }

    private static AffinePoint Shifted(in AffinePoint point)
    {
        var shifted = JacobianPoint.From(point);
        for (int i = 0; i < 128; i++) shifted = shifted.Double();
        return shifted.ToAffine(FieldElement.Invert(shifted.Z));
    }
}
