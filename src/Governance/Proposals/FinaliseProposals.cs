using Governance.Database;

namespace Governance.Proposals;

/// <summary>
/// Ends what has ended, whether anybody looks or not. First a proposal is closed: from then on no vote may arrive, even if the clock is set
/// back. A minute later, when no vote that arrived in time is under way any more, its count is final, at a stated size of the ledger.
/// </summary>
public sealed class FinaliseProposals(ClosingStore closings, Writer writer, ProposalChanges changes, TimeProvider clock)
{
    /// <summary>Longer than reading voting power may take with all its retries.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    // A pass after the first looks back this far only: a proposal can not be published with an end in the past.
    private const long LookBack = 86_400;

    private long _since;

    /// <summary>One pass; safe to repeat at any time.</summary>
    public async Task RunAsync()
    {
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        await CloseAsync(now);
        await MakeFinalAsync(now);
        _since = now - LookBack;
    }

    private async Task CloseAsync(long now)
    {
        var ended = await closings.EndedAsync(_since, now);
        if (ended.Count == 0) return;
        await writer.RunAsync(scope =>
        {
            foreach (var proposal in ended) closings.Close(scope, proposal, now);
        });
        Announce(ended);
    }

    private async Task MakeFinalAsync(long now)
    {
        var ready = await closings.ReadyAsync(now - (long)Grace.TotalSeconds);
        if (ready.Count == 0) return;
        await writer.RunAsync(scope =>
        {
            foreach (var proposal in ready) ClosingStore.MakeFinal(scope, proposal.Key, now);
        });
        Announce(ready);
    }

    private void Announce(IReadOnlyList<EndedProposal> proposals)
    {
        foreach (var proposal in proposals) changes.Announce(proposal.Id);
    }
}
