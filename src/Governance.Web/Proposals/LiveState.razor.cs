using Governance.Proposals;

namespace Governance.Web.Proposals;

/// <summary>The state of a proposal and the time left, redrawn when they change.</summary>
public sealed partial class LiveState(ProposalSheets sheets, ProposalChanges changes) : LiveSheet(sheets, changes)
{
    // Where blocks decide, the hour is reckoned: a page that is loaded anew then may find the vote still open, and the voter in mid-ballot.
    private bool IsEstimate => Sheet?.Execution is { Governor.CountsSeconds: false };
}
