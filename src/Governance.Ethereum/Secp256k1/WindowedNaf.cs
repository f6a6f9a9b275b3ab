using System.Numerics;

namespace Governance.Ethereum.Secp256k1;

/// <summary>
/// A scalar as signed digits, one for each bit place: zero, or odd and below 2^(width-1) in size, with at least width - 1 zeros after each
/// non-zero one. So a table of the odd multiples is enough, and only one place in width + 1 costs an addition.
/// </summary>
internal static class WindowedNaf
{
    /// <summary>128 bits and the carry of the last window.</summary>
    internal const int Digits = 129;

    /// <summary>Writes the digits of the number, least significant first, and returns how many places are in use.</summary>
    internal static int Write(in HalfScalar number, int width, Span<short> digits)
    {
        digits[..Digits].Clear();
        var (low, high) = (number.Low, number.High);
        int place = 0, used = 0, carry = 0;
        while (place < Digits)
        {
            // The carry of the last window is still to be added: a place is zero where bit and carry agree, and runs of them are skipped.
            ulong differs = carry == 0 ? low : ~low;
            if (differs == 0 && high == 0 && carry == 0) break;
            int zeros = Math.Min(BitOperations.TrailingZeroCount(differs), 63);
            if (zeros == 0)
            {
                int window = (int)(low & ((1UL << width) - 1)) + carry;
                carry = window >> (width - 1);
                int digit = window - (carry << width);
                digits[place] = (short)(number.IsNegative ? -digit : digit);
                used = place + 1;
                zeros = width;
            }
            low = (low >> zeros) | (high << (64 - zeros));
            high >>= zeros;
            place += zeros;
        }
        return used;
    }
}
