using Governance.Proposals;
using Governance.Spaces;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Proposals;

/// <summary>Where an author changes a proposal's words: everything on it happens in <see cref="EditForm"/>.</summary>
public sealed partial class EditProposalPage(ProposalStore proposals, SpaceStore spaces, TimeProvider clock)
{
    [Parameter] public string SpaceId { get; set; } = "";

    [Parameter] public string ProposalId { get; set; } = "";

    [CascadingParameter] private HttpContext? Context { get; set; }

    private Proposal? Proposal { get; set; }

    private string Href => $"/{SpaceId}/proposals/{ProposalId}";

    private string SpaceName => spaces.Find(SpaceId)?.Settings.Name ?? SpaceId;

    private bool IsOpen => Proposal!.DeletedMessage is null && clock.GetUtcNow().ToUnixTimeSeconds() < Proposal.Start;

    protected override async Task OnInitializedAsync()
    {
        Proposal = await proposals.FindAsync(ProposalId);
        if (Proposal is not { Kind: ProposalKind.Signed } || Proposal.Space != SpaceId) Proposal = null;
        if (Proposal is null && Context is not null) Context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
