namespace Governance.Ethereum.Secp256k1;

/// <summary>512 bits: a product of two 256-bit numbers, low words L0…L3, high words H0…H3.</summary>
internal readonly struct WideLimbs
{
    internal readonly ulong L0, L1, L2, L3, H0, H1, H2, H3;

    private WideLimbs(ulong l0, ulong l1, ulong l2, ulong l3, ulong h0, ulong h1, ulong h2, ulong h3)
    {
        L0 = l0;
        L1 = l1;
        L2 = l2;
        L3 = l3;
        H0 = h0;
        H1 = h1;
        H2 = h2;
        H3 = h3;
    }

    /// <summary>a · b, row by row.</summary>
    internal static WideLimbs Multiply(in Limbs a, in Limbs b)
    {
        ulong carry = 0;
        ulong r0 = Word.MultiplyAdd(a.L0, b.L0, 0, ref carry);
        ulong r1 = Word.MultiplyAdd(a.L1, b.L0, 0, ref carry);
        ulong r2 = Word.MultiplyAdd(a.L2, b.L0, 0, ref carry);
        ulong r3 = Word.MultiplyAdd(a.L3, b.L0, 0, ref carry);
        ulong r4 = carry;
        carry = 0;
        r1 = Word.MultiplyAdd(a.L0, b.L1, r1, ref carry);
        r2 = Word.MultiplyAdd(a.L1, b.L1, r2, ref carry);
        r3 = Word.MultiplyAdd(a.L2, b.L1, r3, ref carry);
        r4 = Word.MultiplyAdd(a.L3, b.L1, r4, ref carry);
        ulong r5 = carry;
        carry = 0;
        r2 = Word.MultiplyAdd(a.L0, b.L2, r2, ref carry);
        r3 = Word.MultiplyAdd(a.L1, b.L2, r3, ref carry);
        r4 = Word.MultiplyAdd(a.L2, b.L2, r4, ref carry);
        r5 = Word.MultiplyAdd(a.L3, b.L2, r5, ref carry);
        ulong r6 = carry;
        carry = 0;
        r3 = Word.MultiplyAdd(a.L0, b.L3, r3, ref carry);
        r4 = Word.MultiplyAdd(a.L1, b.L3, r4, ref carry);
        r5 = Word.MultiplyAdd(a.L2, b.L3, r5, ref carry);
        r6 = Word.MultiplyAdd(a.L3, b.L3, r6, ref carry);
        return new WideLimbs(r0, r1, r2, r3, r4, r5, r6, carry);
    }
}
