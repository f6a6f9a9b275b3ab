namespace Governance.VotingSystems;

/// <summary>Each vote gives its whole power to one choice. <c>basic</c> counts the same way; only its outcome is judged differently.</summary>
public sealed class SingleChoice(string name) : IVotingSystem
{
    public string Name => name;

    public int LeastDecimals => 0;

    public bool Accepts(Choice choice, int choices) => choice.Single is { } single && single >= 1 && single <= choices;

    public IEnumerable<CellAmount> Contribute(Choice choice, VotingPower total, IReadOnlyList<VotingPower> byStrategy) =>
        ChoiceCells.Whole(choice.Single!.Value, total, byStrategy);

    public IReadOnlyList<ChoiceTally> Count(TallyCells cells, int choices, int strategies) => ChoiceCells.AsTheyStand(cells, choices, strategies);
}
