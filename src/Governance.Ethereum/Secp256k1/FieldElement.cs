using System.Runtime.CompilerServices;

namespace Governance.Ethereum.Secp256k1;

/// <summary>
/// A number modulo p = 2^256 - 2^32 - 977 in five limbs of 52 bits (the last one of 48 and a little more). Not always below p:
/// <see cref="Normalize"/> before looking at it. Wraps on purpose (unchecked).
/// </summary>
/// <remarks>
/// Why 52 bits in 64-bit words: C# has no carry flag, and these limbs need none. With a shifted up by 12 the upper word of a·b is its part
/// above 2^52 and goes to the next column as it is; the part below is the lower word, masked. Ten such parts fit one word.
/// Hot code takes results by <c>out</c>: a returned struct is copied by wide loads that wait for the narrow stores just made.
/// </remarks>
internal partial struct FieldElement
{
    /// <summary>2^256 mod p: what overflows 2^256 comes back times this.</summary>
    internal const ulong Fold = 0x1_0000_03D1;

    private const ulong Mask = (1UL << 52) - 1, LastMask = (1UL << 48) - 1;

    // 2p limb by limb: added before a subtraction it keeps every limb positive.
    private const ulong TwiceP0 = 2 * (Mask + 1 - Fold), TwiceP = 2 * Mask, TwiceP4 = 2 * LastMask;

    internal static readonly Limbs P = new(unchecked(0UL - Fold), ulong.MaxValue, ulong.MaxValue, ulong.MaxValue);

    private static readonly ModularInverse.Modulus InverseModulus = new(P);

    internal ulong L0, L1, L2, L3, L4;

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

    internal readonly bool IsOdd => (Normalize().L0 & 1) != 0;

    /// <summary>The number itself, below p.</summary>
    internal readonly Limbs ToLimbs()
    {
        var n = Normalize();
        return new Limbs(n.L0 | (n.L1 << 52), (n.L1 >> 12) | (n.L2 << 40), (n.L2 >> 24) | (n.L3 << 28), (n.L3 >> 36) | (n.L4 << 16));
    }

    /// <summary>The same number below p.</summary>
    internal readonly FieldElement Normalize()
    {
        Carry(L0, L1, L2, L3, L4, out var n);
        // Now below 2^256 and a little: it is too large by p at most once.
        bool isBelow = n.L4 < LastMask || (n.L4 == LastMask && (n.L0 < (TwiceP0 / 2) || (n.L1 & n.L2 & n.L3) != Mask));
        if (isBelow) return n;
        Chain(unchecked(n.L0 + Fold), n.L1, n.L2, n.L3, n.L4, out n);
        n.L4 &= LastMask;
        return n;
    }

    internal readonly bool IsZero
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

    internal readonly bool Is(in FieldElement other) => Subtract(this, other).IsZero;

