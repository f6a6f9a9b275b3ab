using Governance.Migration;
using Governance.Proposals;
using Governance.Reconciliations;
using Governance.Spaces;
using Governance.Strategies;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Reconciliations;

/// <summary>Where a proposal's voting power comes from and whether it adds up: of the named proposal, else of the space's newest one.</summary>
public sealed partial class SourcesPage(SpaceStore spaces, ProposalStore proposals, ReconcileSources reconcile, ParsedLists lists)
{
    // Signed proposals among this many newest ones of any kind.
    private const int Looked = 50;
    private const int ShownAccounts = 25;

    [Parameter] public string SpaceId { get; set; } = "";

    [SupplyParameterFromQuery(Name = "proposal")] public string? ProposalId { get; set; }

    [SupplyParameterFromQuery(Name = "account")] public string? Sought { get; set; }

    [CascadingParameter] private HttpContext? Context { get; set; }

    private Space? Space { get; set; }

    private Proposal? Proposal { get; set; }

    private Reconciliation? Reading { get; set; }

    private string? Fault { get; set; }

    private StrategyDefinition? OldChain { get; set; }

    private IReadOnlyList<LinkedBalance> Accounts { get; set; } = [];

    private bool IsMissing { get; set; }

    private int Decimals => Reading!.Decimals;

    private OldChainSource OldSource => OldChainBalances.Source(OldChain!);

    // What contradicts itself first.
    private IEnumerable<LinkedBalance> Largest => Accounts.OrderByDescending(account => account.Standing == Standing.Conflict).ThenByDescending(account => account.Balance.Total).Take(ShownAccounts);

    private bool IsAccount => OldAccount.TryParse(Sought?.Trim(), out _);

    private LinkedBalance? Found => OldAccount.TryParse(Sought?.Trim(), out var account) ? Accounts.FirstOrDefault(each => each.Balance.Account == account) : null;

    private string ListHref(Ethereum.Hash32 hash) => $"/api/proposals/{Proposal!.Id}/lists/{ListFile.ReferenceTo(hash)}";

    protected override async Task OnInitializedAsync()
    {
        Space = spaces.Find(SpaceId);
        if (Space is not null) Proposal = string.IsNullOrEmpty(ProposalId) ? await NewestAsync() : await proposals.FindAsync(ProposalId);
        if (Proposal is { } found && (found.Space != SpaceId || found.Kind != ProposalKind.Signed)) Proposal = null;
        IsMissing = Space is null || (Proposal is null && !string.IsNullOrEmpty(ProposalId));
        if (IsMissing && Context is not null) Context.Response.StatusCode = StatusCodes.Status404NotFound;
        if (Proposal is not null) await ReadAsync(Proposal);
    }

    private async Task ReadAsync(Proposal proposal)
    {
        var reading = await reconcile.RunAsync(proposal, Context?.RequestAborted ?? CancellationToken.None);
        if (reading.Rejection is { } unknown)
        {
            Fault = unknown.Explanation;
            return;
        }

        Reading = reading.Value;
        OldChain = proposal.Rules.Strategies.FirstOrDefault(strategy => strategy.Name == OldChainBalances.StrategyName);
        if (OldChain is not null) Accounts = OldChainBalances.Linked(OldChain, lists).Accounts;
    }

    private async Task<Proposal?> NewestAsync() =>
        (await proposals.PageAsync(SpaceId, null, ProposalCursor.Start, Looked)).FirstOrDefault(proposal => proposal.Kind == ProposalKind.Signed);

    private static string InWords(ClaimedTokens tokens) => tokens == ClaimedTokens.Elsewhere ? "count where they are now, in another source" : "count here, for whom the claim names";

    private static string KindInWords(string kind) => kind switch
    {
        "counted" => "counted",
        "excluded" => "custody without a vote",
        "part" => "without a vote",
        _ => "DIFFERENCE",
    };
}
