namespace Governance.Ethereum.Secp256k1;

/// <summary>
/// Tables P, 3P, 5P, … for the digits of <see cref="WindowedNaf"/>. Each is the one before plus 2P, which should be affine for the cheap
/// addition; to save its inversion the table is built on an isomorphic curve, (x, y) -> (xu², yu³), where 2P is affine with u its Z. The
/// formulas do not use the curve's constant, so they hold there too.
/// </summary>
internal static class OddMultiples
{
    /// <summary>Fills the table with the first odd multiples of the point, by one inversion.</summary>
    internal static void Write(in AffinePoint point, Span<JacobianPoint> scratch, Span<AffinePoint> table)
    {
        Start(point, out var current, out var step, out var u);
        for (int i = 0; i < table.Length; i++)
        {
            scratch[i] = current;
            FieldElement.Multiply(current.Z, u, out scratch[i].Z);
            current.AddInPlace(step);
        }
        JacobianPoint.ToAffine(scratch[..table.Length], table);
    }

    /// <summary>
    /// The same without an inversion, on the isomorphic curve of the last multiple's Z: a point (X, Y, Z) computed with this table is
    /// (X, Y, Z · <paramref name="commonZ"/>) on the curve itself.
    /// </summary>
    internal static void WriteScaled(in AffinePoint point, Span<JacobianPoint> scratch, Span<FieldElement> ratios, Span<AffinePoint> table, out FieldElement commonZ)
    {
        Start(point, out var current, out var step, out var u);
        int last = table.Length - 1;
        for (int i = 0; i < last; i++)
        {
            scratch[i] = current;
            current.AddInPlace(step, isNegative: false, current.Z, out ratios[i]);
        }
        scratch[last] = current;
        FieldElement.Multiply(current.Z, u, out commonZ);
        // Multiple i has the last one's Z after multiplying it by all ratios from i on.
        var scale = new FieldElement(1);
        for (int i = last; i >= 0; i--)
        {
            if (i < last) FieldElement.Multiply(scale, ratios[i], out scale);
            FieldElement.Square(scale, out var square);
            FieldElement.Multiply(scratch[i].X, square, out var x);
            FieldElement.Multiply(square, scale, out var cube);
            FieldElement.Multiply(scratch[i].TwiceY, cube, out var twiceY);
            table[i] = new AffinePoint(x, FieldElement.Halve(twiceY));
        }
    }

    /// <summary>P and the affine 2P on the curve where u, the Z of 2P, is 1.</summary>
    private static void Start(in AffinePoint point, out JacobianPoint current, out AffinePoint step, out FieldElement u)
    {
        var twice = JacobianPoint.From(point).Double();
        u = twice.Z;
        step = new AffinePoint(twice.X, FieldElement.Halve(twice.TwiceY));
        var square = FieldElement.Square(u);
        var cube = FieldElement.Multiply(square, u);
        current = JacobianPoint.From(new AffinePoint(FieldElement.Multiply(point.X, square), FieldElement.Multiply(point.Y, cube)));
    }
}
