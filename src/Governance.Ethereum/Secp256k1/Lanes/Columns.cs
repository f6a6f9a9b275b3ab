using System.Runtime.CompilerServices;

namespace Governance.Ethereum.Secp256k1.Lanes;

/// <summary>
/// The ten columns of a 5 by 5 limb product, column k of weight 2^52k, and their reduction modulo p. All of it is inlined into the methods
/// of <see cref="LaneField{TVector, TLanes}"/>, so that the columns stay in registers; patterns and biases are those of
/// <see cref="ILanes{TVector}"/>.
/// </summary>
internal static partial class Columns<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, ILanes<TVector>
{
    // 2^256 = Fold (mod p), so 2^260 = 16 · Fold.
    private const double Fold256 = FieldElement.Fold, Fold260 = 16.0 * FieldElement.Fold;

    private const ulong LimbMask = (1UL << 52) - 1, LastLimbMask = (1UL << 48) - 1;

    // Patterns of 2^52 and of 1.5·2^52: adding a small whole number to the pattern adds it to the double.
    private const ulong Pattern = 0x4330_0000_0000_0000, MiddlePattern = 0x4338_0000_0000_0000;

    // Columns are below 2^58 in size; 64 carries more make them positive, so that a logical shift finds the carry.
    private const ulong Carries = 64, Positive = Carries << 52;

    // Half a limb: splitting column + half into carry and limb + half leaves a balanced limb.
    private const ulong Half = 1UL << 51, LastHalf = 1UL << 47;

    private const double Two52 = 1L << 52;

