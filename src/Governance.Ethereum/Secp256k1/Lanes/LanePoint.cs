using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Governance.Ethereum.Secp256k1.Lanes;

/// <summary>A point in each lane, affine.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LaneAffine<TVector>
    where TVector : unmanaged
{
    internal LaneElement<TVector> X, Y;
}

/// <summary>
/// A point in each lane in Jacobian coordinates, (X/Z², (TwiceY/2)/Z³): keeping 2Y removes every other factor from the formulas.
/// They do not look at exceptional cases: adding a point to itself or to its negative makes Z zero, and Z then stays zero.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LaneJacobian<TVector>
    where TVector : unmanaged
{
    internal LaneElement<TVector> X, TwiceY, Z;
}

/// <summary>Group operations in all lanes. Scratch holds eight numbers.</summary>
internal static class LaneGroup<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, ILanes<TVector>
{
    internal const int Scratch = 8;

    /// <summary>
    /// With E = 3X², S = (2Y)² and T = XS = 4XY²: X' = E² - 2T, Y' = E(T - X') - 8Y⁴, so 2Y' = 2E(T - X') - S²; Z' = 2Y·Z.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Double(ref LaneJacobian<TVector> point, Span<LaneElement<TVector>> scratch)
    {
        ref var e = ref scratch[0];
        ref var s = ref scratch[1];
        ref var t = ref scratch[2];
        LaneField<TVector, TLanes>.Square(ref s, point.TwiceY);
        LaneField<TVector, TLanes>.TripleSquare(ref e, point.X);
        LaneField<TVector, TLanes>.Multiply(ref t, point.X, s);
        LaneField<TVector, TLanes>.Multiply(ref point.Z, point.TwiceY, point.Z);
        LaneField<TVector, TLanes>.SquareMinus(ref point.X, e, t, t);
        LaneField<TVector, TLanes>.Subtract(ref t, t, point.X);
        LaneField<TVector, TLanes>.TwiceMultiplyMinusSquare(ref point.TwiceY, e, t, s);
    }

    /// <summary>
    /// Adds an affine point given as (x, 2y). With H = xZ² - X, r = 2yZ³ - 2Y, I = 4H², J = HI, V = XI:
    /// X' = r² - J - 2V, 2Y' = 2(r(V - X') - 2Y·J), Z' = 2ZH.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add(ref LaneJacobian<TVector> point, in LaneAffine<TVector> other, Span<LaneElement<TVector>> scratch)
    {
        ref var zz = ref scratch[0];
        ref var h = ref scratch[1];
        ref var r = ref scratch[2];
        ref var i = ref scratch[3];
        ref var j = ref scratch[4];
        ref var v = ref scratch[5];
        LaneField<TVector, TLanes>.Square(ref zz, point.Z);
        LaneField<TVector, TLanes>.MultiplyMinus(ref h, other.X, zz, point.X);
        LaneField<TVector, TLanes>.Multiply(ref r, zz, point.Z);
        LaneField<TVector, TLanes>.QuadrupleSquare(ref i, h);
        LaneField<TVector, TLanes>.MultiplyMinus(ref r, other.Y, r, point.TwiceY);
        LaneField<TVector, TLanes>.Multiply(ref j, h, i);
        LaneField<TVector, TLanes>.Multiply(ref v, point.X, i);
        LaneField<TVector, TLanes>.Add(ref h, h, h);
        LaneField<TVector, TLanes>.Multiply(ref point.Z, h, point.Z);
        LaneField<TVector, TLanes>.SquareMinusTwice(ref point.X, r, j, v);
        LaneField<TVector, TLanes>.Subtract(ref v, v, point.X);
        LaneField<TVector, TLanes>.TwiceMultiplyMinusMultiply(ref point.TwiceY, v, r, point.TwiceY, j);
    }

