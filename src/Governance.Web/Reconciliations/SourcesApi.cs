using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Governance.Migration;
using Governance.Proposals;
using Governance.Reconciliations;
using Governance.Strategies;
using Governance.Web.Hosting;
using Governance.Web.Proposals;
using Governance.Web.Votes;

namespace Governance.Web.Reconciliations;

/// <summary>What a proposal's sources add up to, and the accounts of the left chain.</summary>
internal static class SourcesApi
{
    private const int MostItems = 1000;

    public static void MapSources(this IEndpointRouteBuilder routes)
    {
        var proposal = routes.MapGroup("/api/proposals/{id}").WithTags("Sources");
        proposal.MapGet("/sources", ReconcileAsync).WithName("findSources").WithSummary("Where all voting power comes from, source by source, held against the token's supply to the last base unit")
            .Produces<ReconciliationJson>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        proposal.MapGet("/old-accounts", AccountsAsync).WithName("listOldAccounts").WithSummary("Accounts of the left chain in the imported list's order: who speaks for each, by which evidence, and where its balance counts")
            .Produces<ListJson<OldAccountJson>>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        proposal.MapGet("/lists/{name}", ListAsync).WithName("findList").WithSummary("The bytes of a list that the proposal's power follows from, by the name that its sources give it: sha256: and the hash of these bytes")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ReconcileAsync(string id, ProposalStore proposals, ReconcileSources reconcile, CancellationToken cancellationToken)
    {
        if (await proposals.FindAsync(id) is not { } proposal) return ProposalsApi.Unknown(id);
        if (proposal.Kind != ProposalKind.Signed) return Problems.Of(StatusCodes.Status404NotFound, "power-on-chain", "Votes on this proposal are counted by its governor contract, from the one token that it names.");
        var reading = await reconcile.RunAsync(proposal, cancellationToken);
        return reading.Rejection is { } unknown ? Problems.Of(unknown) : Results.Ok(ReconciliationJson.Of(proposal, reading.Value));
    }

    // Only what the proposal itself names: the operator may have imported lists for other uses.
    private static async Task<IResult> ListAsync(string id, string name, ProposalStore proposals, ListStore lists)
    {
        if (await proposals.FindAsync(id) is not { } proposal) return ProposalsApi.Unknown(id);
        bool isNamed = ListFile.HashOf(name) is { } hash && proposal.Rules.Strategies.SelectMany(strategy => StrategyRegistry.Get(strategy.Name).Lists(strategy)).Any(list => list.Hash == hash);
        return isNamed && lists.Find(ListFile.HashOf(name)!.Value) is { } file ? Results.Bytes(file.Content, "text/plain; charset=utf-8")
            : Problems.Of(StatusCodes.Status404NotFound, "unknown-list", "The proposal counts by no list of that name.");
    }

    private static async Task<IResult> AccountsAsync(string id, ProposalStore proposals, ParsedLists lists, string? standing = null, string? account = null, string? after = null, [Range(1, MostItems)] int limit = 100)
    {
        if (await proposals.FindAsync(id) is not { } proposal) return ProposalsApi.Unknown(id);
        Standing wanted = default;
        if (!string.IsNullOrEmpty(standing) && !QueryNames.TryRead(standing, out wanted))
            return Problems.Of(StatusCodes.Status400BadRequest, "bad-standing", $"standing must be one of {QueryNames.Of<Standing>()}.");
        OldAccount only = default;
        if (!string.IsNullOrEmpty(account) && !OldAccount.TryParse(account, out only)) return Problems.Of(StatusCodes.Status400BadRequest, "bad-account", "account must be an account of the left chain: SS58 of any network, or 0x and the 64 digits of its public key.");
        int start = 0;
        if (!string.IsNullOrEmpty(after) && (!int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out start) || start < 1)) return Problems.BadCursor();
        if (proposal.Rules.Strategies.FirstOrDefault(strategy => strategy.Name == OldChainBalances.StrategyName) is not { } definition) return Results.Ok(new ListJson<OldAccountJson>([], null));
        try
        {
            var source = OldChainBalances.Source(definition);
            int decimals = StrategyRegistry.Get(definition.Name).Decimals(definition);
            var found = OldChainBalances.Linked(definition, lists).Accounts.Index().Skip(start)
                .Where(each => string.IsNullOrEmpty(standing) || each.Item.Standing == wanted).Where(each => string.IsNullOrEmpty(account) || each.Item.Balance.Account == only).Take(limit + 1).ToArray();
            string? next = found.Length > limit ? (found[limit - 1].Index + 1).ToString(CultureInfo.InvariantCulture) : null;
            return Results.Ok(new ListJson<OldAccountJson>([.. found.Take(limit).Select(each => OldAccountJson.Of(each.Item, source, decimals, definition.Network))], next));
        }
        catch (InvalidDataException e)
        {
            return Problems.Of(ReconcileSources.Unknown.Because($"The old accounts can not be shown: {e.Message}."));
        }
    }
}

