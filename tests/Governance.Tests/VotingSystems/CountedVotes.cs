using System.Numerics;
using System.Text.Json;
using Governance.VotingSystems;

namespace Governance.Tests.VotingSystems;

/// <summary>Counts votes as the store does, but in memory; and numbers of other programs in base units of 10^-18.</summary>
internal static class CountedVotes
{
    public const int Decimals = 18;

    public static IReadOnlyList<ChoiceTally> Count(IVotingSystem system, int choices, int strategies, IReadOnlyList<(Choice Choice, VotingPower[] Powers)> votes)
    {
        var cells = new TallyCells { Total = Sum(votes.Select(vote => Sum(vote.Powers))) };
        foreach (var (choice, powers) in votes)
        {
            foreach (var part in system.Contribute(choice, Sum(powers), powers)) cells.Add(part);
        }

        return system.Count(cells, choices, strategies);
    }

    /// <summary>One strategy; powers in base units.</summary>
    public static IReadOnlyList<string> Count(string system, int choices, params (string Choice, ulong Power)[] votes) =>
        [.. Count(VotingSystemRegistry.Get(system), choices, 1, [.. votes.Select(vote => (Choice.Parse(vote.Choice), new VotingPower[] { vote.Power }))])
            .Select(choice => choice.VotingPower.ToString())];

    public static VotingPower Sum(IEnumerable<VotingPower> powers) => powers.Aggregate(VotingPower.Zero, (sum, power) => sum + power);

    /// <summary>A JSON number of tokens in base units; digits beyond them are cut off.</summary>
    public static BigInteger Units(JsonElement number)
    {
        ExactDecimal.TryParse(number.GetRawText(), out var value).ShouldBeTrue(number.GetRawText());
        return value.Digits * BigInteger.Pow(10, Decimals) / BigInteger.Pow(10, value.Places);
    }

    /// <summary>Ours and a floating-point number agree to 10^-9 of the total.</summary>
    public static void ShouldAgree(VotingPower ours, JsonElement theirs, VotingPower total, string what)
    {
        var difference = BigInteger.Abs(ours.ToBigInteger() - Units(theirs));
        (difference * 1_000_000_000).ShouldBeLessThanOrEqualTo(total.ToBigInteger(), $"{ours} and {theirs} of {total}: {what}");
    }
}
