using System.Runtime.CompilerServices;

namespace Governance.Ethereum.Secp256k1;

/// <summary>A number modulo n, the order of the group; always below n. Wraps on purpose (unchecked).</summary>
internal readonly struct Scalar
{
    // n = 2^256 - C, and C is only 129 bits long: what overflows 2^256 comes back times C.
    private const ulong C0 = 0x402D_A173_2FC9_BEBF, C1 = 0x4551_2319_50B7_5FC4, C2 = 1;

    internal static readonly Limbs N = new(unchecked(0UL - C0), unchecked(ulong.MaxValue - C1), unchecked(0UL - 1 - C2), ulong.MaxValue);

    /// <summary>(n - 1) / 2, the largest low s (EIP-2).</summary>
    internal static readonly Limbs HalfN = new(0xDFE9_2F46_681B_20A0, 0x5D57_6E73_57A4_501D, ulong.MaxValue, 0x7FFF_FFFF_FFFF_FFFF);

    internal static readonly Scalar One = new(new Limbs(1, 0, 0, 0));

    private static readonly ModularInverse.Modulus InverseModulus = new(N);

    private readonly Limbs _limbs;

    private Scalar(Limbs limbs) => _limbs = limbs;

    internal Limbs Limbs => _limbs;

    internal bool IsZero => _limbs.IsZero;

    internal bool IsHigh => Limbs.IsBelow(HalfN, _limbs);

    /// <summary>The number below 2^256 modulo n: at most one n too much.</summary>
    internal static Scalar Reduce(in Limbs value)
    {
        var reduced = Limbs.Subtract(value, N, out bool below);
        return new Scalar(below ? value : reduced);
    }

    /// <summary>A number in 1..n-1; false for any other.</summary>
    internal static bool TryRead(in Limbs value, out Scalar scalar)
    {
        scalar = new Scalar(value);
        return !value.IsZero && Limbs.IsBelow(value, N);
    }

    internal static Scalar Negate(in Scalar a) => a.IsZero ? a : new Scalar(Limbs.Subtract(N, a._limbs, out _));

    internal static Scalar Multiply(in Scalar a, in Scalar b)
    {
        var product = WideLimbs.Multiply(a._limbs, b._limbs);
        return ReduceWide(product);
    }

    /// <summary>1/a; zero stays zero.</summary>
    internal static Scalar Invert(in Scalar a) => new(ModularInverse.Compute(a._limbs, InverseModulus));

    /// <summary>1/a of many with one inversion: invert the product of all, then peel one after the other off it. None may be zero.</summary>
    internal static void InvertAll(ReadOnlySpan<Scalar> numbers, Span<Scalar> inverses)
    {
        // Until the inverse is known, inverses[i] holds the product of the numbers before i.
        var product = One;
        for (int i = 0; i < numbers.Length; i++)
        {
            inverses[i] = product;
            product = Multiply(product, numbers[i]);
        }
        var inverse = Invert(product);
        for (int i = numbers.Length - 1; i >= 0; i--)
        {
            inverses[i] = Multiply(inverse, inverses[i]);
            inverse = Multiply(inverse, numbers[i]);
        }
    }

    /// <summary>
    /// high · 2^256 + low = high · C + low, three times: 512 bits leave 386, then 260, then one word above 2^256 that is at most 1.
    /// </summary>
    private static Scalar ReduceWide(in WideLimbs value)
    {
        unchecked
        {
            // 256 bits times C, plus 256 bits: below 2^386.
            ulong carry = 0;
            ulong r0 = Word.MultiplyAdd(value.H0, C0, value.L0, ref carry);
            ulong r1 = Word.MultiplyAdd(value.H1, C0, value.L1, ref carry);
            ulong r2 = Word.MultiplyAdd(value.H2, C0, value.L2, ref carry);
            ulong r3 = Word.MultiplyAdd(value.H3, C0, value.L3, ref carry);
            ulong r4 = carry;
            carry = 0;
            r1 = Word.MultiplyAdd(value.H0, C1, r1, ref carry);
            r2 = Word.MultiplyAdd(value.H1, C1, r2, ref carry);
            r3 = Word.MultiplyAdd(value.H2, C1, r3, ref carry);
            r4 = Word.MultiplyAdd(value.H3, C1, r4, ref carry);
            ulong r5 = carry;
            carry = 0;
            r2 = Word.Add(r2, value.H0, ref carry);
            r3 = Word.Add(r3, value.H1, ref carry);
            r4 = Word.Add(r4, value.H2, ref carry);
            r5 = Word.Add(r5, value.H3, ref carry);
            return ReduceMiddle(r0, r1, r2, r3, r4, r5, carry);
        }
    }

    /// <summary>The second and third fold: 130 bits (h2 ‖ h1 ‖ h0) times C plus 256 bits is below 2^260, whose top word times C ends it.</summary>
    private static Scalar ReduceMiddle(ulong r0, ulong r1, ulong r2, ulong r3, ulong h0, ulong h1, ulong h2)
    {
        unchecked
        {
            ulong carry = 0;
            r0 = Word.MultiplyAdd(h0, C0, r0, ref carry);
            r1 = Word.MultiplyAdd(h1, C0, r1, ref carry);
            r2 = Word.MultiplyAdd(h2, C0, r2, ref carry);
            r3 += carry;
            ulong top = r3 < carry ? 1UL : 0UL;
            carry = 0;
            r1 = Word.MultiplyAdd(h0, C1, r1, ref carry);
            r2 = Word.MultiplyAdd(h1, C1, r2, ref carry);
            r3 = Word.MultiplyAdd(h2, C1, r3, ref carry);
            top += carry;
            carry = 0;
            r2 = Word.Add(r2, h0, ref carry);
            r3 = Word.Add(r3, h1, ref carry);
            top += carry + h2;
            carry = 0;
            r0 = Word.MultiplyAdd(top, C0, r0, ref carry);
            r1 = Word.MultiplyAdd(top, C1, r1, ref carry);
            r2 += carry;
            ulong overflow = r2 < carry ? 1UL : 0UL;
            carry = 0;
            r2 = Word.Add(r2, top, ref carry);
            overflow += carry;
            r3 += overflow;
            // Overflowed 2^256 once more: then the number is 2^256 + less than 2^200, and subtracting n (which adds C) ends it.
            var sum = new Limbs(r0, r1, r2, r3);
            if (r3 < overflow) return new Scalar(Limbs.Subtract(sum, N, out _));
            return Reduce(sum);
        }
    }
}
