using Governance.Proposals;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Proposals;

/// <summary>The state of a proposal and the time left, redrawn when they change.</summary>
public sealed partial class LiveState(ProposalSheets sheets, ProposalChanges changes)
{
    private SheetWatch? _watch;

    [Parameter, EditorRequired] public string ProposalId { get; set; } = "";

    private ProposalSheet? Sheet { get; set; }

    // Where blocks decide, the hour is reckoned: a page that is loaded anew then may find the vote still open, and the voter in mid-ballot.
    private bool IsEstimate => Sheet?.Execution is { Governor.CountsSeconds: false };

    protected override async Task OnInitializedAsync()
    {
        // Before the first reading, so that no change falls between the two.
        if (RendererInfo.IsInteractive) _watch = SheetWatch.Start(changes, sheets, ProposalId, ShowAsync);
        Sheet = await sheets.FindAsync(ProposalId);
    }

    public void Dispose() => _watch?.Dispose();

    private Task ShowAsync(ProposalSheet sheet) => InvokeAsync(() =>
    {
        Sheet = sheet;
        StateHasChanged();
    });
}