    /// <summary>
    /// Adds a Jacobian point: as above with X, 2Y and Z brought to the other's Z first, U = XZ'² in place of X and 2YZ'³ in place of 2Y, and Z' = 2ZZ'H.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add(ref LaneJacobian<TVector> point, in LaneJacobian<TVector> other, Span<LaneElement<TVector>> scratch)
    {
        ref var zz = ref scratch[0];
        ref var h = ref scratch[1];
        ref var r = ref scratch[2];
        ref var i = ref scratch[3];
        ref var j = ref scratch[4];
        ref var v = ref scratch[5];
        ref var otherZz = ref scratch[6];
        ref var twiceY = ref scratch[7];
        LaneField<TVector, TLanes>.Square(ref zz, point.Z);
        LaneField<TVector, TLanes>.Square(ref otherZz, other.Z);
        LaneField<TVector, TLanes>.Multiply(ref v, point.X, otherZz);
        LaneField<TVector, TLanes>.MultiplyMinus(ref h, other.X, zz, v);
        LaneField<TVector, TLanes>.Multiply(ref twiceY, otherZz, other.Z);
        LaneField<TVector, TLanes>.Multiply(ref r, zz, point.Z);
        LaneField<TVector, TLanes>.QuadrupleSquare(ref i, h);
        LaneField<TVector, TLanes>.Multiply(ref twiceY, point.TwiceY, twiceY);
        LaneField<TVector, TLanes>.MultiplyMinus(ref r, other.TwiceY, r, twiceY);
        LaneField<TVector, TLanes>.Multiply(ref j, h, i);
        LaneField<TVector, TLanes>.Multiply(ref v, v, i);
        LaneField<TVector, TLanes>.Multiply(ref point.Z, point.Z, other.Z);
        LaneField<TVector, TLanes>.Add(ref h, h, h);
        LaneField<TVector, TLanes>.Multiply(ref point.Z, h, point.Z);
        LaneField<TVector, TLanes>.SquareMinusTwice(ref point.X, r, j, v);
        LaneField<TVector, TLanes>.Subtract(ref v, v, point.X);
        LaneField<TVector, TLanes>.TwiceMultiplyMinusMultiply(ref point.TwiceY, v, r, twiceY, j);
    }

    /// <summary>
    /// The sum of two affine points, given 1/(b.x - a.x): λ = (b.y - a.y) / (b.x - a.x), x = λ² - a.x - b.x, y = λ(a.x - x) - a.y.
    /// With <paramref name="twiceY"/> the result is (x, 2y), as <see cref="Add"/> takes it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddAffine(
        ref LaneAffine<TVector> result, in LaneAffine<TVector> a, in LaneAffine<TVector> b, in LaneElement<TVector> inverse, bool twiceY, Span<LaneElement<TVector>> scratch)
    {
        ref var slope = ref scratch[0];
        ref var x = ref scratch[1];
        LaneField<TVector, TLanes>.Subtract(ref slope, b.Y, a.Y);
        LaneField<TVector, TLanes>.Multiply(ref slope, slope, inverse);
        LaneField<TVector, TLanes>.SquareMinus(ref x, slope, a.X, b.X);
        FinishLine(ref result, a, ref x, slope, twiceY);
    }

    /// <summary>Twice an affine point, given 1/2y: λ = 3x²/2y, then as above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void DoubleAffine(ref LaneAffine<TVector> result, in LaneAffine<TVector> a, in LaneElement<TVector> inverse, Span<LaneElement<TVector>> scratch)
    {
        ref var slope = ref scratch[0];
        ref var x = ref scratch[1];
        LaneField<TVector, TLanes>.TripleSquare(ref slope, a.X);
        LaneField<TVector, TLanes>.Multiply(ref slope, slope, inverse);
        LaneField<TVector, TLanes>.SquareMinus(ref x, slope, a.X, a.X);
        FinishLine(ref result, a, ref x, slope, twiceY: false);
    }

    private static void FinishLine(
        ref LaneAffine<TVector> result, in LaneAffine<TVector> a, ref LaneElement<TVector> x, in LaneElement<TVector> slope, bool twiceY)
    {
        var newX = x;
        LaneField<TVector, TLanes>.Subtract(ref x, a.X, x);
        if (twiceY) LaneField<TVector, TLanes>.TwiceMultiplyMinus(ref result.Y, x, slope, a.Y);
        else LaneField<TVector, TLanes>.MultiplyMinus(ref result.Y, x, slope, a.Y);
        result.X = newX;
    }
}
