using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Governance.Ethereum.Secp256k1.Lanes;

/// <summary>
/// One number modulo p in each lane: five limbs of 52 bits, least significant first, whole numbers kept in doubles. Limbs are signed and
/// balanced: a reduced number has limbs in -2^51..2^51-1 ("size 1") and a small last one; the sum or difference of two has size 2.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LaneElement<TVector>
    where TVector : unmanaged
{
    internal const int LimbCount = 5;

    internal TVector L0, L1, L2, L3, L4;

    /// <summary>The doubles: limb 0 of all lanes, then limb 1 of all lanes, and so on.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    internal ref double First => ref Unsafe.As<TVector, double>(ref L0);

    /// <summary>Writes one lane, balanced: a limb of 2^51 or more becomes negative and carries into the next.</summary>
    internal void Set(int lane, int lanes, in FieldElement number)
    {
        ref double place = ref Unsafe.Add(ref First, lane);
        long carry = SetLimb(ref place, (long)number.L0);
        carry = SetLimb(ref Unsafe.Add(ref place, lanes), (long)number.L1 + carry);
        carry = SetLimb(ref Unsafe.Add(ref place, 2 * lanes), (long)number.L2 + carry);
        carry = SetLimb(ref Unsafe.Add(ref place, 3 * lanes), (long)number.L3 + carry);
        Unsafe.Add(ref place, 4 * lanes) = (long)number.L4 + carry;
    }

    /// <summary>Writes one lane's limbs as they are, whole numbers in the places of doubles, for <see cref="Balance"/>.</summary>
    internal void SetLimbs(int lane, int lanes, in FieldElement number)
    {
        ref ulong place = ref Unsafe.As<double, ulong>(ref Unsafe.Add(ref First, lane));
        place = number.L0;
        Unsafe.Add(ref place, lanes) = number.L1;
        Unsafe.Add(ref place, 2 * lanes) = number.L2;
        Unsafe.Add(ref place, 3 * lanes) = number.L3;
        Unsafe.Add(ref place, 4 * lanes) = number.L4;
    }

    /// <summary>Makes balanced doubles of all lanes' whole limbs, as <see cref="Set"/> does of one's. Lanes that hold something else get some number.</summary>
    internal void Balance<TLanes>() where TLanes : struct, ILanes<TVector>
    {
        var carry = TLanes.FromBits(0);
        Balance<TLanes>(ref L0, ref carry);
        Balance<TLanes>(ref L1, ref carry);
        Balance<TLanes>(ref L2, ref carry);
        Balance<TLanes>(ref L3, ref carry);
        L4 = ToDouble<TLanes>(TLanes.AddBits(L4, carry));
    }

    /// <summary>Negates one lane where <paramref name="sign"/> is 2^63, and leaves it where it is 0.</summary>
    internal void FlipSign(int lane, int lanes, ulong sign)
    {
        ref ulong place = ref Unsafe.As<double, ulong>(ref Unsafe.Add(ref First, lane));
        for (int limb = 0; limb < LimbCount; limb++) Unsafe.Add(ref place, limb * lanes) ^= sign;
    }

    /// <summary>Reads one lane of size 1 or 2.</summary>
    internal FieldElement Get(int lane, int lanes)
    {
        ref double place = ref Unsafe.Add(ref First, lane);
        return FieldElement.FromSigned(
            (long)place, (long)Unsafe.Add(ref place, lanes), (long)Unsafe.Add(ref place, 2 * lanes), (long)Unsafe.Add(ref place, 3 * lanes),
            (long)Unsafe.Add(ref place, 4 * lanes));
    }

    private static void Balance<TLanes>(ref TVector limb, ref TVector carry) where TLanes : struct, ILanes<TVector>
    {
        var sum = TLanes.AddBits(limb, carry);
        carry = TLanes.ShiftRightBits(TLanes.AddBits(sum, TLanes.FromBits(1UL << 51)), 52);
        limb = ToDouble<TLanes>(TLanes.SubtractBits(sum, TLanes.ShiftLeftBits(carry, 52)));
    }

    // From 2^52 to 2^53 doubles are 1 apart: 1.5·2^52 + k has the pattern of 1.5·2^52, plus k.
    private static TVector ToDouble<TLanes>(TVector number) where TLanes : struct, ILanes<TVector>
    {
        const double bias = 1.5 * (1L << 52);
        return TLanes.Subtract(TLanes.AddBits(number, TLanes.FromBits(BitConverter.DoubleToUInt64Bits(bias))), TLanes.FromNumber(bias));
    }

    private static long SetLimb(ref double place, long limb)
    {
        long carry = (limb + (1L << 51)) >> 52;
        place = limb - (carry << 52);
        return carry;
    }
}
