using System.Numerics;

namespace Governance;

/// <summary>The whole parts of roots.</summary>
internal static class WholeRoot
{
    private const int TopBits = 62;

    /// <summary>The largest whole number whose square is at most <paramref name="value"/>.</summary>
    /// <param name="value">At least 0.</param>
    public static BigInteger Square(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        int bits = (int)value.GetBitLength();
        if (bits <= TopBits) return FloorOfTop((ulong)value);

        // Newton's step from above never passes the root: begin with the root of the leading bits (an even number of the others is cut off), rounded up.
        int shift = (bits - TopBits + 1) & ~1;
        var root = ((BigInteger)FloorOfTop((ulong)(value >> shift)) + 1) << (shift / 2);
        while (true)
        {
            var next = (root + (value / root)) >> 1;
            if (next >= root) return root;
            root = next;
        }
    }

    /// <summary>The largest whole number whose third power is at most <paramref name="value"/>.</summary>
    /// <param name="value">At least 0.</param>
    public static BigInteger Cube(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        if (value.IsZero) return value;
        // From above again: the first guess has more bits than the root can have.
        var root = BigInteger.One << (int)((value.GetBitLength() / 3) + 1);
        while (true)
        {
            var next = ((2 * root) + (value / (root * root))) / 3;
            if (next >= root) return root;
            root = next;
        }
    }

    // Digit by digit in base 2.
    private static ulong FloorOfTop(ulong value)
    {
        ulong root = 0;
        for (ulong bit = 1UL << TopBits; bit != 0; bit >>= 2)
        {
            if (value >= root + bit)
            {
                value -= root + bit;
                root = (root >> 1) + bit;
            }
            else
            {
                root >>= 1;
            }
        }

        return root;
    }
}
