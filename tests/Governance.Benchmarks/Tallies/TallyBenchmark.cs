using System.Globalization;
using System.Text.Json;
using Governance.Benchmarks.Verify;
using Governance.VotingSystems;

namespace Governance.Benchmarks.Tallies;

/// <summary>
/// What counting costs in each voting system: all votes again from memory, and one more vote beside many others or beside ten, which must
/// cost the same. Six choices, two strategies; processor time of one core.
/// </summary>
internal static class TallyBenchmark
{
    internal const int DefaultVotes = 1_000_000, LeastVotes = 100;

    private const int Seed = 712, FewVotes = 10, MoreVotes = 2_000, Rounds = 9, Counts = 5;

    /// <summary>Seconds: the recount's two parts, and one more vote with many and with ten; the last two alternate, and the median of the rounds is taken.</summary>
    private sealed record Cost(double Cells, double Count, double MoreOfMany, double MoreOfTen)
    {
        public double Recount => Cells + Count;
    }

    internal static int Run(bool json, int votes)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{votes:N0} votes, {RandomVotes.Choices} choices, {RandomVotes.Strategies} strategies, one core"));
        Console.WriteLine($"{"system",-14} {"recount s",10} {"of it count s",14} {"one more µs",12} {"of ten µs",10} {"ratio",6}");
        var figures = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (string name in VotingSystemRegistry.Names.Order(StringComparer.Ordinal))
        {
            var cost = Measure(VotingSystemRegistry.Get(name), votes);
            double ratio = cost.MoreOfMany / cost.MoreOfTen;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-14} {cost.Recount,10:F3} {cost.Count,14:F5} {cost.MoreOfMany * 1e6,12:F3} {cost.MoreOfTen * 1e6,10:F3} {ratio,6:F2}"));
            figures[name] = new { recountSeconds = Math.Round(cost.Recount, 4), countSeconds = Math.Round(cost.Count, 6), oneMoreMicroseconds = Math.Round(cost.MoreOfMany * 1e6, 4), oneMoreOfTenMicroseconds = Math.Round(cost.MoreOfTen * 1e6, 4), ratio = Math.Round(ratio, 3) };
        }

        if (json) Console.WriteLine(JsonSerializer.Serialize(new { benchmark = "tally", votes, choices = RandomVotes.Choices, systems = figures }));
        return 0;
    }

    private static Cost Measure(IVotingSystem system, int count)
    {
        var votes = RandomVotes.Make(system, count, Seed);
        var more = RandomVotes.Make(system, MoreVotes, Seed + 1);
        // Warm: the code is compiled in its last form before anything is timed.
        for (int i = 0; i < Rounds; i++) Check(system, Add(system, new TallyCells { Total = TotalOf(more) }, more), more);

        var many = new TallyCells { Total = TotalOf(votes) };
        double cells = Clocks.OnThisCore(() => Add(system, many, votes));
        Check(system, many, votes);
        double counting = Median(Enumerable.Range(0, Counts).Select(_ => Clocks.OnThisCore(() => system.Count(many, RandomVotes.Choices, RandomVotes.Strategies))));

        List<double> ofMany = [], ofTen = [];
        var groups = more.Chunk(FewVotes).ToArray();
        for (int round = 0; round < Rounds; round++)
        {
            // Many small counts that receive ten votes each, because one small count would soon be none.
            var few = groups.Select(_ => Add(system, new TallyCells(), votes[..FewVotes])).ToArray();
            ofMany.Add(Clocks.OnThisCore(() => Add(system, many, more)) / MoreVotes);
            ofTen.Add(Clocks.OnThisCore(() => AddEach(system, few, groups)) / MoreVotes);
        }

        return new(cells, counting, Median(ofMany), Median(ofTen));
    }

    private static void AddEach(IVotingSystem system, TallyCells[] counts, RandomVote[][] groups)
    {
        for (int i = 0; i < counts.Length; i++) Add(system, counts[i], groups[i]);
    }

    private static TallyCells Add(IVotingSystem system, TallyCells cells, RandomVote[] votes)
    {
        foreach (var vote in votes)
        {
            foreach (var amount in system.Contribute(vote.Choice, vote.Total, vote.ByStrategy)) cells.Add(amount);
        }

        return cells;
    }

    // A fast wrong count is worth nothing: what divides the votes must add up to them, and approval to what each vote names.
    private static void Check(IVotingSystem system, TallyCells cells, RandomVote[] votes)
    {
        var counted = Sum(system.Count(cells, RandomVotes.Choices, RandomVotes.Strategies).Select(choice => choice.VotingPower));
        var expected = system.Name == "approval" ? Sum(votes.SelectMany(vote => vote.Choice.Many!.Select(_ => vote.Total))) : TotalOf(votes);
        if (counted != expected) throw new InvalidOperationException($"{system.Name} counted {counted} where the votes have {expected}.");
    }

    private static VotingPower TotalOf(RandomVote[] votes) => Sum(votes.Select(vote => vote.Total));

    private static VotingPower Sum(IEnumerable<VotingPower> powers) => powers.Aggregate(VotingPower.Zero, static (sum, power) => sum + power);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
