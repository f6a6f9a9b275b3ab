namespace Governance.VotingSystems;

/// <summary>What a system that divides votes or takes roots asks of the unit that it counts in.</summary>
internal static class DividedPower
{
    /// <summary>
    /// A unit that has no smaller part (a ticket, a token with 0 decimals) would make half a vote 0 or 1. Written with 18 decimals, one
    /// rounding is at most 10^-18 of a token.
    /// </summary>
    public const int Decimals = 18;
}
