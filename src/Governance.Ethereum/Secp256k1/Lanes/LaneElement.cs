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

    private const ulong LimbMask = (1UL << 52) - 1;

    internal TVector L0, L1, L2, L3, L4;

    /// <summary>The doubles: limb 0 of all lanes, then limb 1 of all lanes, and so on.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    internal ref double First => ref Unsafe.As<TVector, double>(ref L0);

    /// <summary>Writes one lane, balanced: a limb of 2^51 or more becomes negative and carries into the next.</summary>
    internal void Set(int lane, int lanes, in FieldElement number)
    {
        var limbs = number.Limbs;
        ref double place = ref Unsafe.Add(ref First, lane);
        long carry = 0;
        carry = SetLimb(ref place, (long)(limbs.L0 & LimbMask) + carry);
        carry = SetLimb(ref Unsafe.Add(ref place, lanes), (long)(((limbs.L0 >> 52) | (limbs.L1 << 12)) & LimbMask) + carry);
        carry = SetLimb(ref Unsafe.Add(ref place, 2 * lanes), (long)(((limbs.L1 >> 40) | (limbs.L2 << 24)) & LimbMask) + carry);
        carry = SetLimb(ref Unsafe.Add(ref place, 3 * lanes), (long)(((limbs.L2 >> 28) | (limbs.L3 << 36)) & LimbMask) + carry);
        Unsafe.Add(ref place, 4 * lanes) = (long)(limbs.L3 >> 16) + carry;
    }

    /// <summary>Reads one lane of size 1 or 2, below p.</summary>
    internal FieldElement Get(int lane, int lanes)
    {
        ref double place = ref Unsafe.Add(ref First, lane);
        long l0 = (long)place;
        long l1 = (long)Unsafe.Add(ref place, lanes) + (l0 >> 52);
        long l2 = (long)Unsafe.Add(ref place, 2 * lanes) + (l1 >> 52);
        long l3 = (long)Unsafe.Add(ref place, 3 * lanes) + (l2 >> 52);
        long l4 = (long)Unsafe.Add(ref place, 4 * lanes) + (l3 >> 52);
        unchecked
        {
            ulong u0 = (ulong)l0 & LimbMask, u1 = (ulong)l1 & LimbMask, u2 = (ulong)l2 & LimbMask, u3 = (ulong)l3 & LimbMask;
            var low = new FieldElement(new Limbs(u0 | (u1 << 52), (u1 >> 12) | (u2 << 40), (u2 >> 24) | (u3 << 28), (u3 >> 36) | ((ulong)l4 << 16)));
            // The last limb has 48 bits below 2^256; what is above, or missing below zero, folds in.
            long excess = l4 >> 48;
            var fold = new FieldElement((ulong)Math.Abs(excess) * FieldElement.Fold);
            return (excess < 0 ? FieldElement.Subtract(low, fold) : FieldElement.Add(low, fold)).Normalize();
        }
    }

    private static long SetLimb(ref double place, long limb)
    {
        long carry = (limb + (1L << 51)) >> 52;
        place = limb - (carry << 52);
        return carry;
    }
}
