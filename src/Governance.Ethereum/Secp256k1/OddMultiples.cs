namespace Governance.Ethereum.Secp256k1;

/// <summary>Tables P, 3P, 5P, … for the digits of <see cref="WindowedNaf"/>.</summary>
internal static class OddMultiples
{
    /// <summary>Fills the table with the first odd multiples of the point.</summary>
    internal static void Write(in AffinePoint point, Span<JacobianPoint> scratch, Span<AffinePoint> table)
    {
        // 2P made affine costs an inversion; 2P = (X, Y, Z) is affine on the isomorphic curve scaled by Z, and so is P once scaled:
        // multiples found there, times Z, are the multiples here. (The chord formulas do not use the curve's constant.)
        var twice = JacobianPoint.From(point).Double();
        var step = new AffinePoint(twice.X, FieldElement.Halve(twice.TwiceY));
        var zz = FieldElement.Square(twice.Z);
        var current = JacobianPoint.From(new AffinePoint(
            FieldElement.Multiply(point.X, zz), FieldElement.Multiply(FieldElement.Multiply(point.Y, zz), twice.Z)));
        for (int i = 0; i < table.Length; i++)
        {
            scratch[i] = new JacobianPoint(current.X, current.TwiceY, FieldElement.Multiply(current.Z, twice.Z));
            current.AddInPlace(step);
        }
        JacobianPoint.ToAffine(scratch[..table.Length], table);
    }
}
