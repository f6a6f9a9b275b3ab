using System.Numerics;

namespace Governance.VotingSystems;

/// <summary>
/// Every pair of choices is a match that the voters' power decides: a win gives 2 points, a draw 1. To a choice's points comes half of the
/// mean share of power that it had in its matches, which can only settle equal points (Snapshot's average support). The votes' power is then
/// divided in proportion to the points. By strategy the same is done with each strategy's power alone.
/// </summary>
public sealed class Copeland : IVotingSystem
{
    private const int Win = 2;
    private const int Draw = 1;

    public string Name => "copeland";

    public int LeastDecimals => DividedPower.Decimals;

    public bool Accepts(Choice choice, int choices) => Ranking.Accepts(choice, choices);

    public IEnumerable<CellAmount> Contribute(Choice choice, VotingPower total, IReadOnlyList<VotingPower> byStrategy) => Ranking.Contribute(choice, total, byStrategy);

    public IReadOnlyList<ChoiceTally> Count(TallyCells cells, int choices, int strategies)
    {
        var rankings = Ranking.Read(cells, strategies);
        var (points, powers) = Column(rankings, choices, ranking => ranking.VotingPower);
        var columns = Enumerable.Range(0, strategies).Select(k => Column(rankings, choices, ranking => ranking.ByStrategy[k]).Powers).ToArray();
        var tally = powers.Select((power, i) => new ChoiceTally(i + 1, power, [.. columns.Select(column => column[i])]));
        return Leaders.Mark(tally, points, BigInteger.Zero);
    }

    private static (BigInteger[] Points, VotingPower[] Powers) Column(IReadOnlyList<Ranking> rankings, int choices, Func<Ranking, VotingPower> power)
    {
        var total = rankings.Aggregate(BigInteger.Zero, (sum, ranking) => sum + power(ranking).ToBigInteger());
        // A single choice has no match, so it has no points to divide by; it has all the power.
        var points = choices == 1 ? [total] : Points(Matches(rankings, choices, power), total);
        return (points, [.. Apportionment.Divide(total, points).Select(VotingPower.FromBigInteger)]);
    }

    // matches[x, y] is the power that prefers x to y.
    private static VotingPower[,] Matches(IReadOnlyList<Ranking> rankings, int choices, Func<Ranking, VotingPower> power)
    {
        var matches = new VotingPower[choices, choices];
        foreach (var ranking in rankings)
        {
            var amount = power(ranking);
            for (int above = 0; above < choices; above++)
            {
                for (int below = above + 1; below < choices; below++) matches[ranking.Order[above] - 1, ranking.Order[below] - 1] += amount;
            }
        }

        return matches;
    }

    // points + support / (2 · (n - 1) · total), times that denominator.
    private static BigInteger[] Points(VotingPower[,] matches, BigInteger total)
    {
        int choices = matches.GetLength(0);
        var all = new BigInteger[choices];
        for (int x = 0; x < choices; x++)
        {
            int points = 0;
            var support = BigInteger.Zero;
            for (int y = 0; y < choices; y++)
            {
                if (x == y) continue;
                int comparison = matches[x, y].CompareTo(matches[y, x]);
                points += comparison > 0 ? Win : comparison == 0 ? Draw : 0;
                support += matches[x, y].ToBigInteger();
            }

            all[x] = (points * 2 * (choices - 1) * total) + support;
        }

        return all;
    }
}
