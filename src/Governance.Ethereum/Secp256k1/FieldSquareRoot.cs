namespace Governance.Ethereum.Secp256k1;

/// <summary>
/// The power that takes square roots, by an addition chain. In binary (p + 1) / 4 is 223 ones, a zero, 22 ones, then 00001100.
/// a^(2^k - 1), "k ones", comes from shorter runs: shift left by squaring, append by multiplying.
/// </summary>
internal static class FieldSquareRoot
{
    /// <summary>
    /// A square root of a where there is one: p = 3 (mod 4), so it is a^((p+1)/4).
    /// The caller squares the answer to learn whether a has a root.
    /// </summary>
    internal static FieldElement Compute(in FieldElement a)
    {
        var ones2 = FieldElement.Multiply(FieldElement.Square(a), a);
        var ones3 = Append(ones2, 1, a);
        var ones6 = Append(ones3, 3, ones3);
        var ones9 = Append(ones6, 3, ones3);
        var ones11 = Append(ones9, 2, ones2);
        var ones22 = Append(ones11, 11, ones11);
        var ones44 = Append(ones22, 22, ones22);
        var ones88 = Append(ones44, 44, ones44);
        var ones176 = Append(ones88, 88, ones88);
        var ones220 = Append(ones176, 44, ones44);
        var ones223 = Append(ones220, 3, ones3);
        var run = Append(Append(ones223, 23, ones22), 6, ones2);
        return FieldElement.Square(FieldElement.Square(run));
    }

    /// <summary>The exponent of run shifted left by some bits, plus the exponent of tail.</summary>
    private static FieldElement Append(in FieldElement run, int bits, in FieldElement tail)
    {
        FieldElement.Square(run, out var power);
        for (int i = 1; i < bits; i++) FieldElement.Square(power, out power);
        FieldElement.Multiply(power, tail, out power);
        return power;
    }
}
