using System.Text.Json;
using Governance.VotingSystems;

namespace Governance.Tests.VotingSystems;

/// <summary>The example tallies that Snapshot publishes with its library.</summary>
public sealed class GoldenTallyTests
{
    [Theory]
    [InlineData("singleChoice", "single-choice", 759)]
    [InlineData("approval", "approval", 406)]
    [InlineData("rankedChoice", "ranked-choice", 197)]
    [InlineData("quadratic", "quadratic", 394)]
    public void Counts_AsTheExampleSays(string file, string name, int votes)
    {
        var example = Read(file);
        var counted = Votes(example, name, out int choices);
        var tally = CountedVotes.Count(VotingSystemRegistry.Get(name), choices, 1, counted);

        counted.Count.ShouldBe(votes);
        var total = CountedVotes.Sum(counted.Select(vote => vote.Powers[0]));
        total.ToBigInteger().ShouldBe(CountedVotes.Units(example.GetProperty("scoresTotal")));
        for (int i = 0; i < choices; i++)
        {
            CountedVotes.ShouldAgree(tally[i].VotingPower, example.GetProperty("scores")[i], total, file);
            CountedVotes.ShouldAgree(tally[i].ByStrategy[0], example.GetProperty("scoresByStrategy")[i][0], total, file);
        }
    }

    /// <summary>
    /// The example's own numbers are older than the rule: since July 2026 a ballot that ranks only some is refused and average support settles
    /// equal points. By hand, for the three whole ballots: points 6, 4, 2, 0 and support 8, 6, 4, 0, so 6 + 8/18, 4 + 6/18, 2 + 4/18 and 0
    /// of 13 points, times 3.
    /// </summary>
    [Fact]
    public void CountsCopelandsExample_ByTheRuleOfToday()
    {
        var counted = Votes(Read("copeland"), "copeland", out int choices);
        var tally = CountedVotes.Count(VotingSystemRegistry.Get("copeland"), choices, 1, counted);

        counted.Count.ShouldBe(3);
        tally.Select(choice => choice.VotingPower.ToString()).ShouldBe(["1487179487179487179", "1000000000000000000", "512820512820512821", "0"]);
    }

    private static List<(Choice Choice, VotingPower[] Powers)> Votes(JsonElement example, string system, out int choices)
    {
        int count = choices = example.GetProperty("proposal").GetProperty("choices").GetArrayLength();
        return [.. example.GetProperty("votes").EnumerateArray()
            .Select(vote => (Choice.Parse(vote.GetProperty("choice").GetRawText()), new[] { VotingPower.FromBigInteger(CountedVotes.Units(vote.GetProperty("balance"))) }))
            .Where(vote => VotingSystemRegistry.Get(system).Accepts(vote.Item1, count))];
    }

    private static JsonElement Read(string file) =>
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "tally-examples", file + ".json")));
}
