using System.Globalization;

namespace Governance.VotingSystems;

/// <summary>Each vote gives its whole power to one choice. <c>basic</c> counts the same way; only its outcome is judged differently.</summary>
public sealed class SingleChoice(string name) : IVotingSystem
{
    // Labels of cells are asked for with every vote: most proposals have few choices.
    private static readonly string[] Cells = [.. Enumerable.Range(0, 64).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    public string Name => name;

    public bool Accepts(Choice choice, int choices) => choice.Single is { } single && single >= 1 && single <= choices;

    public IEnumerable<CellAmount> Contribute(Choice choice, VotingPower total, IReadOnlyList<VotingPower> byStrategy)
    {
        var cell = Cell(choice.Single!.Value);
        yield return new(cell, CellAmount.AllStrategies, total);
        for (int k = 0; k < byStrategy.Count; k++) yield return new(cell, k, byStrategy[k]);
    }

    public IReadOnlyList<ChoiceTally> Count(TallyCells cells, int choices, int strategies)
    {
        var tally = new ChoiceTally[choices];
        for (int i = 1; i <= choices; i++)
        {
            var cell = Cell(i);
            var byStrategy = new VotingPower[strategies];
            for (int k = 0; k < strategies; k++) byStrategy[k] = cells[cell, k];
            tally[i - 1] = new(i, cells[cell, CellAmount.AllStrategies], byStrategy);
        }

        return tally;
    }

    private static string Cell(int choice) => choice < Cells.Length ? Cells[choice] : choice.ToString(CultureInfo.InvariantCulture);
}
