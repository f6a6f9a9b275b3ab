using System.Globalization;
using System.Numerics;
using Governance.VotingSystems;

namespace Governance.Tests.VotingSystems;

/// <summary>Seeded random votes that their voting system accepts.</summary>
internal static class RandomVotes
{
    public static Choice Choice(string system, int choices, Random random)
    {
        var order = Enumerable.Range(1, choices).ToArray();
        random.Shuffle(order);
        return system switch
        {
            "basic" or "single-choice" => Governance.VotingSystems.Choice.Of(order[0]),
            "approval" => Governance.VotingSystems.Choice.Of(order.Take(random.Next(choices + 1))),
            "ranked-choice" or "copeland" => Governance.VotingSystems.Choice.Of(order),
            _ => Governance.VotingSystems.Choice.Parse($"{{{string.Join(',', order.Take(random.Next(1, choices + 1)).Select(i => $"\"{i}\":{Weight(random)}"))}}}"),
        };
    }

    /// <summary>1 to 2^<paramref name="bits"/>.</summary>
    public static VotingPower Power(Random random, int bits)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return VotingPower.FromBigInteger((new BigInteger(bytes, isUnsigned: true) >> (256 - random.Next(1, bits + 1))) + 1);
    }

    private static string Weight(Random random) => (random.Next(1, 100_000) / 1000m).ToString(CultureInfo.InvariantCulture);
}
