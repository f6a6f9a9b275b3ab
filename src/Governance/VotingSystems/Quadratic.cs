using System.Numerics;

namespace Governance.VotingSystems;

/// <summary>
/// A choice counts as the square of the sum of its voters' square roots; then all choices are scaled so that they add up to the votes' power
/// (Snapshot's quadratic voting). Cells keep the roots as multiples of 2^-64, rounded down: whole numbers that add and subtract exactly.
/// By strategy the same is done with each strategy's power and scaled over the whole table, so a row's sum is not the choice's number.
/// </summary>
public sealed class Quadratic : IVotingSystem
{
    public string Name => "quadratic";

    public int LeastDecimals => DividedPower.Decimals;

    public bool Accepts(Choice choice, int choices) => Shares.Accepts(choice, choices);

    public IEnumerable<CellAmount> Contribute(Choice choice, VotingPower total, IReadOnlyList<VotingPower> byStrategy)
    {
        var shares = Shares.Positive(choice);
        var sum = shares.Aggregate(BigInteger.Zero, (all, share) => all + share.Weight);
        foreach (var (index, weight) in shares)
        {
            var cell = ChoiceCells.Name(index);
            yield return new(cell, CellAmount.AllStrategies, Root(total, weight, sum));
            for (int k = 0; k < byStrategy.Count; k++) yield return new(cell, k, Root(byStrategy[k], weight, sum));
        }
    }

    public IReadOnlyList<ChoiceTally> Count(TallyCells cells, int choices, int strategies)
    {
        var total = cells.Total.ToBigInteger();
        var powers = Apportionment.Divide(total, [.. Enumerable.Range(1, choices).Select(i => Square(cells, i, CellAmount.AllStrategies))]);
        var table = Apportionment.Divide(total, [.. Enumerable.Range(1, choices).SelectMany(i => Enumerable.Range(0, strategies).Select(k => Square(cells, i, k)))]);
        var tally = powers.Select((power, i) => new ChoiceTally(
            i + 1, VotingPower.FromBigInteger(power), [.. table.Skip(i * strategies).Take(strategies).Select(VotingPower.FromBigInteger)]));
        // The larger sum of roots has the larger square.
        var roots = Enumerable.Range(1, choices).Select(i => cells[ChoiceCells.Name(i), CellAmount.AllStrategies].ToBigInteger()).ToArray();
        return Leaders.Mark(tally, roots, Leaders.FractionTolerance);
    }

    // floor(sqrt(power · weight / sum) · 2^64): the root of a rounded-down number rounds down to the same.
    private static VotingPower Root(VotingPower power, BigInteger weight, BigInteger sum) =>
        VotingPower.FromBigInteger(WholeRoot.Square((power.ToBigInteger() * weight << (2 * Shares.FractionBits)) / sum));

    private static BigInteger Square(TallyCells cells, int choice, int strategy) => BigInteger.Pow(cells[ChoiceCells.Name(choice), strategy].ToBigInteger(), 2);
}
