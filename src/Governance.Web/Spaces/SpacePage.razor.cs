using Governance.Proposals;
using Governance.Spaces;
using Governance.Web.Hosting;
using Governance.Web.Proposals;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Spaces;

/// <summary>A space: its proposals and its rules. Search, state and place are in the address.</summary>
public sealed partial class SpacePage(SpaceStore spaces, ProposalSheets sheets)
{
    private const int PageSize = 20;

    [Parameter] public string SpaceId { get; set; } = "";

    [SupplyParameterFromQuery(Name = "q")] public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "state")] public string? StateName { get; set; }

    [SupplyParameterFromQuery(Name = "after")] public string? After { get; set; }

    [CascadingParameter] private HttpContext? Context { get; set; }

    private Space? Space { get; set; }

    private SpaceRules Rules { get; set; } = default!;

    private IReadOnlyList<ProposalSheet> Sheets { get; set; } = [];

    private string? Next { get; set; }

    private bool IsFiltered => !string.IsNullOrEmpty(Search) || !string.IsNullOrEmpty(StateName);

    protected override async Task OnInitializedAsync()
    {
        Space = spaces.Find(SpaceId);
        if (Space is null)
        {
            if (Context is not null) Context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        Rules = SpaceRules.Of(Space.Settings);
        ProposalState[] states = QueryNames.TryRead(StateName, out ProposalState state) ? [state] : [];
        var page = await sheets.PageAsync(Space.Id, Search, states, Cursors.ReadProposal(After) ?? ProposalCursor.Start, PageSize);
        Sheets = page.Items;
        Next = page.Next is { } next ? Cursors.Write(next) : null;
    }

    private string Href(string? after) => Links.With($"/{SpaceId}", ("q", Search), ("state", StateName), ("after", after));
}
