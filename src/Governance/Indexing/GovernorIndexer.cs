using Governance.Chains;
using Governance.Database;
using Governance.Ethereum;
using Governance.Execution;
using Governance.Milestones;
using Governance.Proposals;
using Governance.Tallies;
using Governance.Votes;

namespace Governance.Indexing;

/// <summary>Stores what governors and timelocks said, and takes it back. Both run within the writer's transaction, together with the cursor.</summary>
internal static class GovernorIndexer
{
    /// <summary>The answer are the ids of the proposals that changed.</summary>
    public static IReadOnlySet<string> Store(WriteScope scope, ulong chain, IEnumerable<ChainEvent> events, long positionBefore)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var e in events)
        {
            switch (e)
            {
                case ProposalCreatedEvent created: StoreProposal(scope, created, changed); break;
                case VoteCastEvent cast: StoreVote(scope, chain, cast, changed); break;
                case HappenedEvent happened: StoreEvent(scope, chain, happened.Event); break;
                case MilestoneSeenEvent seen: StoreReading(scope, seen.Reading, changed); break;
                default: throw new InvalidOperationException($"No store for {e.GetType().Name}.");
            }
        }

        changed.UnionWith(ExecutionStore.AffectedAfter(scope, chain, positionBefore));
        return changed;
    }

    private static void StoreProposal(WriteScope scope, ProposalCreatedEvent created, HashSet<string> changed)
    {
        long key = ProposalStore.Insert(scope, created.Proposal);
        GovernorProposalStore.Insert(scope, created.Parts with { Proposal = key });
        changed.Add(created.Proposal.Id);
    }

    // Votes on a proposal that was created before the first indexed block have nothing to stand on.
    private static void StoreVote(WriteScope scope, ulong chain, VoteCastEvent cast, HashSet<string> changed)
    {
        if (GovernorProposalStore.KeyOf(scope, chain, cast.Governor, cast.ProposalId) is not { } key) return;
        var vote = cast.Vote with { Proposal = key };
        GovernorVoteStore.Insert(scope, vote);
        Count(scope, vote, add: true);
        changed.Add(Governor.IdOf(chain, cast.Governor, cast.ProposalId));
    }

    private static void StoreEvent(WriteScope scope, ulong chain, ExecutionEvent e)
    {
        ExecutionStore.Insert(scope, e);
        if (e.Kind == ExecutionEventKind.ProposalExtended && GovernorProposalStore.KeyOf(scope, chain, e.Contract, e.Subject) is { } key)
            ProposalStore.ChangeEnd(scope, key, ExecutionStore.DeadlineOf(scope, key));
    }

    /// <summary>Keeps what a block has shown of a milestone.</summary>
    public static void StoreReading(WriteScope scope, MilestoneReading reading, HashSet<string> changed)
    {
        if (MilestoneStore.Store(scope, reading)) changed.Add(MilestoneStore.IdOf(scope, reading.Proposal));
    }

    /// <summary>Takes back all that stands above a block, that block's number itself excluded. The answer are the ids of the proposals that changed.</summary>
    /// <param name="answersKept">Answers of milestones' calls up to this block stay when the chain is only indexed anew; -1: none do.</param>
    public static IReadOnlySet<string> Undo(WriteScope scope, ulong chain, long above, long answersKept = -1)
    {
        var changed = new HashSet<string>(ExecutionStore.AffectedAfter(scope, chain, ChainFact.LastPositionOf(above)), StringComparer.Ordinal);
        changed.UnionWith(MilestoneStore.RemoveAbove(scope, chain, above, answersKept));
        foreach (var vote in GovernorVoteStore.RemoveAbove(scope, chain, above))
        {
            Count(scope, vote, add: false);
            changed.Add(ProposalStore.Get(scope, vote.Proposal).Id);
        }

        foreach (long key in ExecutionStore.RemoveAbove(scope, chain, above)) ProposalStore.ChangeEnd(scope, key, ExecutionStore.DeadlineOf(scope, key));
        foreach (long key in GovernorProposalStore.QuorumsReadAbove(scope, chain, above)) changed.Add(StoreQuorum(scope, key, null));
        foreach (long key in GovernorProposalStore.RemoveAbove(scope, chain, above))
        {
            changed.Add(ProposalStore.Get(scope, key).Id);
            ProposalStore.Remove(scope, key);
        }

        IndexCursorStore.RemoveBlocksAbove(scope, chain, above);
        return changed;
    }

    /// <summary>Keeps a quorum that was read at a head; null takes it back. The answer is the proposal's id.</summary>
    public static string StoreQuorum(WriteScope scope, long proposal, ReadQuorum? read)
    {
        GovernorProposalStore.ChangeQuorum(scope, proposal, read);
        var stored = ProposalStore.Get(scope, proposal);
        ProposalStore.ChangeRules(scope, proposal, stored.Rules with { Quorum = read?.Quorum ?? VotingPower.Zero });
        return stored.Id;
    }

    private static void Count(WriteScope scope, GovernorVote vote, bool add)
    {
        var tally = TallyChanges.Of(scope);
        if (vote.Kind == GovernorVoteKind.Reduction) tally.Weigh(scope, Counted(vote), heavier: !add);
        else if (add) tally.Add(scope, Counted(vote));
        else tally.Remove(scope, Counted(vote));
    }

    /// <summary>A vote as the count sees it; a recount goes the same way.</summary>
    internal static CountedVote Counted(GovernorVote vote) => new(vote.Proposal, GovernorCounting.Instance, vote.Choice, vote.VotingPower, []);
}
