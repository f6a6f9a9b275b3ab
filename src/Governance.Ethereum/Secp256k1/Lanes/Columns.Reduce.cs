using System.Runtime.CompilerServices;

namespace Governance.Ethereum.Secp256k1.Lanes;

/// <content>From ten columns to five limbs.</content>
internal static partial class Columns<TVector, TLanes>
{
    /// <summary>The columns, those below 2^260 times scale after the fold, to five limbs of size 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Reduce(
        ref LaneElement<TVector> result,
        TVector s0, TVector s1, TVector s2, TVector s3, TVector s4, TVector s5, TVector s6, TVector s7, TVector s8, TVector s9, int scale = 1)
    {
        var middle = TLanes.FromNumber(1.5 * Two52);
        var carries = TLanes.FromBits(MiddlePattern + Carries);

        // The high columns as limbs, each with the carry of the one below: 2^52 + limb + half - (1.5·2^52 - carry) = limb + carry.
        var u5 = TLanes.Subtract(Limb(s5), middle);
        var u6 = TLanes.Subtract(Limb(s6), TLanes.SubtractBits(carries, TLanes.ShiftRightBits(s5, 52)));
        var u7 = TLanes.Subtract(Limb(s7), TLanes.SubtractBits(carries, TLanes.ShiftRightBits(s6, 52)));
        var u8 = TLanes.Subtract(Limb(s8), TLanes.SubtractBits(carries, TLanes.ShiftRightBits(s7, 52)));
        var u9 = TLanes.Subtract(TLanes.AddBits(s9, TLanes.ShiftRightBits(s8, 52)), middle);

        // They fold in from 2^260; of the last one a little more than 2^256 remains.
        var fold = TLanes.FromNumber(Fold260);
        var above = TLanes.FromBits(unchecked(0UL - TLanes.HighBias));
        AddLimbs(u5, fold, ref s0, ref s1);
        AddLimbs(u6, fold, ref s1, ref s2);
        AddLimbs(u7, fold, ref s2, ref s3);
        AddLimbs(u8, fold, ref s3, ref s4);
        AddLimbs(u9, fold, ref s4, ref above);
        if (scale != 1)
        {
            s0 = Scale(s0, scale);
            s1 = Scale(s1, scale);
            s2 = Scale(s2, scale);
            s3 = Scale(s3, scale);
            s4 = Scale(s4, scale);
            above = Scale(above, scale);
        }

        // What is above 2^256, of column 4 and beyond, folds in at once.
        var excess = TLanes.AddBits(TLanes.ShiftLeftBits(above, 4), TLanes.ShiftRightBits(s4, 48));
        excess = TLanes.Subtract(TLanes.AddBits(excess, TLanes.FromBits(MiddlePattern - (Carries << 4))), middle);
        AddLimbs(excess, TLanes.FromNumber(Fold256), ref s0, ref s1);

        // One carry through all limbs in turn leaves each exactly balanced; the last one has 48 bits and room.
        result.L0 = TLanes.Subtract(Limb(s0), middle);
        s1 = TLanes.AddBits(s1, TLanes.ShiftRightBits(s0, 52));
        result.L1 = TLanes.Subtract(Limb(s1), middle);
        s2 = TLanes.AddBits(s2, TLanes.ShiftRightBits(s1, 52));
        result.L2 = TLanes.Subtract(Limb(s2), middle);
        s3 = TLanes.AddBits(s3, TLanes.ShiftRightBits(s2, 52));
        result.L3 = TLanes.Subtract(Limb(s3), middle);
        s4 = TLanes.AddBits(TLanes.MaskBits(s4, TLanes.FromBits(LastLimbMask), TLanes.FromBits(Pattern)), TLanes.ShiftRightBits(s3, 52));
        result.L4 = TLanes.Subtract(s4, TLanes.FromNumber(Two52 + LastHalf + Carries));
    }

    /// <summary>2^52 + (column modulo 2^52), as a double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Limb(TVector column) => TLanes.MaskBits(column, TLanes.FromBits(LimbMask), TLanes.FromBits(Pattern));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Scale(TVector column, int scale) => scale switch
    {
        2 => TLanes.AddBits(column, column),
        3 => TLanes.AddBits(TLanes.AddBits(column, column), column),
        _ => TLanes.ShiftLeftBits(column, 2),
    };
}
