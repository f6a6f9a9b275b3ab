using Governance.Ethereum;
using Governance.Votes;
using Governance.Web.Elements;
using Governance.Web.Proposals;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Votes;

/// <summary>Who voted how: one page of any depth, filtered and ordered by the address alone.</summary>
public sealed partial class VotesSection(VoteList votes)
{
    private const int PageSize = 25;

    private static readonly (string Name, string Text)[] Orders = [("power", "Most power first"), ("newest", "Newest first"), ("oldest", "Oldest first")];

    [Parameter, EditorRequired] public ProposalSheet Sheet { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "voter")] public string? Voter { get; set; }

    [SupplyParameterFromQuery(Name = "choice")] public string? Choice { get; set; }

    [SupplyParameterFromQuery(Name = "order")] public string? Order { get; set; }

    [SupplyParameterFromQuery(Name = "after")] public string? After { get; set; }

    private IReadOnlyList<VoteLine> Votes { get; set; } = [];

    private string? Fault { get; set; }

    private string? Next { get; set; }

    private string OrderName => Orders.Any(order => order.Name == Order) ? Order! : "power";

    private bool IsFiltered => !string.IsNullOrWhiteSpace(Voter) || !string.IsNullOrEmpty(Choice);

    protected override async Task OnParametersSetAsync()
    {
        Address? voter = null;
        if (!string.IsNullOrWhiteSpace(Voter))
        {
            if (!Address.TryParse(Voter.Trim(), out var address))
            {
                Fault = "That is not an address: 0x and 40 digits, with the checksum’s capital letters or none.";
                return;
            }
            voter = address;
        }

        ChoiceFilter? choice = null;
        if (!string.IsNullOrEmpty(Choice) && (choice = ChoiceFilter.Parse(Choice, Sheet.Proposal)) is null)
        {
            Fault = "No vote on this proposal can have that choice: pick one from the list.";
            return;
        }

        var page = await votes.PageAsync(Sheet.Proposal, new(Enum.Parse<VoteOrder>(OrderName, ignoreCase: true), choice, voter, Cursors.ReadVote(After), PageSize + 1));
        Votes = [.. page.Take(PageSize).Select(Sheet.Line)];
        Next = page.Count > PageSize ? Cursors.Write(page[PageSize - 1].Cursor) : null;
    }

    private string Href(string? after) => Links.With(Sheet.Href, ("voter", Voter), ("choice", Choice), ("order", Order), ("after", after)) + "#votes";
}
