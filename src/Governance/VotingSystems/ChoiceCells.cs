using System.Globalization;

namespace Governance.VotingSystems;

/// <summary>Cells named after one choice each: for systems whose result is their plain sum, or is made from it.</summary>
internal static class ChoiceCells
{
    // Names of cells are asked for with every vote: most proposals have few choices.
    private static readonly string[] Names = [.. Enumerable.Range(0, 64).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    public static string Name(int choice) => choice < Names.Length ? Names[choice] : choice.ToString(CultureInfo.InvariantCulture);

    /// <summary>The vote's whole power for one choice.</summary>
    public static IEnumerable<CellAmount> Whole(int choice, VotingPower total, IReadOnlyList<VotingPower> byStrategy)
    {
        var cell = Name(choice);
        yield return new(cell, CellAmount.AllStrategies, total);
        for (int k = 0; k < byStrategy.Count; k++) yield return new(cell, k, byStrategy[k]);
    }

    /// <summary>The tally whose numbers are the cells themselves.</summary>
    public static IReadOnlyList<ChoiceTally> AsTheyStand(TallyCells cells, int choices, int strategies)
    {
        var tally = new ChoiceTally[choices];
        for (int i = 1; i <= choices; i++)
        {
            var cell = Name(i);
            var byStrategy = new VotingPower[strategies];
            for (int k = 0; k < strategies; k++) byStrategy[k] = cells[cell, k];
            tally[i - 1] = new(i, cells[cell, CellAmount.AllStrategies], byStrategy);
        }

        return Leaders.Mark(tally);
    }
}
