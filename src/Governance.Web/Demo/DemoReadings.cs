using Governance.Proposals;
using Governance.Reconciliations;

namespace Governance.Web.Demo;

/// <summary>The local nodes forget their old states when they restart: what the demo's people may want to vote with, and what the sources add up to, is kept while they remember.</summary>
internal sealed class DemoReadings(ProposalStore proposals, ProposalPowers powers, ReconcileSources reconcile)
{
    public async Task KeepAsync(IReadOnlyList<DemoAccount> people, CancellationToken cancellationToken)
    {
        foreach (var proposal in await proposals.PageAsync(DemoSpace.Id, null, ProposalCursor.Start, DemoProposal.All.Length))
        {
            foreach (var account in people) await powers.ReadAndKeepAsync(proposal, account.Address, cancellationToken, evenNone: true);
            if (proposal.Kind == ProposalKind.Signed) await reconcile.RunAsync(proposal, cancellationToken);
        }
    }
}
