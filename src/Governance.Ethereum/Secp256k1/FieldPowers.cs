namespace Governance.Ethereum.Secp256k1;

/// <summary>
/// The two fixed powers of the field, by one addition chain. Written in binary, p - 2 and (p + 1) / 4 are both: 223 ones, a zero, 22 ones,
/// then a few bits of their own. a^(2^k - 1), "k ones", comes from shorter runs: shift left by squaring, append by multiplying.
/// </summary>
internal static class FieldPowers
{
    /// <summary>1/a by Fermat: a^(p-2); the low bits of p - 2 after the 22 ones are 0000101101. Zero stays zero.</summary>
    internal static FieldElement Invert(in FieldElement a)
    {
        var ones2 = Ones2(a);
        var run = SharedRun(a, ones2);
        run = Append(run, 5, a);
        run = Append(run, 3, ones2);
        return Append(run, 2, a);
    }

    /// <summary>
    /// A square root of a where there is one: p = 3 (mod 4), so it is a^((p+1)/4); the low bits after the 22 ones are 00001100.
    /// The caller squares the answer to learn whether a has a root.
    /// </summary>
    internal static FieldElement SquareRoot(in FieldElement a)
    {
        var ones2 = Ones2(a);
        var run = Append(SharedRun(a, ones2), 6, ones2);
        return FieldElement.Square(FieldElement.Square(run));
    }

    private static FieldElement Ones2(in FieldElement a) => FieldElement.Multiply(FieldElement.Square(a), a);

    /// <summary>223 ones, a zero, 22 ones.</summary>
    private static FieldElement SharedRun(in FieldElement a, in FieldElement ones2)
    {
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
        return Append(ones223, 23, ones22);
    }

    /// <summary>The exponent of run shifted left by some bits, plus the exponent of tail.</summary>
    private static FieldElement Append(FieldElement run, int bits, in FieldElement tail)
    {
        for (int i = 0; i < bits; i++) run = FieldElement.Square(run);
        return FieldElement.Multiply(run, tail);
    }
}
