namespace Governance.Ethereum.Secp256k1.Lanes;

/// <summary>
/// A vector of doubles, one for each of several signatures that are computed side by side. Where a method says "bits" it takes the
/// doubles' 64-bit patterns as whole numbers, modulo 2^64.
/// </summary>
/// <remarks>
/// How a product of two 52-bit numbers is computed exactly with doubles of 53 bits: a fused multiply-add rounds once. Between 2^104 and
/// 2^105 doubles are 2^52 apart, so high = fl(ab + 1.5·2^104) holds k = ab / 2^52 rounded, in its last bits. Then
/// low = fl(ab + (1.5·2^104 - high)) = ab - k·2^52 is small enough to be exact. Both lie in one binade, where bit patterns grow by one when
/// the number grows by one unit: pattern(high) = <see cref="HighBias"/> + k and pattern(low) = <see cref="LowBias"/> + ab - k·2^52. So
/// patterns are added up as integers and the biases taken off at once. Holds while |ab| ≤ 2^103.
/// (Integer multiplication of 52-bit limbs, AVX-512 IFMA, would do the same in two instructions; .NET 10 does not offer it.)
/// </remarks>
internal interface ILanes<TVector>
{
    static abstract bool IsSupported { get; }

    static abstract int Count { get; }

    static abstract ulong LowBias { get; }

    static abstract ulong HighBias { get; }

    static abstract TVector FromBits(ulong bits);

    static abstract TVector FromNumber(double number);

    static abstract TVector High(TVector a, TVector b);

    static abstract TVector Low(TVector a, TVector b, TVector high);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector AddBits(TVector a, TVector b);

    static abstract TVector SubtractBits(TVector a, TVector b);

    static abstract TVector ShiftRightBits(TVector a, int count);

    static abstract TVector ShiftLeftBits(TVector a, int count);

    /// <summary>(a and mask) or pattern, on bits.</summary>
    static abstract TVector MaskBits(TVector a, TVector mask, TVector pattern);
}
