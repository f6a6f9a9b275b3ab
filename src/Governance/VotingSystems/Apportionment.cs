using System.Numerics;

namespace Governance.VotingSystems;

/// <summary>Divides a whole number in proportion so that the parts are whole and add up to it exactly: the method of largest remainders (Hamilton).</summary>
internal static class Apportionment
{
    /// <summary>
    /// Each part is <c>total · weight / sum of weights</c> rounded down; the units left over go one each to the largest remainders,
    /// and among equal remainders to the lower index. No weight at all gives no part.
    /// </summary>
    /// <param name="total">At least 0.</param>
    /// <param name="weights">Each at least 0.</param>
    public static BigInteger[] Divide(BigInteger total, IReadOnlyList<BigInteger> weights)
    {
        var parts = new BigInteger[weights.Count];
        var sum = BigInteger.Zero;
        foreach (var weight in weights) sum += weight;
        if (sum.IsZero) return parts;
        var remainders = new BigInteger[weights.Count];
        var left = total;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = BigInteger.DivRem(total * weights[i], sum, out remainders[i]);
            left -= parts[i];
        }

        // Fewer units are left than there are remainders, because each remainder is less than a unit.
        if (!left.IsZero) GiveAway(parts, remainders, (int)left);
        return parts;
    }

    private static void GiveAway(BigInteger[] parts, BigInteger[] remainders, int left)
    {
        var order = Enumerable.Range(0, parts.Length).OrderByDescending(i => remainders[i]).ThenBy(i => i);
        foreach (int i in order.Take(left)) parts[i]++;
    }
}
