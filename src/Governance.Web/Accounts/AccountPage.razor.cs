using System.Globalization;
using Governance.Ethereum;
using Governance.Votes;
using Governance.Web.Elements;
using Governance.Web.Proposals;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Accounts;

/// <summary>What an account did here.</summary>
public sealed partial class AccountPage(VoteStore votes, GovernorVoteStore onChain, ProposalSheets sheets)
{
    private const int PageSize = 25;

    [Parameter] public string Name { get; set; } = "";

    /// <summary>The ledger index before which this page begins.</summary>
    [SupplyParameterFromQuery(Name = "before")] public long? Before { get; set; }

    /// <summary>The place before which the page of on-chain votes begins.</summary>
    [SupplyParameterFromQuery(Name = "on-chain-before")] public string? OnChainBefore { get; set; }

    [CascadingParameter] private HttpContext? Context { get; set; }

    private Address? Account { get; set; }

    private string Address => Account!.Value.ToString();

    private IReadOnlyList<(ProposalSheet Sheet, VoteLine Vote)> Votes { get; set; } = [];

    private IReadOnlyList<(ProposalSheet Sheet, VoteLine Vote)> OnChain { get; set; } = [];

    private string? Next { get; set; }

    private string? NextOnChain { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (!Ethereum.Address.TryParse(Name, out var account))
        {
            if (Context is not null) Context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        Account = account;
        var chainedBefore = Cursors.ReadOnChain(OnChainBefore);
        // What can not be read is no place.
        if (chainedBefore is null) OnChainBefore = null;
        var signed = await votes.OfVoterAsync(account, Before ?? long.MaxValue, PageSize);
        Votes = await LinesAsync(signed.Select(static vote => (vote.Proposal, ListedVote.Of(vote), vote.SupersededBy is not null)));
        if (signed.Count == PageSize) Next = Href(signed[^1].Message, OnChainBefore);
        var chained = await onChain.OfVoterAsync(account, chainedBefore ?? OnChainCursor.Start, PageSize);
        OnChain = await LinesAsync(chained.Select(static vote => (vote.Proposal, ListedVote.Of(vote), false)));
        if (chained.Count == PageSize) NextOnChain = Href(Before, Cursors.Write(OnChainCursor.Of(chained[^1])));
    }

    private async Task<IReadOnlyList<(ProposalSheet, VoteLine)>> LinesAsync(IEnumerable<(long Proposal, ListedVote Vote, bool IsReplaced)> page)
    {
        var lines = new List<(ProposalSheet, VoteLine)>();
        var found = new Dictionary<long, ProposalSheet?>();
        foreach (var (proposal, vote, isReplaced) in page)
        {
            if (!found.TryGetValue(proposal, out var sheet)) found.Add(proposal, sheet = await sheets.FindAsync(proposal));
            if (sheet is null) continue;
            var line = sheet.Line(vote);
            lines.Add((sheet, isReplaced ? line with { Note = "replaced by a later vote" } : line));
        }

        return lines;
    }

    private string Href(long? before, string? onChainBefore) =>
        Links.With($"/account/{Address}", ("before", before?.ToString(CultureInfo.InvariantCulture)), ("on-chain-before", onChainBefore));
}
