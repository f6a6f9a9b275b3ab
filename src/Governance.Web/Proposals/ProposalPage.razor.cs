using Governance.Proposals;
using Governance.Spaces;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Proposals;

/// <summary>A proposal: the question, the count, the voters, what happened and what comes next.</summary>
public sealed partial class ProposalPage(ProposalSheets sheets, SpaceStore spaces)
{
    [Parameter] public string SpaceId { get; set; } = "";

    [Parameter] public string ProposalId { get; set; } = "";

    [CascadingParameter] private HttpContext? Context { get; set; }

    private ProposalSheet? Sheet { get; set; }

    private Proposal Proposal => Sheet!.Proposal;

    private string SpaceName => spaces.Find(Proposal.Space)?.Settings.Name ?? Proposal.Space;

    protected override async Task OnInitializedAsync()
    {
        Sheet = await sheets.FindAsync(ProposalId);
        if (Sheet?.Proposal.Space != SpaceId) Sheet = null;
        if (Sheet is null && Context is not null) Context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
