namespace Governance.VotingSystems;

/// <summary>
/// Instant run-off: a vote counts for its first choice still in the race; while none has more than half and at least three remain, the
/// weakest leaves, of equally weak ones the lowest number (Snapshot). A choice's number is its power in the last round, 0 when it left before.
/// </summary>
public sealed class RankedChoice : IVotingSystem
{
    public string Name => "ranked-choice";

    public int LeastDecimals => 0;

    public bool Accepts(Choice choice, int choices) => Ranking.Accepts(choice, choices);

    public IEnumerable<CellAmount> Contribute(Choice choice, VotingPower total, IReadOnlyList<VotingPower> byStrategy) => Ranking.Contribute(choice, total, byStrategy);

    public IReadOnlyList<ChoiceTally> Count(TallyCells cells, int choices, int strategies)
    {
        var rankings = Ranking.Read(cells, strategies);
        var race = Enumerable.Range(1, choices).ToHashSet();
        var total = Sum(rankings, ranking => ranking.VotingPower);
        while (true)
        {
            var supporters = rankings.ToLookup(ranking => ranking.Order.First(race.Contains));
            var round = race.Order().Select(choice => (Choice: choice, Power: Sum(supporters[choice], ranking => ranking.VotingPower))).ToArray();
            var top = round.Max(entry => entry.Power);
            if (round.Length < 3 || top > total - top) return LastRound(supporters, choices, strategies);
            // MinBy keeps the first of equals, and the round ascends.
            race.Remove(round.MinBy(entry => entry.Power).Choice);
        }
    }

    private static IReadOnlyList<ChoiceTally> LastRound(ILookup<int, Ranking> supporters, int choices, int strategies)
    {
        var tally = new ChoiceTally[choices];
        for (int i = 1; i <= choices; i++)
        {
            var own = supporters[i];
            tally[i - 1] = new(i, Sum(own, ranking => ranking.VotingPower), [.. Enumerable.Range(0, strategies).Select(k => Sum(own, ranking => ranking.ByStrategy[k]))]);
        }

        return Leaders.Mark(tally);
    }

    private static VotingPower Sum(IEnumerable<Ranking> rankings, Func<Ranking, VotingPower> part) =>
        rankings.Aggregate(VotingPower.Zero, (sum, ranking) => sum + part(ranking));
}
