namespace Governance.VotingSystems;

/// <summary>Each vote gives its whole power to every choice that it names, none of them included. The choices' sum may exceed the votes'.</summary>
public sealed class Approval : IVotingSystem
{
    public string Name => "approval";

    public int LeastDecimals => 0;

    public bool Accepts(Choice choice, int choices) =>
        choice.Many is { } many && many.All(index => index >= 1 && index <= choices) && many.Distinct().Count() == many.Count;

    public IEnumerable<CellAmount> Contribute(Choice choice, VotingPower total, IReadOnlyList<VotingPower> byStrategy) =>
        choice.Many!.SelectMany(index => ChoiceCells.Whole(index, total, byStrategy));

    public IReadOnlyList<ChoiceTally> Count(TallyCells cells, int choices, int strategies) => ChoiceCells.AsTheyStand(cells, choices, strategies);
}
