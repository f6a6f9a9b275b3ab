using System.Runtime.CompilerServices;

namespace Governance.Ethereum.Secp256k1;

/// <summary>
/// A number modulo p = 2^256 - 2^32 - 977 in five limbs of 52 bits (the last one of 48 and a little more). Not always below p:
/// <see cref="Normalize"/> before looking at it. Wraps on purpose (unchecked).
/// </summary>
/// <remarks>
/// Why 52 bits in 64-bit words: C# has no carry flag, and these limbs need none. With a shifted up by 12 the upper word of a·b is its part
/// above 2^52 and goes to the next column as it is; the part below is the lower word, masked. Ten such parts fit one word.
/// </remarks>
internal readonly struct FieldElement
{
    /// <summary>2^256 mod p: what overflows 2^256 comes back times this.</summary>
    internal const ulong Fold = 0x1_0000_03D1;

    private const ulong Mask = (1UL << 52) - 1, LastMask = (1UL << 48) - 1;

    // 2p limb by limb: added before a subtraction it keeps every limb positive.
    private const ulong TwiceP0 = 2 * (Mask + 1 - Fold), TwiceP = 2 * Mask, TwiceP4 = 2 * LastMask;

    internal static readonly Limbs P = new(unchecked(0UL - Fold), ulong.MaxValue, ulong.MaxValue, ulong.MaxValue);

    private static readonly ModularInverse.Modulus InverseModulus = new(P);

    internal readonly ulong L0, L1, L2, L3, L4;

    private FieldElement(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4)
    {
        L0 = l0;
        L1 = l1;
        L2 = l2;
        L3 = l3;
        L4 = l4;
    }

    internal FieldElement(in Limbs value)
    {
        L0 = value.L0 & Mask;
        L1 = ((value.L0 >> 52) | (value.L1 << 12)) & Mask;
        L2 = ((value.L1 >> 40) | (value.L2 << 24)) & Mask;
        L3 = ((value.L2 >> 28) | (value.L3 << 36)) & Mask;
        L4 = value.L3 >> 16;
    }

    /// <summary>A small number, below 2^52.</summary>
    internal FieldElement(ulong value) => L0 = value;

    internal bool IsOdd => (Normalize().L0 & 1) != 0;

    /// <summary>The number itself, below p.</summary>
    internal Limbs ToLimbs()
    {
        var n = Normalize();
        return new Limbs(n.L0 | (n.L1 << 52), (n.L1 >> 12) | (n.L2 << 40), (n.L2 >> 24) | (n.L3 << 28), (n.L3 >> 36) | (n.L4 << 16));
    }

    /// <summary>The same number below p.</summary>
    internal FieldElement Normalize()
    {
        var n = Carry(L0, L1, L2, L3, L4);
        // Now below 2^256 and a little: it is too large by p at most once.
        bool isBelow = n.L4 < LastMask || (n.L4 == LastMask && (n.L0 < (TwiceP0 / 2) || (n.L1 & n.L2 & n.L3) != Mask));
        if (isBelow) return n;
        n = Chain(unchecked(n.L0 + Fold), n.L1, n.L2, n.L3, n.L4);
        return new FieldElement(n.L0, n.L1, n.L2, n.L3, n.L4 & LastMask);
    }

    internal bool IsZero
    {
        get
        {
            // Zero is 0 or p, and almost every other number differs from both in its low limb.
            ulong low = unchecked(L0 + ((L4 >> 48) * Fold)) & Mask;
            if (low != 0 && low != TwiceP0 / 2) return false;
            var n = Normalize();
            return (n.L0 | n.L1 | n.L2 | n.L3 | n.L4) == 0;
        }
    }

    internal bool Is(in FieldElement other) => Subtract(this, other).IsZero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FieldElement Add(in FieldElement a, in FieldElement b) => unchecked(Carry(a.L0 + b.L0, a.L1 + b.L1, a.L2 + b.L2, a.L3 + b.L3, a.L4 + b.L4));

    internal static FieldElement Double(in FieldElement a) => Add(a, a);

    internal static FieldElement Triple(in FieldElement a) => unchecked(Carry(3 * a.L0, 3 * a.L1, 3 * a.L2, 3 * a.L3, 3 * a.L4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FieldElement Subtract(in FieldElement a, in FieldElement b) => unchecked(Carry(
        a.L0 + TwiceP0 - b.L0, a.L1 + TwiceP - b.L1, a.L2 + TwiceP - b.L2, a.L3 + TwiceP - b.L3, a.L4 + TwiceP4 - b.L4));

    /// <summary>a - 2b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FieldElement SubtractTwice(in FieldElement a, in FieldElement b) => unchecked(Carry(
        a.L0 + (2 * (TwiceP0 - b.L0)), a.L1 + (2 * (TwiceP - b.L1)), a.L2 + (2 * (TwiceP - b.L2)), a.L3 + (2 * (TwiceP - b.L3)), a.L4 + (2 * (TwiceP4 - b.L4))));

    /// <summary>2a - b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FieldElement TwiceSubtract(in FieldElement a, in FieldElement b) => unchecked(Carry(
        (2 * a.L0) + TwiceP0 - b.L0, (2 * a.L1) + TwiceP - b.L1, (2 * a.L2) + TwiceP - b.L2, (2 * a.L3) + TwiceP - b.L3, (2 * a.L4) + TwiceP4 - b.L4));

    internal static FieldElement Negate(in FieldElement a) => Subtract(default, a);

    /// <summary>The number whose limbs are in -2^52..2^52, the last in -2^49 + 2..2^49.</summary>
    internal static FieldElement FromSigned(long l0, long l1, long l2, long l3, long l4) => unchecked(Carry(
        (ulong)((long)TwiceP0 + l0), (ulong)((long)TwiceP + l1), (ulong)((long)TwiceP + l2), (ulong)((long)TwiceP + l3), (ulong)((long)TwiceP4 + l4)));

    /// <summary>a/2: an odd number becomes even by adding p; each odd limb hands half of 2^52 down.</summary>
    internal static FieldElement Halve(in FieldElement a)
    {
        unchecked
        {
            var n = a.Normalize();
            ulong odd = n.L0 & 1;
            ulong l0 = n.L0 + (odd * (TwiceP0 / 2)), l1 = n.L1 + (odd * Mask), l2 = n.L2 + (odd * Mask), l3 = n.L3 + (odd * Mask), l4 = n.L4 + (odd * LastMask);
            return Chain(
                (l0 >> 1) + ((l1 & 1) << 51), (l1 >> 1) + ((l2 & 1) << 51), (l2 >> 1) + ((l3 & 1) << 51), (l3 >> 1) + ((l4 & 1) << 51), l4 >> 1);
        }
    }

    /// <summary>1/a; zero stays zero.</summary>
    internal static FieldElement Invert(in FieldElement a) => new(ModularInverse.Compute(a.ToLimbs(), InverseModulus));

    internal static FieldElement Multiply(in FieldElement a, in FieldElement b)
    {
        unchecked
        {
            ulong s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0, s8 = 0, s9 = 0;
            ulong b0 = b.L0, b1 = b.L1, b2 = b.L2, b3 = b.L3, b4 = b.L4;
            ulong limb = a.L0;
            AddLimbs(limb, b0, ref s0, ref s1);
            AddLimbs(limb, b1, ref s1, ref s2);
            AddLimbs(limb, b2, ref s2, ref s3);
            AddLimbs(limb, b3, ref s3, ref s4);
            AddLimbs(limb, b4, ref s4, ref s5);
            limb = a.L1;
            AddLimbs(limb, b0, ref s1, ref s2);
            AddLimbs(limb, b1, ref s2, ref s3);
            AddLimbs(limb, b2, ref s3, ref s4);
            AddLimbs(limb, b3, ref s4, ref s5);
            AddLimbs(limb, b4, ref s5, ref s6);
            limb = a.L2;
            AddLimbs(limb, b0, ref s2, ref s3);
            AddLimbs(limb, b1, ref s3, ref s4);
            AddLimbs(limb, b2, ref s4, ref s5);
            AddLimbs(limb, b3, ref s5, ref s6);
            AddLimbs(limb, b4, ref s6, ref s7);
            limb = a.L3;
            AddLimbs(limb, b0, ref s3, ref s4);
            AddLimbs(limb, b1, ref s4, ref s5);
            AddLimbs(limb, b2, ref s5, ref s6);
            AddLimbs(limb, b3, ref s6, ref s7);
            AddLimbs(limb, b4, ref s7, ref s8);
            limb = a.L4;
            AddLimbs(limb, b0, ref s4, ref s5);
            AddLimbs(limb, b1, ref s5, ref s6);
            AddLimbs(limb, b2, ref s6, ref s7);
            AddLimbs(limb, b3, ref s7, ref s8);
            AddLimbs(limb, b4, ref s8, ref s9);
            return Reduce(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9);
        }
    }

    /// <summary>a²: each product of two different limbs once, with one of them doubled.</summary>
    internal static FieldElement Square(in FieldElement a)
    {
        unchecked
        {
            ulong s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0, s8 = 0, s9 = 0;
            ulong a0 = a.L0, a1 = a.L1, a2 = a.L2, a3 = a.L3, a4 = a.L4, twice = 2 * a0;
            AddLimbs(a0, a0, ref s0, ref s1);
            AddLimbs(a1, twice, ref s1, ref s2);
            AddLimbs(a2, twice, ref s2, ref s3);
            AddLimbs(a3, twice, ref s3, ref s4);
            AddLimbs(a4, twice, ref s4, ref s5);
            twice = 2 * a1;
            AddLimbs(a1, a1, ref s2, ref s3);
            AddLimbs(a2, twice, ref s3, ref s4);
            AddLimbs(a3, twice, ref s4, ref s5);
            AddLimbs(a4, twice, ref s5, ref s6);
            twice = 2 * a2;
            AddLimbs(a2, a2, ref s4, ref s5);
            AddLimbs(a3, twice, ref s5, ref s6);
            AddLimbs(a4, twice, ref s6, ref s7);
            twice = 2 * a3;
            AddLimbs(a3, a3, ref s6, ref s7);
            AddLimbs(a4, twice, ref s7, ref s8);
            AddLimbs(a4, a4, ref s8, ref s9);
            return Reduce(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9);
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

    /// <summary>The columns to five limbs: those from 2^260 on, first carried to 52 bits, fold in times 16 · Fold; then what is above 2^256.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Reduce(ulong s0, ulong s1, ulong s2, ulong s3, ulong s4, ulong s5, ulong s6, ulong s7, ulong s8, ulong s9)
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
            return Chain(s0, s1, s2, s3, s4 & LastMask);
        }
    }

    /// <summary>Limbs below 2^63: folds in what is above 2^256 by less than 2^15, then carries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Carry(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4) => unchecked(Chain(l0 + ((l4 >> 48) * Fold), l1, l2, l3, l4 & LastMask));

    /// <summary>Carries from limb to limb; the last one keeps what it gets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Chain(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4)
    {
        unchecked
        {
            l1 += l0 >> 52;
            l2 += l1 >> 52;
            l3 += l2 >> 52;
            return new FieldElement(l0 & Mask, l1 & Mask, l2 & Mask, l3 & Mask, l4 + (l3 >> 52));
        }
    }
}