/// <summary>What a proposal's sources add up to. All amounts are base units as decimal text, a lack with a minus sign.</summary>
/// <param name="Supply">Null: no source declares a supply.</param>
public sealed record ReconciliationJson(string Proposal, int Decimals, IReadOnlyList<SourceAccountJson> Sources, SupplyJson? Supply)
{
    internal static ReconciliationJson Of(Proposal proposal, Reconciliation reading) => new(
        proposal.Id, reading.Decimals, [.. reading.Sources.Select(SourceAccountJson.Of)],
        reading.Supply is not { } supply ? null : new(
            supply.Token, supply.IsDeclared, Text(supply.Amount), Text(supply.Minted), Text(supply.Difference), supply.Difference.IsZero,
            [.. supply.Lines.Select(line => new SupplyLineJson(line.Kind, line.Label, Text(line.Amount), line.Why))],
            [.. supply.Backings.Select(backing => new BackingJson(backing.Source, Text(backing.Locked), Text(backing.Owed), Text(backing.Difference)))]));

    internal static string Text(System.Numerics.BigInteger amount) => amount.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A source: total is counted, excluded and the other parts together.</summary>
/// <param name="Chain">CAIP-2; null: it needs no chain.</param>
/// <param name="IsDeclared">True: chain and block are the operator's word about an imported list.</param>
/// <param name="Counted">Null: nobody knows all its holders.</param>
public sealed record SourceAccountJson(
    string Label, string Strategy, string? Chain, ulong? Block, string? BlockHash, bool IsDeclared, string Method, int RawDecimals, string? Counted,
    IReadOnlyList<CustodyJson> Excluded, IReadOnlyList<PartJson> Parts, string? Total)
{
    internal static SourceAccountJson Of(SourceAccount source) => new(
        source.Label, source.Strategy, source.Chain, source.Block, source.BlockHash, source.Declared, source.Method, source.RawDecimals,
        source.Counted is { } counted ? ReconciliationJson.Text(counted) : null,
        [.. source.Excluded.Select(custody => new CustodyJson(custody.Account, ReconciliationJson.Text(custody.Amount), custody.Why, custody.Backs))],
        [.. source.Parts.Select(part => new PartJson(part.Label, ReconciliationJson.Text(part.Amount), part.Why, part.InSupply))],
        source.Total is { } total ? ReconciliationJson.Text(total) : null);
}

/// <param name="Backs">The label of the source that counts what lies here; null: nothing does.</param>
public sealed record CustodyJson(string Account, string Amount, string Why, string? Backs);

/// <param name="InSupply">False: another source counts it already.</param>
public sealed record PartJson(string Label, string Amount, string Why, bool InSupply);

/// <summary>The account of the supply: its lines add up to <paramref name="Amount"/>; <paramref name="Difference"/> is 0 when every unit is where it should be.</summary>
public sealed record SupplyJson(
    string Token, bool IsDeclared, string Amount, string Minted, string Difference, bool AddsUp, IReadOnlyList<SupplyLineJson> Lines, IReadOnlyList<BackingJson> Backings);

/// <param name="Kind">counted, excluded, part or difference.</param>
public sealed record SupplyLineJson(string Kind, string Label, string Amount, string Why);

/// <summary>What is locked for a source, and what the source is about.</summary>
public sealed record BackingJson(string Source, string Locked, string Owed, string Difference);
