using System.Runtime.CompilerServices;

namespace Governance.Ethereum.Secp256k1;

/// <summary>A point of y² = x³ + 7 that is not infinity.</summary>
internal struct AffinePoint(FieldElement x, FieldElement y)
{
    internal FieldElement X = x, Y = y;

    internal static readonly AffinePoint Generator = new(
        new FieldElement(new Limbs(0x59F2_815B_16F8_1798, 0x029B_FCDB_2DCE_28D9, 0x55A0_6295_CE87_0B07, 0x79BE_667E_F9DC_BBAC)),
        new FieldElement(new Limbs(0x9C47_D08F_FB10_D4B8, 0xFD17_B448_A685_5419, 0x5DA4_FBFC_0E11_08A8, 0x483A_DA77_26A3_C465)));

    internal readonly AffinePoint Negate() => new(X, FieldElement.Negate(Y));

    /// <summary>The point with this x and the y of this parity; false where x³ + 7 has no root. x must be below p.</summary>
    internal static bool TryLift(in FieldElement x, bool oddY, out AffinePoint point)
    {
        var square = FieldElement.Add(FieldElement.Multiply(FieldElement.Square(x), x), new FieldElement(7));
        var y = FieldSquareRoot.Compute(square);
        point = default;
        if (!FieldElement.Square(y).Is(square)) return false;
        point = new AffinePoint(x, y.IsOdd == oddY ? y : FieldElement.Negate(y));
        return true;
    }
}

/// <summary>
/// A point in Jacobian coordinates, (X/Z², (TwiceY/2)/Z³): keeping 2Y removes every other factor from the formulas. Z = 0 is infinity.
/// Formulas for a = 0; every exceptional case branches, because nothing here is secret.
/// </summary>
internal struct JacobianPoint(FieldElement x, FieldElement twiceY, FieldElement z)
{
    internal FieldElement X = x, TwiceY = twiceY, Z = z;

    internal static JacobianPoint From(in AffinePoint point) => new(point.X, FieldElement.Double(point.Y), new FieldElement(1));

    internal readonly bool IsInfinity => Z.IsZero;

    internal readonly JacobianPoint Double()
    {
        Double(this, out var result);
        return result;
    }

    internal readonly JacobianPoint Add(in AffinePoint other)
    {
        var result = this;
        result.AddInPlace(other);
        return result;
    }

    /// <summary>
    /// Tangent of slope 3X²/2YZ: with A = X², S = (2Y)² and T = XS = 4XY²: X' = 9A² - 2T, Y' = 3A(T - X') - 8Y⁴, so
    /// 2Y' = 6A(T - X') - S²; Z' = 2Y·Z. Infinity stays (Z' = 0); no point has Y = 0, because the order is odd.
    /// </summary>
    /// <remarks>The result may be the point itself.</remarks>
    [SkipLocalsInit]
    internal static void Double(in JacobianPoint point, out JacobianPoint result)
    {
        Unsafe.SkipInit(out result);
        FieldElement.Square(point.X, out var a);
        FieldElement.Square(point.TwiceY, out var s);
        FieldElement.Multiply(point.TwiceY, point.Z, out result.Z);
        FieldElement.Multiply(point.X, s, out var t);
        FieldElement.Square(a, out result.X);
        FieldElement.Combine(9, result.X, 2, t, out result.X);
        FieldElement.CombineLoosely(1, t, 1, result.X, out t);
        FieldElement.Multiply(a, t, out t);
        FieldElement.Square(s, out s);
        FieldElement.Combine(6, t, 1, s, out result.TwiceY);
    }

    internal void DoubleInPlace() => Double(this, out this);

    /// <summary>
    /// Chord through both points, brought to Z: H = xZ² - X, r = 2yZ³ - 2Y, I = H², J = HI, V = XI:
    /// X' = r² - 4J - 8V, 2Y' = 2r(4V - X') - 8·2Y·J, Z' = 2ZH. H = 0 means the same x: the same point or its negative.
    /// </summary>
    internal void AddInPlace(in AffinePoint other, bool isNegative = false)
    {
        if (IsInfinity) this = From(isNegative ? other.Negate() : other);
        else AddInPlace(other, isNegative, Z, out _);
    }

    /// <summary>
    /// As above, to a point that is not infinity. Where the other point lies on another isomorphic curve, its Z, <paramref name="otherZ"/>,
    /// is not ours. Z is multiplied by the ratio, unless the case is exceptional; the ratio is only good as a second factor.
    /// </summary>
    [SkipLocalsInit]
    internal void AddInPlace(in AffinePoint other, bool isNegative, in FieldElement otherZ, out FieldElement ratio)
    {
        Unsafe.SkipInit(out ratio);
        FieldElement.Square(otherZ, out var zz);
        FieldElement.Multiply(zz, otherZ, out var r);
        FieldElement.Multiply(other.X, zz, out var h);
        FieldElement.Combine(1, h, 1, X, out h);
        FieldElement.Multiply(other.Y, r, out r);
        if (isNegative) FieldElement.Combine(default, 2, r, 1, TwiceY, out r);
        else FieldElement.Combine(2, r, 1, TwiceY, out r);
        if (h.IsZero)
        {
            if (r.IsZero) DoubleInPlace();
            else this = default;
            return;
        }
        FieldElement.AddLoosely(h, h, out ratio);
        FieldElement.Multiply(Z, ratio, out Z);
        FieldElement.Square(h, out var i);
        FieldElement.Multiply(h, i, out var j);
        FieldElement.Multiply(X, i, out var v);
        FieldElement.Square(r, out X);
        FieldElement.Combine(X, 4, j, 8, v, out X);
        FieldElement.CombineLoosely(4, v, 1, X, out v);
        FieldElement.Multiply(r, v, out r);
        FieldElement.Multiply(TwiceY, j, out j);
        FieldElement.Combine(2, r, 8, j, out TwiceY);
    }

    /// <summary>The affine point, given 1/Z.</summary>
    internal readonly AffinePoint ToAffine(in FieldElement inverseZ)
    {
        var squared = FieldElement.Square(inverseZ);
        var twiceY = FieldElement.Multiply(FieldElement.Multiply(TwiceY, squared), inverseZ);
        return new AffinePoint(FieldElement.Multiply(X, squared), FieldElement.Halve(twiceY));
    }

    /// <summary>
    /// Many points to affine with one inversion: invert the product of all Z, then peel one Z after the other off it. None may be infinity.
    /// </summary>
    internal static void ToAffine(ReadOnlySpan<JacobianPoint> points, Span<AffinePoint> affine)
    {
        // Until the inverse is known, affine[i].X holds the product of Z before i.
        var product = new FieldElement(1);
        for (int i = 0; i < points.Length; i++)
        {
            affine[i] = new AffinePoint(product, default);
            product = FieldElement.Multiply(product, points[i].Z);
        }
        var inverse = FieldElement.Invert(product);
        for (int i = points.Length - 1; i >= 0; i--)
        {
            var inverseZ = FieldElement.Multiply(inverse, affine[i].X);
            inverse = FieldElement.Multiply(inverse, points[i].Z);
            affine[i] = points[i].ToAffine(inverseZ);
        }
    }
}
