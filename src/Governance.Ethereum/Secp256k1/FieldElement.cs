using System.Runtime.CompilerServices;

namespace Governance.Ethereum.Secp256k1;

/// <summary>
/// A number modulo p = 2^256 - 2^32 - 977. Kept below 2^256, not always below p: <see cref="Normalize"/> before looking at it.
/// Wraps on purpose (unchecked): what overflows 2^256 comes back times <see cref="Fold"/>, because 2^256 = Fold (mod p).
/// </summary>
internal readonly struct FieldElement
{
    /// <summary>2^256 mod p.</summary>
    internal const ulong Fold = 0x1_0000_03D1;

    private readonly Limbs _limbs;

    internal FieldElement(Limbs value) => _limbs = value;

    internal FieldElement(ulong value) => _limbs = new Limbs(value, 0, 0, 0);

    internal static readonly Limbs P = new(unchecked(0UL - Fold), ulong.MaxValue, ulong.MaxValue, ulong.MaxValue);

    private static readonly ModularInverse.Modulus InverseModulus = new(P);

    internal Limbs Limbs => _limbs;

    /// <summary>The same number below p.</summary>
    internal FieldElement Normalize()
    {
        var reduced = Limbs.Subtract(_limbs, P, out bool below);
        return below ? this : new FieldElement(reduced);
    }

    internal bool IsZero => Normalize()._limbs.IsZero;

    internal bool IsOdd => (Normalize()._limbs.L0 & 1) != 0;

    internal bool Is(in FieldElement other) => Subtract(this, other).IsZero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FieldElement Add(in FieldElement a, in FieldElement b)
    {
        ulong carry = 0;
        ulong l0 = Word.Add(a._limbs.L0, b._limbs.L0, ref carry);
        ulong l1 = Word.Add(a._limbs.L1, b._limbs.L1, ref carry);
        ulong l2 = Word.Add(a._limbs.L2, b._limbs.L2, ref carry);
        ulong l3 = Word.Add(a._limbs.L3, b._limbs.L3, ref carry);
        return FoldIn(l0, l1, l2, l3, carry);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FieldElement Subtract(in FieldElement a, in FieldElement b)
    {
        unchecked
        {
            ulong borrow = 0;
            ulong l0 = Word.Subtract(a._limbs.L0, b._limbs.L0, ref borrow);
            ulong l1 = Word.Subtract(a._limbs.L1, b._limbs.L1, ref borrow);
            ulong l2 = Word.Subtract(a._limbs.L2, b._limbs.L2, ref borrow);
            ulong l3 = Word.Subtract(a._limbs.L3, b._limbs.L3, ref borrow);
            // A borrow means 2^256 too much: take Fold away. That can borrow once more only where a - b was below Fold in the wrapped form.
            ulong again = 0;
            l0 = Word.Subtract(l0, borrow * Fold, ref again);
            if (again != 0)
            {
                l1 = Word.Subtract(l1, 0, ref again);
                l2 = Word.Subtract(l2, 0, ref again);
                l3 = Word.Subtract(l3, 0, ref again);
                // Wrapped again: l0 is then near 2^64 and the rest all ones, so this subtraction ends in l0.
                l0 -= again * Fold;
            }
            return new FieldElement(new Limbs(l0, l1, l2, l3));
        }
    }

    /// <summary>1/a; zero stays zero.</summary>
    internal static FieldElement Invert(in FieldElement a) => new(ModularInverse.Compute(a.Normalize()._limbs, InverseModulus));

    internal static FieldElement Negate(in FieldElement a) => Subtract(default, a);

    /// <summary>a/2 for a below p: an odd number becomes even by adding p, whose 257th bit comes back in by the shift.</summary>
    internal static FieldElement Halve(in FieldElement a)
    {
        unchecked
        {
            var limbs = a._limbs;
            ulong top = 0;
            if ((limbs.L0 & 1) != 0)
            {
                ulong carry = 0;
                limbs = new Limbs(
                    Word.Add(limbs.L0, P.L0, ref carry), Word.Add(limbs.L1, P.L1, ref carry), Word.Add(limbs.L2, P.L2, ref carry), Word.Add(limbs.L3, P.L3, ref carry));
                top = carry << 63;
            }
            return new FieldElement(new Limbs(
                (limbs.L0 >> 1) | (limbs.L1 << 63), (limbs.L1 >> 1) | (limbs.L2 << 63), (limbs.L2 >> 1) | (limbs.L3 << 63), (limbs.L3 >> 1) | top));
        }
    }

    internal static FieldElement Double(in FieldElement a) => Add(a, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FieldElement Multiply(in FieldElement a, in FieldElement b)
    {
        ulong a0 = a._limbs.L0, a1 = a._limbs.L1, a2 = a._limbs.L2, a3 = a._limbs.L3;
        ulong factor = b._limbs.L0, carry = 0;
        ulong r0 = Word.MultiplyAdd(a0, factor, 0, ref carry);
        ulong r1 = Word.MultiplyAdd(a1, factor, 0, ref carry);
        ulong r2 = Word.MultiplyAdd(a2, factor, 0, ref carry);
        ulong r3 = Word.MultiplyAdd(a3, factor, 0, ref carry);
        ulong r4 = carry;
        factor = b._limbs.L1;
        carry = 0;
        r1 = Word.MultiplyAdd(a0, factor, r1, ref carry);
        r2 = Word.MultiplyAdd(a1, factor, r2, ref carry);
        r3 = Word.MultiplyAdd(a2, factor, r3, ref carry);
        r4 = Word.MultiplyAdd(a3, factor, r4, ref carry);
        ulong r5 = carry;
        factor = b._limbs.L2;
        carry = 0;
        r2 = Word.MultiplyAdd(a0, factor, r2, ref carry);
        r3 = Word.MultiplyAdd(a1, factor, r3, ref carry);
        r4 = Word.MultiplyAdd(a2, factor, r4, ref carry);
        r5 = Word.MultiplyAdd(a3, factor, r5, ref carry);
        ulong r6 = carry;
        factor = b._limbs.L3;
        carry = 0;
        r3 = Word.MultiplyAdd(a0, factor, r3, ref carry);
        r4 = Word.MultiplyAdd(a1, factor, r4, ref carry);
        r5 = Word.MultiplyAdd(a2, factor, r5, ref carry);
        r6 = Word.MultiplyAdd(a3, factor, r6, ref carry);
        return Reduce(r0, r1, r2, r3, r4, r5, r6, carry);
    }

    /// <summary>a²: the six products of two different limbs once, doubled, then the four squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static FieldElement Square(in FieldElement a)
    {
        unchecked
        {
            ulong a0 = a._limbs.L0, a1 = a._limbs.L1, a2 = a._limbs.L2, a3 = a._limbs.L3;
            ulong carry = 0;
            ulong r1 = Word.MultiplyAdd(a0, a1, 0, ref carry);
            ulong r2 = Word.MultiplyAdd(a0, a2, 0, ref carry);
            ulong r3 = Word.MultiplyAdd(a0, a3, 0, ref carry);
            ulong r4 = carry;
            carry = 0;
            r3 = Word.MultiplyAdd(a1, a2, r3, ref carry);
            r4 = Word.MultiplyAdd(a1, a3, r4, ref carry);
            ulong r5 = carry;
            carry = 0;
            r5 = Word.MultiplyAdd(a2, a3, r5, ref carry);
            ulong r6 = carry;
            ulong r7 = r6 >> 63;
            r6 = (r6 << 1) | (r5 >> 63);
            r5 = (r5 << 1) | (r4 >> 63);
            r4 = (r4 << 1) | (r3 >> 63);
            r3 = (r3 << 1) | (r2 >> 63);
            r2 = (r2 << 1) | (r1 >> 63);
            r1 <<= 1;
            carry = 0;
            r1 = Word.Add(r1, Word.MultiplyHigh(a0, a0), ref carry);
            r2 = Word.Add(r2, a1 * a1, ref carry);
            r3 = Word.Add(r3, Word.MultiplyHigh(a1, a1), ref carry);
            r4 = Word.Add(r4, a2 * a2, ref carry);
            r5 = Word.Add(r5, Word.MultiplyHigh(a2, a2), ref carry);
            r6 = Word.Add(r6, a3 * a3, ref carry);
            r7 += Word.MultiplyHigh(a3, a3) + carry;
            return Reduce(a0 * a0, r1, r2, r3, r4, r5, r6, r7);
        }
    }

    /// <summary>high · 2^256 + low = high · Fold + low: 33 bits above 2^256 remain, and fold once more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Reduce(ulong r0, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5, ulong r6, ulong r7)
    {
        ulong carry = 0;
        r0 = Word.MultiplyAdd(r4, Fold, r0, ref carry);
        r1 = Word.MultiplyAdd(r5, Fold, r1, ref carry);
        r2 = Word.MultiplyAdd(r6, Fold, r2, ref carry);
        r3 = Word.MultiplyAdd(r7, Fold, r3, ref carry);
        return FoldIn(r0, r1, r2, r3, carry);
    }

    /// <summary>l + excess · 2^256 for an excess below 2^34.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement FoldIn(ulong l0, ulong l1, ulong l2, ulong l3, ulong excess)
    {
        unchecked
        {
            ulong carry = 0;
            l0 = Word.MultiplyAdd(excess, Fold, l0, ref carry);
            l1 += carry;
            if (l1 >= carry) return new FieldElement(new Limbs(l0, l1, l2, l3));
            carry = 1;
            l2 = Word.Add(l2, 0, ref carry);
            l3 = Word.Add(l3, 0, ref carry);
            // A last overflow leaves l2 = l3 = 0 and a small l1: one more fold ends there.
            ulong last = 0;
            l0 = Word.Add(l0, carry * Fold, ref last);
            return new FieldElement(new Limbs(l0, l1 + last, l2, l3));
        }
    }
}
