using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Governance.Ethereum.Secp256k1.Lanes;

/// <summary>
/// An odd number as digits that are all odd: no digit is zero, so all lanes do the same. In k = Σ ±2^i over a number of places every sign
/// is free, and the signs are the bits of b = (k + 2^places - 1) / 2. A window of w signs with bits c is the digit 2c - (2^w - 1).
/// </summary>
internal readonly struct OddDigits
{
    /// <summary>The fewest places that suffice.</summary>
    internal const int Bits = 130;

    private readonly ulong _low, _middle, _high, _negative;

    private OddDigits(in SignedLimbs odd, int places)
    {
        var size = odd.IsNegative ? default(SignedLimbs) - odd : odd;
        _negative = odd.IsNegative ? 1UL : 0UL;
        // (k - 1)/2 + 2^(places - 1): k is odd, so halving drops the 1.
        _low = (size.L0 >> 1) | (size.L1 << 63);
        _middle = (size.L1 >> 1) | (size.L2 << 63);
        _high = (size.L2 >> 1) + (1UL << (places - 1 - 128));
    }

    /// <summary>
    /// k as k₁ + k₂λ with both odd. The short vectors (a1, b1), odd in both, and (a2, b2), even and odd, are zero as points: adding
    /// the first changes both parities, adding the second only that of k₂. Sizes stay below 2^130. Places are <see cref="Bits"/> to 192.
    /// </summary>
    internal static void Split(in Scalar k, out OddDigits first, out OddDigits second, int places = Bits)
    {
        Endomorphism.Split(k, out SignedLimbs k1, out SignedLimbs k2);
        if ((k1.L0 & 1) == 0)
        {
            k1 += Endomorphism.A1;
            k2 -= Endomorphism.MinusB1;
        }
        if ((k2.L0 & 1) == 0)
        {
            k1 += Endomorphism.A2;
            k2 += Endomorphism.A1;
        }
        first = new OddDigits(k1, places);
        second = new OddDigits(k2, places);
    }

    /// <summary>
    /// The window of signs that starts at a place: the digit's size as (size - 1) / 2, an index into a table of odd multiples, and its sign
    /// in bit 15.
    /// </summary>
    internal ushort Window(int start, int width)
    {
        unchecked
        {
            ulong word = start < 64 ? _low >> start : start < 128 ? _middle >> (start - 64) : _high >> (start - 128);
            // A window may reach into the next word.
            if (start < 64 && start + width > 64) word |= _middle << (64 - start);
            else if (start < 128 && start + width > 128) word |= _high << (128 - start);
            return Digit(word, width);
        }
    }

    /// <summary>All windows from the lowest, one each <paramref name="stride"/> places.</summary>
    internal void WriteWindows(Span<ushort> digits, int stride, int count, [ConstantExpected] int width)
    {
        unchecked
        {
            var (low, middle, high) = (_low, _middle, _high);
            for (int window = 0; window < count; window++)
            {
                digits[window * stride] = Digit(low, width);
                low = (low >> width) | (middle << (64 - width));
                middle = (middle >> width) | (high << (64 - width));
                high >>= width;
            }
        }
    }

    // 2c - (2^w - 1) is positive where the top bit of c, the window, is set, and then its index is the rest of c; otherwise that of its complement.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ushort Digit(ulong word, int width)
    {
        unchecked
        {
            ulong negative = ((word >> (width - 1)) & 1) ^ 1;
            ulong index = (word ^ (0 - negative)) & ((1UL << (width - 1)) - 1);
            return (ushort)(index | ((negative ^ _negative) << 15));
        }
    }
}
