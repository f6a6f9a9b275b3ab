using System.Data.Common;
using System.Globalization;
using Governance.Tallies;

namespace Governance.Recounts;

/// <summary>A proposal's count made anew, cell by cell, to be held against the kept one.</summary>
internal sealed class CountedCells
{
    private readonly Dictionary<(string Cell, int Strategy), (VotingPower Amount, long Votes)> _cells = [];

    public void Add(string cell, int strategy, VotingPower amount)
    {
        var known = _cells.GetValueOrDefault((cell, strategy));
        _cells[(cell, strategy)] = (known.Amount + amount, known.Votes + 1);
    }

    /// <summary>Takes power from a vote that stays a vote.</summary>
    public void Reduce(string cell, int strategy, VotingPower amount)
    {
        var known = _cells.GetValueOrDefault((cell, strategy));
        _cells[(cell, strategy)] = (known.Amount - amount, known.Votes);
    }

    public void Compare(DbConnection connection, long key, string proposal, Differences differences)
    {
        var kept = TallyStore.CellsOf(connection, key);
        foreach (var cell in kept.Keys.Union(_cells.Keys).Order())
        {
            var (stored, counted) = (kept.GetValueOrDefault(cell), _cells.GetValueOrDefault(cell));
            if (!kept.ContainsKey(cell) || stored != counted)
                differences.Add("wrong-tally", string.Create(CultureInfo.InvariantCulture, $"proposal {proposal}, cell '{cell.Cell}' of strategy {cell.Strategy}"), $"stored are {stored.Amount} of {stored.Votes} votes, counted {counted.Amount} of {counted.Votes}");
        }
    }
}
