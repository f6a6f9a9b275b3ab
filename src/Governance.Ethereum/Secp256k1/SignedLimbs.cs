namespace Governance.Ethereum.Secp256k1;

/// <summary>A number of at most 191 bits and its sign, in two's complement. Wraps on purpose (unchecked).</summary>
internal readonly struct SignedLimbs(ulong l0, ulong l1, ulong l2)
{
    internal readonly ulong L0 = l0, L1 = l1, L2 = l2;

    internal bool IsNegative => L2 >> 63 != 0;

    /// <summary>a · b modulo 2^192.</summary>
    internal static SignedLimbs Multiply(UInt128 a, in SignedLimbs b)
    {
        unchecked
        {
            ulong a0 = (ulong)a, a1 = (ulong)(a >> 64);
            ulong carry = 0;
            ulong r0 = Word.MultiplyAdd(a0, b.L0, 0, ref carry);
            ulong r1 = Word.MultiplyAdd(a0, b.L1, 0, ref carry);
            ulong r2 = carry + (a0 * b.L2);
            carry = 0;
            r1 = Word.MultiplyAdd(a1, b.L0, r1, ref carry);
            return new SignedLimbs(r0, r1, r2 + (a1 * b.L1) + carry);
        }
    }

    public static SignedLimbs operator +(in SignedLimbs a, in SignedLimbs b)
    {
        unchecked
        {
            ulong carry = 0;
            ulong r0 = Word.Add(a.L0, b.L0, ref carry);
            ulong r1 = Word.Add(a.L1, b.L1, ref carry);
            return new SignedLimbs(r0, r1, a.L2 + b.L2 + carry);
        }
    }

    public static SignedLimbs operator -(in SignedLimbs a, in SignedLimbs b)
    {
        unchecked
        {
            ulong borrow = 0;
            ulong r0 = Word.Subtract(a.L0, b.L0, ref borrow);
            ulong r1 = Word.Subtract(a.L1, b.L1, ref borrow);
            return new SignedLimbs(r0, r1, a.L2 - b.L2 - borrow);
        }
    }

    internal HalfScalar ToHalf()
    {
        var size = IsNegative ? default(SignedLimbs) - this : this;
        return new HalfScalar(size.L0, size.L1, IsNegative);
    }
}
