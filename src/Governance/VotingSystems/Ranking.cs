namespace Governance.VotingSystems;

/// <summary>What ranked systems have in common: every choice in the voter's order, counted together with all votes of the same order.</summary>
/// <param name="Order">Choices from 1, the most wanted first.</param>
/// <param name="VotingPower">Of all votes with this order.</param>
/// <param name="ByStrategy">The same, one for each strategy.</param>
internal sealed record Ranking(int[] Order, VotingPower VotingPower, VotingPower[] ByStrategy)
{
    /// <summary>All choices, each once: a part of them says nothing about the rest.</summary>
    public static bool Accepts(Choice choice, int choices) =>
        choice.Many is { } many && many.Count == choices && many.All(index => index >= 1 && index <= choices) && many.Distinct().Count() == choices;

    /// <summary>One cell for each order that somebody chose: 6 choices have at most 720, however many vote.</summary>
    public static IEnumerable<CellAmount> Contribute(Choice choice, VotingPower total, IReadOnlyList<VotingPower> byStrategy)
    {
        yield return new(choice.Json, CellAmount.AllStrategies, total);
        for (int k = 0; k < byStrategy.Count; k++) yield return new(choice.Json, k, byStrategy[k]);
    }

    public static IReadOnlyList<Ranking> Read(TallyCells cells, int strategies) =>
        [.. cells.Names.Select(cell => new Ranking(
            [.. Choice.Parse(cell).Many!], cells[cell, CellAmount.AllStrategies], [.. Enumerable.Range(0, strategies).Select(k => cells[cell, k])]))];
}
