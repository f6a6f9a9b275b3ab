using Governance.Chains;
using Governance.Milestones;
using Governance.Proposals;
using Governance.Tallies;
using Governance.VotingSystems;

namespace Governance.Execution;

/// <summary>The state of proposals of both kinds now, with what it follows from: the one place that pages and the HTTP interface ask.</summary>
public sealed class ProposalStates(TallyStore tallies, LoadGovernorFacts loadFacts, MilestoneStates milestones, IndexCursorStore cursors, TimeProvider clock)
{
    /// <summary>Null: a reorganisation has just taken it away.</summary>
    public async Task<StatedProposal?> OfAsync(Proposal proposal) => await OfAsync([proposal]) is [var stated] ? stated : null;

    /// <summary>A page of proposals in a few reads, in the order given.</summary>
    public async Task<IReadOnlyList<StatedProposal>> OfAsync(IReadOnlyCollection<Proposal> proposals)
    {
        var counts = await tallies.ReadAsync(proposals);
        var facts = await loadFacts.RunAsync(proposals, counts);
        var promised = await milestones.OfAsync([.. proposals.Where(proposal => proposal.Kind == ProposalKind.Signed).Select(proposal => proposal.Key)]);
        var now = clock.GetUtcNow();
        var stated = new List<StatedProposal>(proposals.Count);
        var paces = new Dictionary<ulong, long?>();
        foreach (var proposal in proposals)
        {
            var tally = counts[proposal.Key];
            if (proposal.Kind == ProposalKind.Signed) stated.Add(new(proposal, SignedProposalState.Of(proposal, tally, now), tally, null) { Milestones = [.. promised[proposal.Key]] });
            else if (facts.TryGetValue(proposal.Key, out var own)) stated.Add(Stated(own, await TimesAsync(own, paces)));
        }

        return stated;
    }

    private static StatedProposal Stated(GovernorFacts facts, Timepoints times)
    {
        var execution = ExecutionTimeline.Of(facts, times);
        return new(facts.Proposal, execution.State, facts.Tally, execution);
    }

    private async Task<Timepoints> TimesAsync(GovernorFacts facts, Dictionary<ulong, long?> paces)
    {
        var head = facts.Cursor.Head;
        if (facts.Governor.CountsSeconds) return new(true, head, new Dictionary<long, BlockPoint>(), null);
        if (!paces.TryGetValue(facts.Cursor.Chain, out var pace))
        {
            var recent = await cursors.BlocksAsync(facts.Cursor.Chain, head.Number - Timepoints.PaceWindow, head.Number);
            paces[facts.Cursor.Chain] = pace = Timepoints.PaceOf(recent);
        }

        return new(false, head, await cursors.BlocksAsync(facts.Cursor.Chain, [facts.Proposal.Start, facts.Proposal.End]), pace);
    }
}

/// <summary>A proposal with its count and its state now.</summary>
/// <param name="Execution">Of a governor proposal; null for signed ones.</param>
public sealed record StatedProposal(Proposal Proposal, ProposalState State, Tally Tally, ProposalExecution? Execution)
{
    /// <summary>What must be seen on chains once a signed proposal has passed; empty: nothing.</summary>
    public IReadOnlyList<StatedMilestone> Milestones { get; init; } = [];
}
