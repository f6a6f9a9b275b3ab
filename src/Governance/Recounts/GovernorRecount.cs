using System.Data.Common;
using Dapper;
using Governance.Votes;
using Governance.VotingSystems;

namespace Governance.Recounts;

/// <summary>The part of a recount that adds every governor proposal's stored votes up anew. That the votes are the chain's is what a fresh index shows.</summary>
internal sealed class GovernorRecount(DbConnection connection, Differences differences)
{
    private const string SelectProposals = "SELECT key AS Key, id AS Id FROM proposals WHERE kind = 'governor' ORDER BY key";

    /// <summary>Every governor's proposal; the answer is the number of on-chain votes.</summary>
    public long Run(CancellationToken cancellationToken)
    {
        long votes = 0;
        foreach (var proposal in connection.Query<ProposalRow>(SelectProposals).AsList())
        {
            try
            {
                votes += Recount(proposal, cancellationToken);
            }
            catch (OverflowException)
            {
                differences.Add("wrong-tally", $"proposal {proposal.Id}", "its stored votes do not add up: more is taken from delegates than they voted with, or the sum has no room");
            }
        }

        return votes;
    }

    private long Recount(ProposalRow proposal, CancellationToken cancellationToken)
    {
        long votes = 0;
        var counted = new CountedCells();
        foreach (var vote in GovernorVoteStore.Stream(connection, proposal.Key))
        {
            cancellationToken.ThrowIfCancellationRequested();
            votes++;
            Take(vote, counted);
        }

        counted.Compare(connection, proposal.Key, proposal.Id, differences);
        return votes;
    }

    private static void Take(GovernorVote vote, CountedCells counted)
    {
        foreach (var part in GovernorCounting.Instance.Contribute(vote.Choice, vote.VotingPower, []).Prepend(new CellAmount("", CellAmount.AllStrategies, vote.VotingPower)))
        {
            if (vote.Kind == GovernorVoteKind.Reduction) counted.Reduce(part.Cell, part.Strategy, part.Amount);
            else counted.Add(part.Cell, part.Strategy, part.Amount);
        }
    }

    private sealed record ProposalRow(long Key, string Id);
}
