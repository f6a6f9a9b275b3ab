using System.Runtime.CompilerServices;

namespace Governance.Ethereum.Secp256k1.Lanes;

/// <summary>
/// Arithmetic modulo p in all lanes. Every method takes limbs whose sizes multiply to at most 2 (<see cref="LaneElement{TVector}"/>) and
/// leaves size 1; the target may be an operand. Sums that only follow a product are taken into its reduction.
/// </summary>
internal static class LaneField<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, ILanes<TVector>
{
    // Fully optimised at the first call, and never inlined: into a caller only a part would go, and the columns would travel by memory.
    private const MethodImplOptions Kernel = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>result = a·b; sizes of a times b at most 2.</summary>
    [MethodImpl(Kernel)]
    internal static void Multiply(ref LaneElement<TVector> result, in LaneElement<TVector> a, in LaneElement<TVector> b)
    {
        Columns<TVector, TLanes>.Start(out var s0, out var s1, out var s2, out var s3, out var s4, products: 1);
        Columns<TVector, TLanes>.StartHigh(out var s5, out var s6, out var s7, out var s8, out var s9, products: 1);
        Columns<TVector, TLanes>.AddProduct(a, b, ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7, ref s8, ref s9);
        Columns<TVector, TLanes>.Reduce(ref result, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9);
    }

    /// <summary>result = a·b - c; c of size 1.</summary>
    [MethodImpl(Kernel)]
    internal static void MultiplyMinus(ref LaneElement<TVector> result, in LaneElement<TVector> a, in LaneElement<TVector> b, in LaneElement<TVector> c)
    {
        Columns<TVector, TLanes>.Start(out var s0, out var s1, out var s2, out var s3, out var s4, products: 1, subtracted: 1);
        Columns<TVector, TLanes>.StartHigh(out var s5, out var s6, out var s7, out var s8, out var s9, products: 1);
        Columns<TVector, TLanes>.AddProduct(a, b, ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7, ref s8, ref s9);
        Columns<TVector, TLanes>.Subtract(c, ref s0, ref s1, ref s2, ref s3, ref s4);
        Columns<TVector, TLanes>.Reduce(ref result, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9);
    }

    /// <summary>result = 2(a·b - c); c of size 1.</summary>
    [MethodImpl(Kernel)]
    internal static void TwiceMultiplyMinus(ref LaneElement<TVector> result, in LaneElement<TVector> a, in LaneElement<TVector> b, in LaneElement<TVector> c)
    {
        Columns<TVector, TLanes>.Start(out var s0, out var s1, out var s2, out var s3, out var s4, products: 1, subtracted: 1, scale: 2);
        Columns<TVector, TLanes>.StartHigh(out var s5, out var s6, out var s7, out var s8, out var s9, products: 1);
        Columns<TVector, TLanes>.AddProduct(a, b, ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7, ref s8, ref s9);
        Columns<TVector, TLanes>.Subtract(c, ref s0, ref s1, ref s2, ref s3, ref s4);
        Columns<TVector, TLanes>.Reduce(ref result, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, scale: 2);
    }

    /// <summary>result = 2(a·b - c·d).</summary>
    [MethodImpl(Kernel)]
    internal static void TwiceMultiplyMinusMultiply(
        ref LaneElement<TVector> result, in LaneElement<TVector> a, in LaneElement<TVector> b, in LaneElement<TVector> c, in LaneElement<TVector> d)
    {
        Columns<TVector, TLanes>.Start(out var s0, out var s1, out var s2, out var s3, out var s4, products: 0, scale: 2);
        Columns<TVector, TLanes>.StartHigh(out var s5, out var s6, out var s7, out var s8, out var s9, products: 0);
        Columns<TVector, TLanes>.AddProduct(a, b, ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7, ref s8, ref s9);
        Columns<TVector, TLanes>.SubtractProduct(c, d, ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7, ref s8, ref s9);
        Columns<TVector, TLanes>.Reduce(ref result, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, scale: 2);
    }

    /// <summary>result = 2·a·b - c².</summary>
    [MethodImpl(Kernel)]
    internal static void TwiceMultiplyMinusSquare(ref LaneElement<TVector> result, in LaneElement<TVector> a, in LaneElement<TVector> b, in LaneElement<TVector> c)
    {
        // The sums are doubled between the two products, so they start from half of what is to be left.
        Columns<TVector, TLanes>.Start(out var s0, out var s1, out var s2, out var s3, out var s4, products: 2, squares: -1, halved: true);
        Columns<TVector, TLanes>.StartHigh(out var s5, out var s6, out var s7, out var s8, out var s9, products: 2, squares: -1, halved: true);
        Columns<TVector, TLanes>.AddProduct(a, b, ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7, ref s8, ref s9);
        Columns<TVector, TLanes>.Double(ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7, ref s8, ref s9);
        Columns<TVector, TLanes>.SubtractSquare(c, ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7, ref s8, ref s9);
        Columns<TVector, TLanes>.Reduce(ref result, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9);
    }

