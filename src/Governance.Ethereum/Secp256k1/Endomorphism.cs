namespace Governance.Ethereum.Secp256k1;

/// <summary>A number of at most 128 bits and a sign: half of a scalar.</summary>
internal readonly struct HalfScalar(ulong low, ulong high, bool isNegative)
{
    internal readonly ulong Low = low, High = high;
    internal readonly bool IsNegative = isNegative;
}

/// <summary>
/// The map (x, y) -> (βx, y) with β³ = 1 multiplies every point by λ with λ³ = 1 (Gallant, Lambert, Vanstone 2001). So kP = k₁P + k₂(λP)
/// for any k = k₁ + k₂λ (mod n), and halves of 128 bits exist: half of the doublings.
/// </summary>
internal static class Endomorphism
{
    internal static readonly FieldElement Beta = new(new Limbs(0xC139_6C28_7195_01EE, 0x9CF0_4975_12F5_8995, 0x6E64_479E_AC34_34E9, 0x7AE9_6A2B_657C_0710));

    internal static AffinePoint TimesLambda(in AffinePoint point) => new(FieldElement.Multiply(point.X, Beta), point.Y);

    // (a1, b1) and (a2, b2) are short vectors with a + bλ = 0 (mod n), from the extended Euclidean algorithm on n and λ:
    // a1 = b2 = 0x3086D221A7D46BCDE86C90E49284EB15, b1 = -0xE4437ED6010E88286F547FA90ABFE4C3, a2 = a1 - b1.
    private static readonly UInt128 A1 = new(0x3086_D221_A7D4_6BCD, 0xE86C_90E4_9284_EB15);
    private static readonly UInt128 MinusB1 = new(0xE443_7ED6_010E_8828, 0x6F54_7FA9_0ABF_E4C3);

    // round(2^384 · b2 / n) and round(2^384 · -b1 / n): multiplying and shifting by 384 replaces dividing by n.
    private static readonly Limbs G1 = new(0xE893_209A_45DB_B031, 0x3DAA_8A14_71E8_CA7F, 0xE86C_90E4_9284_EB15, 0x3086_D221_A7D4_6BCD);
    private static readonly Limbs G2 = new(0x1571_B4AE_8AC4_7F71, 0x2212_08AC_9DF5_06C6, 0x6F54_7FA9_0ABF_E4C4, 0xE443_7ED6_010E_8828);

    /// <summary>
    /// k = k₁ + k₂λ: with c₁ = round(k·b2/n), c₂ = round(-k·b1/n), the point (k, 0) - c₁(a1, b1) - c₂(a2, b2) is near the origin:
    /// k₁ = k - c₁a1 - c₂a2 and k₂ = -c₁b1 - c₂b2, both below 2^128 in size.
    /// </summary>
    internal static void Split(in Scalar k, out HalfScalar k1, out HalfScalar k2)
    {
        unchecked
        {
            var c1 = RoundedShift(WideLimbs.Multiply(k.Limbs, G1));
            var c2 = RoundedShift(WideLimbs.Multiply(k.Limbs, G2));
            // Both results fit 129 bits with their sign, so 192 bits of the long way are enough.
            // c₁a1 + c₂a2 = (c₁ + c₂)a1 + c₂(-b1) and -c₁b1 - c₂b2 = c₁(-b1) - c₂a1.
            var first = new Int192(k.Limbs.L0, k.Limbs.L1, k.Limbs.L2)
                - Int192.Multiply(c1, A1) - Int192.Multiply(c2, A1) - Int192.Multiply(c2, MinusB1);
            var second = Int192.Multiply(c1, MinusB1) - Int192.Multiply(c2, A1);
            k1 = first.ToHalf();
            k2 = second.ToHalf();
        }
    }

    /// <summary>round(value / 2^384): below 2^128.</summary>
    private static UInt128 RoundedShift(in WideLimbs value)
    {
        unchecked
        {
            return new UInt128(value.H3, value.H2) + (value.H1 >> 63);
        }
    }

    /// <summary>The low 192 bits of a number in two's complement.</summary>
    private readonly struct Int192(ulong l0, ulong l1, ulong l2)
    {
        private readonly ulong _l0 = l0, _l1 = l1, _l2 = l2;

        internal static Int192 Multiply(UInt128 a, UInt128 b)
        {
            unchecked
            {
                ulong a0 = (ulong)a, a1 = (ulong)(a >> 64), b0 = (ulong)b, b1 = (ulong)(b >> 64);
                ulong carry = 0;
                ulong r0 = Word.MultiplyAdd(a0, b0, 0, ref carry);
                ulong r1 = Word.MultiplyAdd(a1, b0, 0, ref carry);
                ulong r2 = carry;
                carry = 0;
                r1 = Word.MultiplyAdd(a0, b1, r1, ref carry);
                return new Int192(r0, r1, r2 + (a1 * b1) + carry);
            }
        }

        public static Int192 operator -(in Int192 a, in Int192 b)
        {
            unchecked
            {
                ulong borrow = 0;
                ulong r0 = Word.Subtract(a._l0, b._l0, ref borrow);
                ulong r1 = Word.Subtract(a._l1, b._l1, ref borrow);
                return new Int192(r0, r1, a._l2 - b._l2 - borrow);
            }
        }

        internal HalfScalar ToHalf()
        {
            bool isNegative = _l2 >> 63 != 0;
            var size = isNegative ? default(Int192) - this : this;
            return new HalfScalar(size._l0, size._l1, isNegative);
        }
    }
}
