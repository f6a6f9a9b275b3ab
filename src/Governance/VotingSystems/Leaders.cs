using System.Numerics;

namespace Governance.VotingSystems;

/// <summary>Marks the choices that lead, by numbers that no rounding to base units has touched.</summary>
internal static class Leaders
{
    /// <summary>
    /// What parts of a base unit, kept as multiples of 2^-64, may be wrong by after 2^32 votes: two choices that are closer are equal.
    /// </summary>
    public static readonly BigInteger FractionTolerance = BigInteger.One << 32;

    /// <param name="tally">One for each number.</param>
    /// <param name="numbers">What the choices are compared by.</param>
    /// <param name="tolerance">The largest difference that says nothing.</param>
    public static IReadOnlyList<ChoiceTally> Mark(IEnumerable<ChoiceTally> tally, IReadOnlyList<BigInteger> numbers, BigInteger tolerance)
    {
        var most = numbers.Max();
        return [.. tally.Select((line, i) => line with { Leads = !most.IsZero && most - numbers[i] <= tolerance })];
    }

    /// <summary>For counts that are whole by nature: compared as they are shown.</summary>
    public static IReadOnlyList<ChoiceTally> Mark(IReadOnlyList<ChoiceTally> tally) =>
        Mark(tally, [.. tally.Select(line => line.VotingPower.ToBigInteger())], BigInteger.Zero);
}
