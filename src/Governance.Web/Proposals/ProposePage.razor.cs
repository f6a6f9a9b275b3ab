using Governance.Spaces;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Proposals;

/// <summary>The author's page: everything on it happens in <see cref="ProposalForm"/>.</summary>
public sealed partial class ProposePage(SpaceStore spaces)
{
    [Parameter] public string SpaceId { get; set; } = "";

    [CascadingParameter] private HttpContext? Context { get; set; }

    private Space? Space { get; set; }

    protected override void OnInitialized()
    {
        Space = spaces.Find(SpaceId);
        if (Space is null && Context is not null) Context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
