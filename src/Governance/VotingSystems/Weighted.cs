using System.Numerics;

namespace Governance.VotingSystems;

/// <summary>
/// Each vote spreads its power over the choices in proportion to its weights. A strategy's power is divided on its own, in 2^-64 base units,
/// so a strategy's column and all columns together add up to the votes' power to the last unit, and a choice's number is its row's sum.
/// </summary>
public sealed class Weighted : IVotingSystem
{
    public string Name => "weighted";

    public int LeastDecimals => DividedPower.Decimals;

    public bool Accepts(Choice choice, int choices) => Shares.Accepts(choice, choices);

    public IEnumerable<CellAmount> Contribute(Choice choice, VotingPower total, IReadOnlyList<VotingPower> byStrategy)
    {
        var shares = Shares.Positive(choice);
        var weights = shares.Select(share => share.Weight).ToArray();
        for (int k = 0; k < byStrategy.Count; k++)
        {
            var parts = Apportionment.Divide(byStrategy[k].ToBigInteger() << Shares.FractionBits, weights);
            for (int i = 0; i < parts.Length; i++) yield return new(ChoiceCells.Name(shares[i].Choice), k, VotingPower.FromBigInteger(parts[i]));
        }
    }

    public IReadOnlyList<ChoiceTally> Count(TallyCells cells, int choices, int strategies)
    {
        var columns = Enumerable.Range(0, strategies).Select(k => Column(cells, choices, k)).ToArray();
        var exact = Enumerable.Range(0, choices).Select(i => columns.Aggregate(BigInteger.Zero, (sum, column) => sum + column.Exact[i])).ToArray();
        return Leaders.Mark(Enumerable.Range(0, choices).Select(i => Row(i, columns)), exact, Leaders.FractionTolerance);
    }

    // The parts of whole powers add up to a whole number; only each part has to be rounded.
    private static (BigInteger[] Exact, BigInteger[] Whole) Column(TallyCells cells, int choices, int strategy)
    {
        var parts = Enumerable.Range(1, choices).Select(i => cells[ChoiceCells.Name(i), strategy].ToBigInteger()).ToArray();
        var whole = parts.Aggregate(BigInteger.Zero, (sum, part) => sum + part) >> Shares.FractionBits;
        return (parts, Apportionment.Divide(whole, parts));
    }

    private static ChoiceTally Row(int choice, (BigInteger[] Exact, BigInteger[] Whole)[] columns)
    {
        var byStrategy = columns.Select(column => VotingPower.FromBigInteger(column.Whole[choice])).ToArray();
        return new(choice + 1, byStrategy.Aggregate(VotingPower.Zero, (sum, part) => sum + part), byStrategy);
    }
}
