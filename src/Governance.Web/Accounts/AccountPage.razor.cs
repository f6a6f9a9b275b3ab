using System.Globalization;
using Governance.Ethereum;
using Governance.Votes;
using Governance.Web.Proposals;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Accounts;

/// <summary>What an account did here.</summary>
public sealed partial class AccountPage(VoteStore votes, ProposalSheets sheets)
{
    private const int PageSize = 25;

    [Parameter] public string Name { get; set; } = "";

    /// <summary>The ledger index before which this page begins.</summary>
    [SupplyParameterFromQuery(Name = "before")] public long? Before { get; set; }

    [CascadingParameter] private HttpContext? Context { get; set; }

    private Address? Account { get; set; }

    private string Address => Account!.Value.ToString();

    private IReadOnlyList<(StoredVote Vote, ProposalSheet Sheet)> Votes { get; set; } = [];

    private string? Next { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (!Ethereum.Address.TryParse(Name, out var account))
        {
            if (Context is not null) Context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        Account = account;
        var page = await votes.OfVoterAsync(account, Before ?? long.MaxValue, PageSize);
        var shown = new List<(StoredVote, ProposalSheet)>();
        foreach (var vote in page)
            if (await sheets.FindAsync(vote.Proposal) is { } sheet) shown.Add((vote, sheet));
        Votes = shown;
        if (page.Count == PageSize) Next = string.Create(CultureInfo.InvariantCulture, $"/account/{Address}?before={page[^1].Message}");
    }
}
