using Governance.Proposals;
using Governance.Web.Elements;
using Governance.Web.Proposals;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Votes;

/// <summary>Says on an open page that the count has left behind what the page lists, and loads the page again. Nothing while they agree.</summary>
public sealed partial class NewVotes(ProposalSheets sheets, ProposalChanges changes) : LiveSheet(sheets, changes)
{
    /// <summary>How many votes counted when the page was made.</summary>
    [Parameter, EditorRequired] public long ShownVotes { get; set; }

    /// <summary>The count then, <see cref="ProposalSheet.TallyMark"/>.</summary>
    [Parameter, EditorRequired] public string ShownMark { get; set; } = "";

    // The page itself lists what it counts.
    protected override bool IsOnPage => false;

    private string Text => (Sheet!.Tally.Votes - ShownVotes) switch
    {
        1 => "1 new vote: load the list again",
        > 1 and var added => $"{TokenFormat.Grouped(added)} new votes: load the list again",
        _ => "Votes were changed: load the list again",
    };
}
