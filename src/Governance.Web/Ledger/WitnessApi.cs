using Governance.Ethereum;
using Governance.Ledger;
using Governance.Web.Hosting;

namespace Governance.Web.Ledger;

/// <summary>What others saw of the ledger: witnesses' signatures over its heads, and heads that stand on chains.</summary>
internal static class WitnessApi
{
    private const int Shown = 100;

    public static void MapWitnesses(this IEndpointRouteBuilder routes)
    {
        var ledger = routes.MapGroup("/ledger").WithTags("Ledger");
        ledger.MapGet("/cosignatures", CosignaturesAsync).WithName("ledgerCosignatures").WithSummary("Each witness's newest signature over a head of this ledger").Produces<ListJson<CosignatureJson>>();
        ledger.MapPost("/cosignatures", CosignAsync).LimitClients().DisableAntiforgery().WithName("cosignLedger")
            .WithSummary("Takes a configured witness's signature (EIP-191 over the head's three lines) of a head that this ledger signed")
            .Produces<CosignatureJson>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status429TooManyRequests);
        ledger.MapGet("/anchors", AnchorsAsync).WithName("ledgerAnchors").WithSummary("Transactions that carry a head of this ledger, the newest heads first").Produces<ListJson<AnchorJson>>();
        ledger.MapPost("/anchors", AnchorAsync).LimitClients().DisableAntiforgery().WithName("anchorLedger")
            .WithSummary("Looks up a transaction of the operator's account that carries a head, and keeps it")
            .Produces<AnchorJson>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> CosignaturesAsync(WitnessStore store) =>
        Results.Ok(new ListJson<CosignatureJson>([.. (await store.NewestAsync()).Select(CosignatureJson.Of)], null));

    private static async Task<IResult> CosignAsync(CosignRequest request, TakeCosignature take)
    {
        if (!Hex.TryParse(request.Signature, out byte[]? signature)) return Problems.Of(WitnessRejection.NotAWitness);
        var outcome = await take.RunAsync(request.Size, signature);
        return outcome.Rejection is { } refused ? Problems.Of(refused) : Results.Ok(CosignatureJson.Of(outcome.Value));
    }

    private static async Task<IResult> AnchorsAsync(WitnessStore store) =>
        Results.Ok(new ListJson<AnchorJson>([.. (await store.AnchorsAsync(Shown)).Select(AnchorJson.Of)], null));

    private static async Task<IResult> AnchorAsync(AnchorRequest request, TakeAnchor take, CancellationToken cancellationToken)
    {
        if (!Hash32.TryParse(request.Transaction, out var transaction)) return Problems.Of(StatusCodes.Status400BadRequest, "malformed-transaction", "A transaction's hash is 0x and 64 digits.");
        var outcome = await take.RunAsync(request.Chain, transaction, cancellationToken);
        return outcome.Rejection is { } refused ? Problems.Of(refused) : Results.Ok(AnchorJson.Of(outcome.Value));
    }
}

/// <param name="Size">Of the head that was signed.</param>
/// <param name="Signature">65 bytes as 0x text: personal_sign of the head's three lines.</param>
internal sealed record CosignRequest(long Size, string Signature);

/// <param name="Chain">EIP-155 number.</param>
/// <param name="Transaction">Its hash.</param>
internal sealed record AnchorRequest(ulong Chain, string Transaction);

/// <param name="Line">The witness's line of the signed note.</param>
internal sealed record CosignatureJson(string Witness, long Size, string Root, string Signature, string Line, DateTimeOffset ReceivedAt)
{
    public static CosignatureJson Of(Cosignature cosignature) => new(
        cosignature.Witness.ToString(), cosignature.Head.Size, cosignature.Head.Root.ToString(), Hex.Format(cosignature.Signature), cosignature.Line,
        DateTimeOffset.FromUnixTimeMilliseconds(cosignature.ReceivedAtMs));
}

/// <param name="Chain">CAIP-2.</param>
internal sealed record AnchorJson(string Chain, string Transaction, string Sender, ulong Block, string BlockHash, DateTimeOffset BlockTime, long Size, string Root)
{
    public static AnchorJson Of(Anchor anchor) => new(
        $"eip155:{anchor.Chain}", anchor.Transaction.ToString(), anchor.Sender.ToString(), anchor.Block, anchor.BlockHash.ToString(), DateTimeOffset.FromUnixTimeSeconds(anchor.BlockTime),
        anchor.Head.Size, anchor.Head.Root.ToString());
}
