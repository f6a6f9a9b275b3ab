using System.Text.Json;
using Governance.VotingSystems;

namespace Governance.Benchmarks.Tallies;

/// <summary>A vote as a recount has it in memory.</summary>
internal sealed record RandomVote(Choice Choice, VotingPower Total, VotingPower[] ByStrategy);

/// <summary>Valid votes of any voting system, the same ones for the same seed.</summary>
internal static class RandomVotes
{
    internal const int Choices = 6, Strategies = 2;

    // Many votes share a choice, as in life: six choices have only 720 orders.
    private const int DifferentChoices = 5_000;

    internal static RandomVote[] Make(IVotingSystem system, int count, int seed)
    {
        var random = new Random(seed);
        var choices = Enumerable.Range(0, DifferentChoices).Select(_ => MakeChoice(system, random)).ToArray();
        return [.. Enumerable.Range(0, count).Select(_ => MakeVote(choices[random.Next(choices.Length)], random))];
    }

    private static RandomVote MakeVote(Choice choice, Random random)
    {
        // Up to 9 million tokens in units of 10^-18, from two sources.
        VotingPower[] powers = [Power(random), Power(random)];
        return new(choice, powers[0] + powers[1], powers);
    }

    private static VotingPower Power(Random random) => new(0, (UInt128)random.NextInt64(1, long.MaxValue) * (UInt128)random.Next(1, 1_000_000));

    private static Choice MakeChoice(IVotingSystem system, Random random)
    {
        int[] order = [.. Enumerable.Range(1, Choices)];
        random.Shuffle(order);
        var choice = system.Name switch
        {
            "single-choice" => Choice.Of(order[0]),
            "basic" => Choice.Of(random.Next(1, 4)),
            "approval" => Choice.Of(order.Take(random.Next(0, Choices + 1))),
            "ranked-choice" or "copeland" => Choice.Of(order),
            "weighted" or "quadratic" => Choice.Parse(JsonSerializer.Serialize(order.Take(random.Next(1, Choices + 1)).Order().ToDictionary(index => index, _ => random.Next(1, 101)))),
            _ => throw new InvalidOperationException($"The benchmark knows no votes of '{system.Name}'."),
        };
        return system.Accepts(choice, Choices) ? choice : throw new InvalidOperationException($"{system.Name} refuses {choice}.");
    }
}
