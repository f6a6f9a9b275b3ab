using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Governance.Ethereum.Secp256k1;

/// <content>Products: ten columns, column k of weight 2^52k, then their reduction.</content>
internal partial struct FieldElement
{
    internal static FieldElement Multiply(in FieldElement a, in FieldElement b)
    {
        Multiply(a, b, out var product);
        return product;
    }

    internal static FieldElement Square(in FieldElement a)
    {
        Square(a, out var square);
        return square;
    }

    /// <summary>a·b; the result may be an operand. b may have limbs up to 2^58.</summary>
    [SkipLocalsInit]
    internal static void Multiply(in FieldElement a, in FieldElement b, out FieldElement result)
    {
        unchecked
        {
            ulong s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0, s8 = 0, s9 = 0;
            ulong b0 = b.L0, b1 = b.L1, b2 = b.L2, b3 = b.L3, b4 = b.L4;
            ulong limb = a.L0;
            AddLimbs(limb, b0, ref s0, ref s1);
            AddLimbsByMemory(limb, b1, ref s1, ref s2);
            AddLimbs(limb, b2, ref s2, ref s3);
            AddLimbsByMemory(limb, b3, ref s3, ref s4);
            AddLimbs(limb, b4, ref s4, ref s5);
            limb = a.L1;
            AddLimbsByMemory(limb, b0, ref s1, ref s2);
            AddLimbs(limb, b1, ref s2, ref s3);
            AddLimbsByMemory(limb, b2, ref s3, ref s4);
            AddLimbs(limb, b3, ref s4, ref s5);
            AddLimbsByMemory(limb, b4, ref s5, ref s6);
            limb = a.L2;
            AddLimbs(limb, b0, ref s2, ref s3);
            AddLimbsByMemory(limb, b1, ref s3, ref s4);
            AddLimbs(limb, b2, ref s4, ref s5);
            AddLimbsByMemory(limb, b3, ref s5, ref s6);
            AddLimbs(limb, b4, ref s6, ref s7);
            limb = a.L3;
            AddLimbsByMemory(limb, b0, ref s3, ref s4);
            AddLimbs(limb, b1, ref s4, ref s5);
            AddLimbsByMemory(limb, b2, ref s5, ref s6);
            AddLimbs(limb, b3, ref s6, ref s7);
            AddLimbsByMemory(limb, b4, ref s7, ref s8);
            limb = a.L4;
            AddLimbs(limb, b0, ref s4, ref s5);
            AddLimbsByMemory(limb, b1, ref s5, ref s6);
            AddLimbs(limb, b2, ref s6, ref s7);
            AddLimbsByMemory(limb, b3, ref s7, ref s8);
            AddLimbs(limb, b4, ref s8, ref s9);
            Reduce(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, out result);
        }
    }

    /// <summary>a²: each product of two different limbs once, with one of them doubled.</summary>
    [SkipLocalsInit]
    internal static void Square(in FieldElement a, out FieldElement result)
    {
        unchecked
        {
            ulong s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0, s8 = 0, s9 = 0;
            ulong a0 = a.L0, a1 = a.L1, a2 = a.L2, a3 = a.L3, a4 = a.L4, twice = 2 * a0;
            AddLimbs(a0, a0, ref s0, ref s1);
            AddLimbsByMemory(a1, twice, ref s1, ref s2);
            AddLimbs(a2, twice, ref s2, ref s3);
            AddLimbsByMemory(a3, twice, ref s3, ref s4);
            AddLimbs(a4, twice, ref s4, ref s5);
            twice = 2 * a1;
            AddLimbs(a1, a1, ref s2, ref s3);
            AddLimbsByMemory(a2, twice, ref s3, ref s4);
            AddLimbs(a3, twice, ref s4, ref s5);
            AddLimbsByMemory(a4, twice, ref s5, ref s6);
            twice = 2 * a2;
            AddLimbs(a2, a2, ref s4, ref s5);
            AddLimbsByMemory(a3, twice, ref s5, ref s6);
            AddLimbs(a4, twice, ref s6, ref s7);
            twice = 2 * a3;
            AddLimbs(a3, a3, ref s6, ref s7);
            AddLimbsByMemory(a4, twice, ref s7, ref s8);
            AddLimbs(a4, a4, ref s8, ref s9);
            Reduce(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, out result);
        }
    }

    /// <summary>Adds a·b, a below 2^52, to two columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddLimbs(ulong a, ulong b, ref ulong low, ref ulong high)
    {
        unchecked
        {
            low += (a * b) & Mask;
            high += Word.MultiplyHigh(a << 12, b);
        }
    }

    /// <summary>
    /// The same with one instruction for both halves of the product, of which it leaves the lower one in memory. The multiplier is the
    /// bottleneck and memory is not: with half of the products done so, a product is a sixth faster.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void AddLimbsByMemory(ulong a, ulong b, ref ulong low, ref ulong high)
    {
        if (!Bmi2.X64.IsSupported)
        {
            AddLimbs(a, b, ref low, ref high);
            return;
        }
        unchecked
        {
            ulong shifted;
            high += Bmi2.X64.MultiplyNoFlags(a << 12, b, &shifted);
            low += shifted >> 12;
        }
    }

    /// <summary>The columns to five limbs: those from 2^260 on, first carried to 52 bits, fold in times 16 · Fold; then what is above 2^256.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce(ulong s0, ulong s1, ulong s2, ulong s3, ulong s4, ulong s5, ulong s6, ulong s7, ulong s8, ulong s9, out FieldElement result)
    {
        unchecked
        {
            s6 += s5 >> 52;
            s7 += s6 >> 52;
            s8 += s7 >> 52;
            s9 += s8 >> 52;
            ulong above = 0;
            AddLimbs(16 * Fold, s5 & Mask, ref s0, ref s1);
            AddLimbs(16 * Fold, s6 & Mask, ref s1, ref s2);
            AddLimbs(16 * Fold, s7 & Mask, ref s2, ref s3);
            AddLimbs(16 * Fold, s8 & Mask, ref s3, ref s4);
            AddLimbs(16 * Fold, s9, ref s4, ref above);
            AddLimbs(Fold, (above << 4) + (s4 >> 48), ref s0, ref s1);
            Chain(s0, s1, s2, s3, s4 & LastMask, out result);
        }
    }
}
