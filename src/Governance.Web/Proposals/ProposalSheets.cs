using Governance.Execution;
using Governance.Proposals;

namespace Governance.Web.Proposals;

/// <summary>Puts a proposal, its count and its state at this moment together.</summary>
public sealed class ProposalSheets(ProposalStore proposals, ProposalStates states)
{
    private const int Batch = 50;

    // A filter by state is applied to what was read, because states are computed: so many proposals are looked at for one page at most.
    private const int MostLookedAt = 500;

    public async Task<ProposalSheet?> FindAsync(string id) =>
        await proposals.FindAsync(id) is { } proposal ? await OfAsync(proposal) : null;

    /// <param name="key">The database's own number.</param>
    public async Task<ProposalSheet?> FindAsync(long key) =>
        await proposals.FindAsync(key) is { } proposal ? await OfAsync(proposal) : null;

    /// <summary>Newest first.</summary>
    /// <param name="space">Null: every space.</param>
    /// <param name="wanted">Empty: every state.</param>
    public async Task<ProposalSheetPage> PageAsync(string? space, string? search, IReadOnlyCollection<ProposalState> wanted, ProposalCursor after, int limit)
    {
        var page = new List<ProposalSheet>(limit);
        for (int looked = 0; looked < MostLookedAt; looked += Batch)
        {
            var batch = await proposals.PageAsync(space, search, after, Batch, withDeleted: wanted.Contains(ProposalState.Canceled));
            var stated = (await states.OfAsync(batch)).ToDictionary(static one => one.Proposal.Key);
            foreach (var proposal in batch)
            {
                after = ProposalCursor.Of(proposal);
                // A reorganisation may take one away between the two reads.
                if (!stated.TryGetValue(proposal.Key, out var one) || (wanted.Count > 0 && !wanted.Contains(one.State))) continue;
                page.Add(ProposalSheet.Of(one));
                if (page.Count == limit) return new(page, after);
            }
            if (batch.Count < Batch) return new(page, null);
        }
        return new(page, after);
    }

    private async Task<ProposalSheet?> OfAsync(Proposal proposal) => await states.OfAsync(proposal) is { } stated ? ProposalSheet.Of(stated) : null;
}

/// <summary>One page of proposals.</summary>
/// <param name="Next">Where the next page begins; null when this is the last.</param>
public sealed record ProposalSheetPage(IReadOnlyList<ProposalSheet> Items, ProposalCursor? Next);
