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
        var rest = new UInt128(number.High, number.Low);
        int place = 0, used = 0, carry = 0;
        while (place < Digits)
        {
            // The carry of the last window is still to be added: a place is zero where bit and carry agree.
            int bit = (int)(rest & 1);
            if (bit == carry)
            {
                if (rest == UInt128.Zero && carry == 0) break;
                int zeros = carry == 0 ? Math.Min((int)UInt128.TrailingZeroCount(rest), Digits) : 1;
                rest >>= zeros;
                place += zeros;
                continue;
            }
            int window = (int)(rest & (UInt128)((1 << width) - 1)) + carry;
            carry = window >> (width - 1);
            int digit = window - (carry << width);
            digits[place] = (short)(number.IsNegative ? -digit : digit);
            used = place + 1;
            rest >>= width;
            place += width;
        }
        return used;
    }
}