    internal static FieldElement Add(in FieldElement a, in FieldElement b)
    {
        Add(a, b, out var result);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add(in FieldElement a, in FieldElement b, out FieldElement result)
    {
        unchecked
        {
            Carry(a.L0 + b.L0, a.L1 + b.L1, a.L2 + b.L2, a.L3 + b.L3, a.L4 + b.L4, out result);
        }
    }

    internal static FieldElement Double(in FieldElement a) => Add(a, a);

    internal static FieldElement Subtract(in FieldElement a, in FieldElement b)
    {
        Subtract(a, b, out var result);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Subtract(in FieldElement a, in FieldElement b, out FieldElement result)
    {
        unchecked
        {
            Carry(
                a.L0 + TwiceP0 - b.L0, a.L1 + TwiceP - b.L1, a.L2 + TwiceP - b.L2, a.L3 + TwiceP - b.L3, a.L4 + TwiceP4 - b.L4, out result);
        }
    }

    /// <summary>m·a - k·b; both factors at most 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Combine(ulong m, in FieldElement a, ulong k, in FieldElement b, out FieldElement result)
    {
        unchecked
        {
            Carry(
                (m * a.L0) + (k * (TwiceP0 - b.L0)),
                (m * a.L1) + (k * (TwiceP - b.L1)),
                (m * a.L2) + (k * (TwiceP - b.L2)),
                (m * a.L3) + (k * (TwiceP - b.L3)),
                (m * a.L4) + (k * (TwiceP4 - b.L4)),
                out result);
        }
    }

    /// <summary>a - k·b - l·c; both factors at most 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Combine(in FieldElement a, ulong k, in FieldElement b, ulong l, in FieldElement c, out FieldElement result)
    {
        unchecked
        {
            Carry(
                a.L0 + (k * (TwiceP0 - b.L0)) + (l * (TwiceP0 - c.L0)),
                a.L1 + (k * (TwiceP - b.L1)) + (l * (TwiceP - c.L1)),
                a.L2 + (k * (TwiceP - b.L2)) + (l * (TwiceP - c.L2)),
                a.L3 + (k * (TwiceP - b.L3)) + (l * (TwiceP - c.L3)),
                a.L4 + (k * (TwiceP4 - b.L4)) + (l * (TwiceP4 - c.L4)),
                out result);
        }
    }

    /// <summary>a + b without carrying: good for nothing but the second factor of a product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddLoosely(in FieldElement a, in FieldElement b, out FieldElement result)
    {
        unchecked
        {
            Unsafe.SkipInit(out result);
            result.L0 = a.L0 + b.L0;
            result.L1 = a.L1 + b.L1;
            result.L2 = a.L2 + b.L2;
            result.L3 = a.L3 + b.L3;
            result.L4 = a.L4 + b.L4;
        }
    }

    /// <summary>m·a - k·b without carrying, limbs below 2^58: good for nothing but the second factor of a product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void CombineLoosely(ulong m, in FieldElement a, ulong k, in FieldElement b, out FieldElement result)
    {
        unchecked
        {
            Unsafe.SkipInit(out result);
            result.L0 = (m * a.L0) + (k * (TwiceP0 - b.L0));
            result.L1 = (m * a.L1) + (k * (TwiceP - b.L1));
            result.L2 = (m * a.L2) + (k * (TwiceP - b.L2));
            result.L3 = (m * a.L3) + (k * (TwiceP - b.L3));
            result.L4 = (m * a.L4) + (k * (TwiceP4 - b.L4));
        }
    }

    internal static FieldElement Negate(in FieldElement a) => Subtract(default, a);

    /// <summary>The number whose limbs are in -2^52..2^52, the last in -2^49 + 2..2^49.</summary>
    internal static FieldElement FromSigned(long l0, long l1, long l2, long l3, long l4)
    {
        unchecked
        {
            Carry(
                (ulong)((long)TwiceP0 + l0), (ulong)((long)TwiceP + l1), (ulong)((long)TwiceP + l2), (ulong)((long)TwiceP + l3), (ulong)((long)TwiceP4 + l4),
                out var result);
            return result;
        }
    }

    /// <summary>a/2: an odd number becomes even by adding p; each odd limb hands half of 2^52 down.</summary>
    internal static FieldElement Halve(in FieldElement a)
    {
        unchecked
        {
            var n = a.Normalize();
            ulong odd = n.L0 & 1;
            ulong l0 = n.L0 + (odd * (TwiceP0 / 2)), l1 = n.L1 + (odd * Mask), l2 = n.L2 + (odd * Mask), l3 = n.L3 + (odd * Mask), l4 = n.L4 + (odd * LastMask);
            Chain(
                (l0 >> 1) + ((l1 & 1) << 51), (l1 >> 1) + ((l2 & 1) << 51), (l2 >> 1) + ((l3 & 1) << 51), (l3 >> 1) + ((l4 & 1) << 51), l4 >> 1, out var half);
            return half;
        }
    }

    /// <summary>1/a; zero stays zero.</summary>
    internal static FieldElement Invert(in FieldElement a) => new(ModularInverse.Compute(a.ToLimbs(), InverseModulus));

    /// <summary>Limbs below 2^63: folds in what is above 2^256 by less than 2^15, then carries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4, out FieldElement result)
    {
        unchecked
        {
            Chain(l0 + ((l4 >> 48) * Fold), l1, l2, l3, l4 & LastMask, out result);
        }
    }

    /// <summary>Carries from limb to limb; the last one keeps what it gets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Chain(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4, out FieldElement result)
    {
        unchecked
        {
            l1 += l0 >> 52;
            l2 += l1 >> 52;
            l3 += l2 >> 52;
            Unsafe.SkipInit(out result);
            result.L0 = l0 & Mask;
            result.L1 = l1 & Mask;
            result.L2 = l2 & Mask;
            result.L3 = l3 & Mask;
            result.L4 = l4 + (l3 >> 52);
        }
    }
}
