using Governance.Proposals;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Proposals;

/// <summary>A part of a page that shows something of one proposal and is drawn again when it changes.</summary>
public abstract class LiveSheet(ProposalSheets sheets, ProposalChanges changes) : ComponentBase, IDisposable
{
    private SheetWatch? _watch;

    [Parameter, EditorRequired] public string ProposalId { get; set; } = "";

    /// <summary>As it stands; null before the first reading.</summary>
    protected ProposalSheet? Sheet { get; private set; }

    /// <summary>False: it has nothing to say before the page is interactive, and reads nothing until then.</summary>
    protected virtual bool IsOnPage => true;

    public void Dispose()
    {
        _watch?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task OnInitializedAsync()
    {
        // Before the first reading, so that no change falls between the two.
        if (RendererInfo.IsInteractive) _watch = SheetWatch.Start(changes, sheets, ProposalId, ShowAsync);
        if (RendererInfo.IsInteractive || IsOnPage) Sheet = await sheets.FindAsync(ProposalId);
    }

    private Task ShowAsync(ProposalSheet sheet) => InvokeAsync(() =>
    {
        Sheet = sheet;
        StateHasChanged();
    });
}
