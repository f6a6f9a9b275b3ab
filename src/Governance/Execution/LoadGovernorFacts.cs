using Governance.Chains;
using Governance.Proposals;
using Governance.VotingSystems;

namespace Governance.Execution;

/// <summary>Reads all that is known of governor proposals, a page of them at once.</summary>
public sealed class LoadGovernorFacts(GovernorProposalStore parts, GovernorStore governors, ExecutionStore executions, IndexCursorStore cursors)
{
    /// <summary>By proposal key; one that a reorganisation takes away at this moment may be missing.</summary>
    public async Task<IReadOnlyDictionary<long, GovernorFacts>> RunAsync(IReadOnlyCollection<Proposal> proposals, IReadOnlyDictionary<long, Tally> tallies)
    {
        ArgumentNullException.ThrowIfNull(tallies);
        var facts = new Dictionary<long, GovernorFacts>();
        long[] keys = [.. proposals.Where(proposal => proposal.Kind == ProposalKind.Governor).Select(proposal => proposal.Key)];
        if (keys.Length == 0) return facts;
        var known = await parts.FindAsync(keys);
        var events = await executions.OfProposalsAsync(keys);
        var contracts = (await governors.ListAsync()).ToDictionary(governor => (governor.Chain, governor.Address));
        var heads = (await cursors.ListAsync()).ToDictionary(cursor => cursor.Chain);
        var control = new Dictionary<ulong, IReadOnlyList<ExecutionEvent>>();
        foreach (ulong chain in known.Values.Select(own => own.Chain).Distinct()) control[chain] = await executions.ControlOfAsync(chain);
        foreach (var proposal in proposals)
        {
            if (known.TryGetValue(proposal.Key, out var own) && contracts.TryGetValue((own.Chain, own.Governor), out var governor) && heads.TryGetValue(own.Chain, out var cursor))
                facts[proposal.Key] = new GovernorFacts(proposal, own, governor, tallies[proposal.Key], [.. events[proposal.Key]], cursor) { ControlEvents = control[own.Chain] };
        }

        return facts;
    }
}
