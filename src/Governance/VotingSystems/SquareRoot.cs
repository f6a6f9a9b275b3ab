using System.Numerics;

namespace Governance.VotingSystems;

/// <summary>The whole part of a square root.</summary>
internal static class SquareRoot
{
    private const int TopBits = 62;

    /// <summary>The largest whole number whose square is at most <paramref name="value"/>.</summary>
    /// <param name="value">At least 0.</param>
    public static BigInteger Floor(BigInteger value)
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
