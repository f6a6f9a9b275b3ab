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

    // (a1, b1) and (a2, b2) are short vectors with a + bλ = 0 (mod n), from the extended Euclidean algorithm on n and λ; a2 = a1 - b1, b2 = a1.
    internal static readonly SignedLimbs A1 = new(0xE86C_90E4_9284_EB15, 0x3086_D221_A7D4_6BCD, 0);
    internal static readonly SignedLimbs MinusB1 = new(0x6F54_7FA9_0ABF_E4C3, 0xE443_7ED6_010E_8828, 0);
    internal static readonly SignedLimbs A2 = A1 + MinusB1;

    // round(2^384 · b2 / n) and round(2^384 · -b1 / n): multiplying and shifting by 384 replaces dividing by n.
    private static readonly Limbs G1 = new(0xE893_209A_45DB_B031, 0x3DAA_8A14_71E8_CA7F, 0xE86C_90E4_9284_EB15, 0x3086_D221_A7D4_6BCD);
    private static readonly Limbs G2 = new(0x1571_B4AE_8AC4_7F71, 0x2212_08AC_9DF5_06C6, 0x6F54_7FA9_0ABF_E4C4, 0xE443_7ED6_010E_8828);

    /// <summary>
    /// k = k₁ + k₂λ (mod n) with both below 2^128 in size. With c₁ = round(k·b2/n) and c₂ = round(-k·b1/n), the point (k, 0) - c₁(a1, b1) - c₂(a2, b2) is near the origin:
    /// k₁ = k - c₁a1 - c₂a2 and k₂ = -c₁b1 - c₂b2. Both fit 129 bits with their sign, so 192 bits of the long way are enough.
    /// </summary>
    internal static void Split(in Scalar k, out SignedLimbs k1, out SignedLimbs k2)
    {
        var c1 = RoundedShift(WideLimbs.Multiply(k.Limbs, G1));
        var c2 = RoundedShift(WideLimbs.Multiply(k.Limbs, G2));
        k1 = new SignedLimbs(k.Limbs.L0, k.Limbs.L1, k.Limbs.L2) - SignedLimbs.Multiply(c1, A1) - SignedLimbs.Multiply(c2, A2);
        k2 = SignedLimbs.Multiply(c1, MinusB1) - SignedLimbs.Multiply(c2, A1);
    }

    /// <summary>round(value / 2^384): below 2^128.</summary>
    private static UInt128 RoundedShift(in WideLimbs value) => unchecked(new UInt128(value.H3, value.H2) + (value.H1 >> 63));
}