    /// <summary>The low columns before anything is added: what they shall be offset by at the end, less all biases to come.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Start(
        out TVector s0, out TVector s1, out TVector s2, out TVector s3, out TVector s4,
        int products = 0, int squares = 0, int subtracted = 0, int scale = 1, bool halved = false)
    {
        unchecked
        {
            // After scaling, the last fold adds a low part to column 0 and a high part to column 1, and each column takes the carry before it.
            ulong end0 = Half + Positive - TLanes.LowBias;
            ulong end1 = Half + Positive - Carries - TLanes.HighBias;
            ulong end = Half + Positive - Carries;
            ulong end4 = LastHalf + Positive;
            ulong undo = (ulong)subtracted * MiddlePattern;
            s0 = Bias(Unscale(end0, scale) + undo, (1 * products) + (1 * squares) + 1, (0 * products) + (0 * squares) + 0, halved);
            s1 = Bias(Unscale(end1, scale) + undo, (2 * products) + (1 * squares) + 1, (1 * products) + (1 * squares) + 1, halved);
            s2 = Bias(Unscale(end, scale) + undo, (3 * products) + (2 * squares) + 1, (2 * products) + (1 * squares) + 1, halved);
            s3 = Bias(Unscale(end, scale) + undo, (4 * products) + (2 * squares) + 1, (3 * products) + (2 * squares) + 1, halved);
            s4 = Bias(Unscale(end4, scale) + undo, (5 * products) + (3 * squares) + 1, (4 * products) + (2 * squares) + 1, halved);
        }
    }

    /// <summary>The high columns before anything is added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void StartHigh(
        out TVector s5, out TVector s6, out TVector s7, out TVector s8, out TVector s9, int products = 0, int squares = 0, bool halved = false)
    {
        s5 = Bias(Half + Positive, (4 * products) + (2 * squares), (5 * products) + (3 * squares), halved);
        s6 = Bias(Half + Positive, (3 * products) + (2 * squares), (4 * products) + (2 * squares), halved);
        s7 = Bias(Half + Positive, (2 * products) + (1 * squares), (3 * products) + (2 * squares), halved);
        s8 = Bias(Half + Positive, (1 * products) + (1 * squares), (2 * products) + (1 * squares), halved);
        s9 = Bias(MiddlePattern - Carries, 0, (1 * products) + (1 * squares), halved);
    }

    /// <summary>Columns + a·b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddProduct(
        in LaneElement<TVector> a, in LaneElement<TVector> b,
        ref TVector s0, ref TVector s1, ref TVector s2, ref TVector s3, ref TVector s4, ref TVector s5, ref TVector s6, ref TVector s7, ref TVector s8, ref TVector s9)
    {
        TVector a0 = a.L0, a1 = a.L1, a2 = a.L2, a3 = a.L3, a4 = a.L4, limb = b.L0;
        AddLimbs(a0, limb, ref s0, ref s1);
        AddLimbs(a1, limb, ref s1, ref s2);
        AddLimbs(a2, limb, ref s2, ref s3);
        AddLimbs(a3, limb, ref s3, ref s4);
        AddLimbs(a4, limb, ref s4, ref s5);
        limb = b.L1;
        AddLimbs(a0, limb, ref s1, ref s2);
        AddLimbs(a1, limb, ref s2, ref s3);
        AddLimbs(a2, limb, ref s3, ref s4);
        AddLimbs(a3, limb, ref s4, ref s5);
        AddLimbs(a4, limb, ref s5, ref s6);
        limb = b.L2;
        AddLimbs(a0, limb, ref s2, ref s3);
        AddLimbs(a1, limb, ref s3, ref s4);
        AddLimbs(a2, limb, ref s4, ref s5);
        AddLimbs(a3, limb, ref s5, ref s6);
        AddLimbs(a4, limb, ref s6, ref s7);
        limb = b.L3;
        AddLimbs(a0, limb, ref s3, ref s4);
        AddLimbs(a1, limb, ref s4, ref s5);
        AddLimbs(a2, limb, ref s5, ref s6);
        AddLimbs(a3, limb, ref s6, ref s7);
        AddLimbs(a4, limb, ref s7, ref s8);
        limb = b.L4;
        AddLimbs(a0, limb, ref s4, ref s5);
        AddLimbs(a1, limb, ref s5, ref s6);
        AddLimbs(a2, limb, ref s6, ref s7);
        AddLimbs(a3, limb, ref s7, ref s8);
        AddLimbs(a4, limb, ref s8, ref s9);
    }

    /// <summary>Columns - a·b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SubtractProduct(
        in LaneElement<TVector> a, in LaneElement<TVector> b,
        ref TVector s0, ref TVector s1, ref TVector s2, ref TVector s3, ref TVector s4, ref TVector s5, ref TVector s6, ref TVector s7, ref TVector s8, ref TVector s9)
    {
        TVector a0 = a.L0, a1 = a.L1, a2 = a.L2, a3 = a.L3, a4 = a.L4, limb = b.L0;
        SubtractLimbs(a0, limb, ref s0, ref s1);
        SubtractLimbs(a1, limb, ref s1, ref s2);
        SubtractLimbs(a2, limb, ref s2, ref s3);
        SubtractLimbs(a3, limb, ref s3, ref s4);
        SubtractLimbs(a4, limb, ref s4, ref s5);
        limb = b.L1;
        SubtractLimbs(a0, limb, ref s1, ref s2);
        SubtractLimbs(a1, limb, ref s2, ref s3);
        SubtractLimbs(a2, limb, ref s3, ref s4);
        SubtractLimbs(a3, limb, ref s4, ref s5);
        SubtractLimbs(a4, limb, ref s5, ref s6);
        limb = b.L2;
        SubtractLimbs(a0, limb, ref s2, ref s3);
        SubtractLimbs(a1, limb, ref s3, ref s4);
        SubtractLimbs(a2, limb, ref s4, ref s5);
        SubtractLimbs(a3, limb, ref s5, ref s6);
        SubtractLimbs(a4, limb, ref s6, ref s7);
        limb = b.L3;
        SubtractLimbs(a0, limb, ref s3, ref s4);
        SubtractLimbs(a1, limb, ref s4, ref s5);
        SubtractLimbs(a2, limb, ref s5, ref s6);
        SubtractLimbs(a3, limb, ref s6, ref s7);
        SubtractLimbs(a4, limb, ref s7, ref s8);
        limb = b.L4;
        SubtractLimbs(a0, limb, ref s4, ref s5);
        SubtractLimbs(a1, limb, ref s5, ref s6);
        SubtractLimbs(a2, limb, ref s6, ref s7);
        SubtractLimbs(a3, limb, ref s7, ref s8);
        SubtractLimbs(a4, limb, ref s8, ref s9);
    }

    /// <summary>Columns + a²: each product of two different limbs once, with one of them doubled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddSquare(
        in LaneElement<TVector> a,
        ref TVector s0, ref TVector s1, ref TVector s2, ref TVector s3, ref TVector s4, ref TVector s5, ref TVector s6, ref TVector s7, ref TVector s8, ref TVector s9)
    {
        TVector a0 = a.L0, a1 = a.L1, a2 = a.L2, a3 = a.L3, a4 = a.L4, twice = TLanes.Add(a0, a0);
        AddLimbs(a0, a0, ref s0, ref s1);
        AddLimbs(twice, a1, ref s1, ref s2);
        AddLimbs(twice, a2, ref s2, ref s3);
        AddLimbs(twice, a3, ref s3, ref s4);
        AddLimbs(twice, a4, ref s4, ref s5);
        twice = TLanes.Add(a1, a1);
        AddLimbs(a1, a1, ref s2, ref s3);
        AddLimbs(twice, a2, ref s3, ref s4);
        AddLimbs(twice, a3, ref s4, ref s5);
        AddLimbs(twice, a4, ref s5, ref s6);
        twice = TLanes.Add(a2, a2);
        AddLimbs(a2, a2, ref s4, ref s5);
        AddLimbs(twice, a3, ref s5, ref s6);
        AddLimbs(twice, a4, ref s6, ref s7);
        twice = TLanes.Add(a3, a3);
        AddLimbs(a3, a3, ref s6, ref s7);
        AddLimbs(twice, a4, ref s7, ref s8);
        AddLimbs(a4, a4, ref s8, ref s9);
    }

    /// <summary>Columns - a²: each product of two different limbs once, with one of them doubled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SubtractSquare(
        in LaneElement<TVector> a,
        ref TVector s0, ref TVector s1, ref TVector s2, ref TVector s3, ref TVector s4, ref TVector s5, ref TVector s6, ref TVector s7, ref TVector s8, ref TVector s9)
    {
        TVector a0 = a.L0, a1 = a.L1, a2 = a.L2, a3 = a.L3, a4 = a.L4, twice = TLanes.Add(a0, a0);
        SubtractLimbs(a0, a0, ref s0, ref s1);
        SubtractLimbs(twice, a1, ref s1, ref s2);
        SubtractLimbs(twice, a2, ref s2, ref s3);
        SubtractLimbs(twice, a3, ref s3, ref s4);
        SubtractLimbs(twice, a4, ref s4, ref s5);
        twice = TLanes.Add(a1, a1);
        SubtractLimbs(a1, a1, ref s2, ref s3);
        SubtractLimbs(twice, a2, ref s3, ref s4);
        SubtractLimbs(twice, a3, ref s4, ref s5);
        SubtractLimbs(twice, a4, ref s5, ref s6);
        twice = TLanes.Add(a2, a2);
        SubtractLimbs(a2, a2, ref s4, ref s5);
        SubtractLimbs(twice, a3, ref s5, ref s6);
        SubtractLimbs(twice, a4, ref s6, ref s7);
        twice = TLanes.Add(a3, a3);
        SubtractLimbs(a3, a3, ref s6, ref s7);
        SubtractLimbs(twice, a4, ref s7, ref s8);
        SubtractLimbs(a4, a4, ref s8, ref s9);
    }

    /// <summary>Columns - a, of size 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Subtract(in LaneElement<TVector> a, ref TVector s0, ref TVector s1, ref TVector s2, ref TVector s3, ref TVector s4)
    {
        var middle = TLanes.FromNumber(1.5 * Two52);
        s0 = TLanes.SubtractBits(s0, TLanes.Add(a.L0, middle));
        s1 = TLanes.SubtractBits(s1, TLanes.Add(a.L1, middle));
        s2 = TLanes.SubtractBits(s2, TLanes.Add(a.L2, middle));
        s3 = TLanes.SubtractBits(s3, TLanes.Add(a.L3, middle));
        s4 = TLanes.SubtractBits(s4, TLanes.Add(a.L4, middle));
    }

    /// <summary>Columns · 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Double(
        ref TVector s0, ref TVector s1, ref TVector s2, ref TVector s3, ref TVector s4, ref TVector s5, ref TVector s6, ref TVector s7, ref TVector s8, ref TVector s9)
    {
        s0 = TLanes.AddBits(s0, s0);
        s1 = TLanes.AddBits(s1, s1);
        s2 = TLanes.AddBits(s2, s2);
        s3 = TLanes.AddBits(s3, s3);
        s4 = TLanes.AddBits(s4, s4);
        s5 = TLanes.AddBits(s5, s5);
        s6 = TLanes.AddBits(s6, s6);
        s7 = TLanes.AddBits(s7, s7);
        s8 = TLanes.AddBits(s8, s8);
        s9 = TLanes.AddBits(s9, s9);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddLimbs(TVector a, TVector b, ref TVector low, ref TVector high)
    {
        var upper = TLanes.High(a, b);
        high = TLanes.AddBits(high, upper);
        low = TLanes.AddBits(low, TLanes.Low(a, b, upper));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractLimbs(TVector a, TVector b, ref TVector low, ref TVector high)
    {
        var upper = TLanes.High(a, b);
        high = TLanes.SubtractBits(high, upper);
        low = TLanes.SubtractBits(low, TLanes.Low(a, b, upper));
    }

    /// <summary>What gives the offset when it is multiplied by the scale, modulo 2^64; all offsets are multiples of 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Unscale(ulong offset, int scale) => scale == 3 ? unchecked(offset * 0xAAAA_AAAA_AAAA_AAAB) : offset / (ulong)scale;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Bias(ulong offset, int low, int high, bool halved)
    {
        unchecked
        {
            ulong start = offset - ((ulong)low * TLanes.LowBias) - ((ulong)high * TLanes.HighBias);
            return TLanes.FromBits(halved ? start >> 1 : start);
        }
    }
}
