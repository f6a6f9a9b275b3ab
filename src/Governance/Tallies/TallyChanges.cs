using Governance.Database;
using Governance.VotingSystems;

namespace Governance.Tallies;

/// <summary>
/// What one group of votes changes in the counts: added up in memory and written once for each cell touched, in the votes' own transaction.
/// </summary>
public sealed class TallyChanges : IWritePart
{
    private readonly Dictionary<CellKey, Cell> _cells = [];

    public static TallyChanges Of(WriteScope scope) => scope.Part(_ => new TallyChanges());

    /// <summary>Counts a vote that was not counted before.</summary>
    public void Add(WriteScope scope, CountedVote vote) => Apply(scope, vote, add: true);

    /// <summary>Takes a vote out that was counted before.</summary>
    /// <exception cref="OverflowException">It was not in the count: the store contradicts itself.</exception>
    public void Remove(WriteScope scope, CountedVote vote) => Apply(scope, vote, add: false);

    /// <summary>Changes what a counted vote weighs: the number of votes stays.</summary>
    /// <exception cref="OverflowException">More is taken than was counted: the store contradicts itself.</exception>
    public void Weigh(WriteScope scope, CountedVote part, bool heavier) => Apply(scope, part, heavier, votes: 0);

    public void Flush(WriteScope scope)
    {
        foreach (var (key, cell) in _cells) TallyStore.Write(scope, key, cell.Amount, cell.Votes);
    }

    private void Apply(WriteScope scope, CountedVote vote, bool add, long votes = 1)
    {
        Change(scope, new(vote.Proposal, "", CellAmount.AllStrategies), vote.Total, add, votes);
        foreach (var part in vote.System.Contribute(vote.Choice, vote.Total, vote.ByStrategy))
            Change(scope, new(vote.Proposal, part.Cell, part.Strategy), part.Amount, add, votes);
    }

    private void Change(WriteScope scope, CellKey key, VotingPower amount, bool add, long votes)
    {
        var cell = _cells.TryGetValue(key, out var known) ? known : TallyStore.Read(scope, key);
        _cells[key] = add ? new(cell.Amount + amount, cell.Votes + votes) : new(cell.Amount - amount, cell.Votes - votes);
    }

    internal readonly record struct CellKey(long Proposal, string Cell, int Strategy);

    internal readonly record struct Cell(VotingPower Amount, long Votes);
}

/// <summary>A vote as the count sees it.</summary>
/// <param name="Proposal">The proposal's key.</param>
public sealed record CountedVote(long Proposal, IVotingSystem System, Choice Choice, VotingPower Total, IReadOnlyList<VotingPower> ByStrategy);
