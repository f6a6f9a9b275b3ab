using Governance.Proposals;
using Governance.Spaces;

namespace Governance.Web.Proposals;

/// <summary>What is decided now, what waits to be carried out, what was decided lately, over all spaces.</summary>
public sealed partial class HomePage(ProposalSheets sheets, SpaceStore spaces)
{
    private const int Shown = 60;

    private IReadOnlyList<ProposalSheet> Active { get; set; } = [];

    private IReadOnlyList<ProposalSheet> Awaiting { get; set; } = [];

    private IReadOnlyList<ProposalSheet> Others { get; set; } = [];

    private IReadOnlyList<Space> Spaces { get; set; } = [];

    protected override async Task OnInitializedAsync()
    {
        Spaces = spaces.List();
        var page = (await sheets.PageAsync(null, null, [], ProposalCursor.Start, Shown)).Items;
        Active = [.. page.Where(static sheet => sheet.State == ProposalState.Active).OrderBy(static sheet => sheet.Closes ?? DateTimeOffset.MaxValue)];
        Awaiting = [.. page.Where(AwaitsExecution)];
        Others = [.. page.Except(Active).Except(Awaiting)];
    }

    private static bool AwaitsExecution(ProposalSheet sheet) =>
        sheet.State == ProposalState.Queued || (sheet.State == ProposalState.Succeeded && sheet.Proposal.Kind == ProposalKind.Governor);
}
