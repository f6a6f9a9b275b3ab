using Governance.Proposals;
using Governance.Web.Elements;
using Governance.Web.Proposals;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Votes;

/// <summary>Says on an open page that the count has left behind what the page lists, and loads the page again. Nothing while they agree.</summary>
public sealed partial class NewVotes(ProposalSheets sheets, ProposalChanges changes) : IDisposable
{
    private SheetWatch? _watch;

    [Parameter, EditorRequired] public string ProposalId { get; set; } = "";

    /// <summary>How many votes counted when the page was made.</summary>
    [Parameter, EditorRequired] public long ShownVotes { get; set; }

    /// <summary>The count then, <see cref="ProposalSheet.TallyMark"/>.</summary>
    [Parameter, EditorRequired] public string ShownMark { get; set; } = "";

    private ProposalSheet? Sheet { get; set; }

    private string Text => (Sheet!.Tally.Votes - ShownVotes) switch
    {
        1 => "1 new vote: load the list again",
        > 1 and var added => $"{TokenFormat.Grouped(added)} new votes: load the list again",
        _ => "Votes were changed: load the list again",
    };

    protected override async Task OnInitializedAsync()
    {
        if (!RendererInfo.IsInteractive) return;
        // Before the first reading, so that no change falls between the two.
        _watch = SheetWatch.Start(changes, sheets, ProposalId, ShowAsync);
        Sheet = await sheets.FindAsync(ProposalId);
    }

    public void Dispose() => _watch?.Dispose();

    private Task ShowAsync(ProposalSheet sheet) => InvokeAsync(() =>
    {
        Sheet = sheet;
        StateHasChanged();
    });
}
