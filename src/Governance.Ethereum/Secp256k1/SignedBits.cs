using System.Numerics;

namespace Governance.Ethereum.Secp256k1;

/// <summary>
/// A half scalar as bits 1, 0 and -1, of which no two neighbours are non-zero: on average one in three is not zero. Read from the place
/// up, without a branch on any bit: they are as random as the scalar.
/// </summary>
/// <remarks>
/// k = (3k - k)/2, and subtracting the bits of k from those of 3k, place by place and without borrowing, gives digits 1, 0 and -1: zero where
/// both agree, and never two in a row (Reitwiesner 1960). k has 128 bits, so 3k has 130 and the digits, less the halved place, 129.
/// </remarks>
internal struct SignedBits
{
    internal const int Places = 129;

    private ulong _low, _middle, _high;
    private readonly ulong _negativeLow, _negativeMiddle, _negativeHigh;

    internal SignedBits(in HalfScalar number)
    {
        unchecked
        {
            var k = new UInt128(number.High, number.Low);
            var twice = k << 1;
            var thrice = k + twice;
            // 3k beyond 128 bits: the bit that doubling pushed out, and the carry.
            ulong above = (number.High >> 63) + (thrice < k ? 1UL : 0UL);
            var different = (k ^ thrice) >> 1;
            _low = (ulong)different;
            _middle = (ulong)(different >> 64) | (above << 63);
            _high = above >> 1;
            var negative = (k & ~thrice) >> 1;
            ulong sign = number.IsNegative ? ulong.MaxValue : 0;
            _negativeLow = (ulong)negative ^ sign;
            _negativeMiddle = (ulong)(negative >> 64) ^ sign;
            // Place 128 is what the bits below it carried: as positive as the number.
            _negativeHigh = sign;
        }
    }

    /// <summary>How many bits are not zero and have not been read.</summary>
    internal readonly int Left => BitOperations.PopCount(_low) + BitOperations.PopCount(_middle) + BitOperations.PopCount(_high);

    /// <summary>The highest place that has not been read and is not zero; -1 where there is none.</summary>
    internal readonly int Highest => _high != 0 ? 128 : _middle != 0 ? 127 - BitOperations.LeadingZeroCount(_middle) : 63 - BitOperations.LeadingZeroCount(_low);

    /// <summary>Takes out the lowest non-zero bit, of which there must be one: its place, and 2^63 where it is -1, else 0.</summary>
    internal int Next(out ulong sign)
    {
        if (_low != 0) return Take(ref _low, _negativeLow, out sign);
        if (_middle != 0) return 64 + Take(ref _middle, _negativeMiddle, out sign);
        return 128 + Take(ref _high, _negativeHigh, out sign);
    }

    private static int Take(ref ulong word, ulong negative, out ulong sign)
    {
        int place = BitOperations.TrailingZeroCount(word);
        sign = (negative >> place) << 63;
        word &= unchecked(word - 1);
        return place;
    }
}
