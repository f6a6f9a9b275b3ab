namespace Governance.VotingSystems;

/// <summary>
/// How choices are counted. Counting is split so that one more vote costs the same as with ten: a vote contributes amounts to a few cells,
/// cells only ever add up, and <see cref="Count"/> makes the tally from the cells. The order in which votes arrive can not matter.
/// </summary>
public interface IVotingSystem
{
    /// <summary>Snapshot's name: <c>single-choice</c>, <c>basic</c>, …</summary>
    string Name { get; }

    /// <summary>Decimals that a proposal's voting power has at least: a system that divides votes needs room for their parts.</summary>
    int LeastDecimals { get; }

    /// <summary>Whether <paramref name="choice"/> is valid among choices 1 to <paramref name="choices"/> (Snapshot, snapshot.js src/voting).</summary>
    bool Accepts(Choice choice, int choices);

    /// <summary>What one vote adds. <paramref name="byStrategy"/> are its powers, one for each strategy, and <paramref name="total"/> their sum.</summary>
    IEnumerable<CellAmount> Contribute(Choice choice, VotingPower total, IReadOnlyList<VotingPower> byStrategy);

    /// <summary>The count of all that was contributed, for <paramref name="choices"/> choices and <paramref name="strategies"/> strategies.</summary>
    IReadOnlyList<ChoiceTally> Count(TallyCells cells, int choices, int strategies);
}

/// <summary>An amount that a vote adds to a cell; strategy -1 is all strategies together.</summary>
public readonly record struct CellAmount(string Cell, int Strategy, VotingPower Amount)
{
    public const int AllStrategies = -1;
}

/// <summary>What one choice received, in base units.</summary>
/// <param name="Index">From 1.</param>
/// <param name="VotingPower">All strategies together.</param>
/// <param name="ByStrategy">One for each strategy.</param>
public sealed record ChoiceTally(int Index, VotingPower VotingPower, IReadOnlyList<VotingPower> ByStrategy)
{
    /// <summary>
    /// No other choice has more, by the numbers before they were rounded: a unit left over by a division decides nothing. Several choices
    /// lead when they are equal; none leads while nobody voted.
    /// </summary>
    public bool Leads { get; init; }
}

/// <summary>Sums by cell and strategy, as stored.</summary>
public sealed class TallyCells
{
    private readonly Dictionary<(string Cell, int Strategy), VotingPower> _amounts = [];

    /// <summary>The power of all votes together.</summary>
    public VotingPower Total { get; init; }

    /// <summary>The names of the cells that hold something for all strategies together.</summary>
    public IEnumerable<string> Names => _amounts.Keys.Where(k => k.Strategy == CellAmount.AllStrategies).Select(k => k.Cell);

    public VotingPower this[string cell, int strategy] => _amounts.GetValueOrDefault((cell, strategy));

    public void Add(CellAmount amount) => Add(amount.Cell, amount.Strategy, amount.Amount);

    public void Add(string cell, int strategy, VotingPower amount) =>
        _amounts[(cell, strategy)] = _amounts.GetValueOrDefault((cell, strategy)) + amount;
}