    /// <summary>result = a².</summary>
    [MethodImpl(Kernel)]
    internal static void Square(ref LaneElement<TVector> result, in LaneElement<TVector> a) => ScaledSquare(ref result, a, 1);

    /// <summary>result = 3a².</summary>
    [MethodImpl(Kernel)]
    internal static void TripleSquare(ref LaneElement<TVector> result, in LaneElement<TVector> a) => ScaledSquare(ref result, a, 3);

    /// <summary>result = 4a².</summary>
    [MethodImpl(Kernel)]
    internal static void QuadrupleSquare(ref LaneElement<TVector> result, in LaneElement<TVector> a) => ScaledSquare(ref result, a, 4);

    /// <summary>result = a² - b - c.</summary>
    [MethodImpl(Kernel)]
    internal static void SquareMinus(ref LaneElement<TVector> result, in LaneElement<TVector> a, in LaneElement<TVector> b, in LaneElement<TVector> c)
    {
        Columns<TVector, TLanes>.Start(out var s0, out var s1, out var s2, out var s3, out var s4, squares: 1, subtracted: 2);
        Columns<TVector, TLanes>.StartHigh(out var s5, out var s6, out var s7, out var s8, out var s9, squares: 1);
        Columns<TVector, TLanes>.AddSquare(a, ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7, ref s8, ref s9);
        Columns<TVector, TLanes>.Subtract(b, ref s0, ref s1, ref s2, ref s3, ref s4);
        Columns<TVector, TLanes>.Subtract(c, ref s0, ref s1, ref s2, ref s3, ref s4);
        Columns<TVector, TLanes>.Reduce(ref result, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9);
    }

    /// <summary>result = a² - b - 2c.</summary>
    [MethodImpl(Kernel)]
    internal static void SquareMinusTwice(ref LaneElement<TVector> result, in LaneElement<TVector> a, in LaneElement<TVector> b, in LaneElement<TVector> c)
    {
        Columns<TVector, TLanes>.Start(out var s0, out var s1, out var s2, out var s3, out var s4, squares: 1, subtracted: 3);
        Columns<TVector, TLanes>.StartHigh(out var s5, out var s6, out var s7, out var s8, out var s9, squares: 1);
        Columns<TVector, TLanes>.AddSquare(a, ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7, ref s8, ref s9);
        Columns<TVector, TLanes>.Subtract(b, ref s0, ref s1, ref s2, ref s3, ref s4);
        Columns<TVector, TLanes>.Subtract(c, ref s0, ref s1, ref s2, ref s3, ref s4);
        Columns<TVector, TLanes>.Subtract(c, ref s0, ref s1, ref s2, ref s3, ref s4);
        Columns<TVector, TLanes>.Reduce(ref result, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9);
    }

    /// <summary>result = a + b, not reduced.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add(ref LaneElement<TVector> result, in LaneElement<TVector> a, in LaneElement<TVector> b)
    {
        result.L0 = TLanes.Add(a.L0, b.L0);
        result.L1 = TLanes.Add(a.L1, b.L1);
        result.L2 = TLanes.Add(a.L2, b.L2);
        result.L3 = TLanes.Add(a.L3, b.L3);
        result.L4 = TLanes.Add(a.L4, b.L4);
    }

    /// <summary>result = a - b, not reduced.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Subtract(ref LaneElement<TVector> result, in LaneElement<TVector> a, in LaneElement<TVector> b)
    {
        result.L0 = TLanes.Subtract(a.L0, b.L0);
        result.L1 = TLanes.Subtract(a.L1, b.L1);
        result.L2 = TLanes.Subtract(a.L2, b.L2);
        result.L3 = TLanes.Subtract(a.L3, b.L3);
        result.L4 = TLanes.Subtract(a.L4, b.L4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ScaledSquare(ref LaneElement<TVector> result, in LaneElement<TVector> a, int scale)
    {
        Columns<TVector, TLanes>.Start(out var s0, out var s1, out var s2, out var s3, out var s4, squares: 1, scale: scale);
        Columns<TVector, TLanes>.StartHigh(out var s5, out var s6, out var s7, out var s8, out var s9, squares: 1);
        Columns<TVector, TLanes>.AddSquare(a, ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7, ref s8, ref s9);
        Columns<TVector, TLanes>.Reduce(ref result, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, scale);
    }
}
