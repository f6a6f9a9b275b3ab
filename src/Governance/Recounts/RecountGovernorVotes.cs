using Governance.Database;
using Governance.Proposals;
using Governance.Tallies;
using Governance.Votes;
using Governance.VotingSystems;

namespace Governance.Recounts;

/// <summary>Adds a governor proposal's stored votes up anew and compares the sums with the kept count. That the votes are the chain's is what a fresh index shows.</summary>
public sealed class RecountGovernorVotes(Db db)
{
    /// <summary>Every cell that differs; none: the count is right.</summary>
    public async Task<IReadOnlyList<CellDifference>> RunAsync(Proposal proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        await using var connection = db.Open();
        while (true)
        {
            var kept = TallyStore.CellsOf(connection, proposal.Key);
            var counted = Count(connection, proposal.Key);
            var keptNow = TallyStore.CellsOf(connection, proposal.Key);
            // A block that came meanwhile changed the count: look again.
            if (kept.Count != keptNow.Count || kept.Any(cell => keptNow.GetValueOrDefault(cell.Key) != cell.Value)) continue;
            return [.. kept.Keys.Union(counted.Keys).Order()
                .Select(cell => new CellDifference(cell.Cell, cell.Strategy, kept.GetValueOrDefault(cell), counted.GetValueOrDefault(cell)))
                .Where(difference => difference.Kept != difference.Counted)];
        }
    }

    private static Dictionary<(string Cell, int Strategy), (VotingPower Amount, long Votes)> Count(System.Data.Common.DbConnection connection, long proposal)
    {
        var counted = new Dictionary<(string Cell, int Strategy), (VotingPower Amount, long Votes)>();
        foreach (var vote in GovernorVoteStore.Stream(connection, proposal))
        {
            Add(counted, new CellAmount("", CellAmount.AllStrategies, vote.VotingPower), vote.Kind);
            foreach (var part in GovernorCounting.Instance.Contribute(vote.Choice, vote.VotingPower, [])) Add(counted, part, vote.Kind);
        }

        return counted;
    }

    private static void Add(Dictionary<(string, int), (VotingPower Amount, long Votes)> cells, CellAmount part, GovernorVoteKind kind)
    {
        var (amount, votes) = cells.GetValueOrDefault((part.Cell, part.Strategy));
        cells[(part.Cell, part.Strategy)] = kind == GovernorVoteKind.Reduction ? (amount - part.Amount, votes) : (amount + part.Amount, votes + 1);
    }
}

/// <summary>A cell of a count that is not what its votes add up to.</summary>
public sealed record CellDifference(string Cell, int Strategy, (VotingPower Amount, long Votes) Kept, (VotingPower Amount, long Votes) Counted);
