using System.Numerics;

namespace Governance.VotingSystems;

/// <summary>What weighted and quadratic voting have in common: a choice is weights by number.</summary>
internal static class Shares
{
    /// <summary>
    /// Parts of a base unit are kept in cells as multiples of 2^-64 of it. A vote of at most <see cref="VotingPower.MaxOfVote"/> then stays
    /// below 2^224, so that 2^32 votes fit into a cell of 256 bits.
    /// </summary>
    public const int FractionBits = 64;

    /// <summary>At least one weight, every one for a choice that exists, and not all zero (negative ones are no <see cref="Choice"/>).</summary>
    public static bool Accepts(Choice choice, int choices) =>
        choice.Weights is { Count: > 0 } weights
        && weights.All(part => part.Choice >= 1 && part.Choice <= choices)
        && weights.Any(part => part.Weight > BigInteger.Zero);

    /// <summary>The choices that received something.</summary>
    public static (int Choice, BigInteger Weight)[] Positive(Choice choice) => [.. choice.Weights!.Where(part => !part.Weight.IsZero)];
}
