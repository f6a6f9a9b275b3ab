using Governance.Ethereum;
using Governance.Ledger;
using Governance.Web.Hosting;
using Microsoft.Net.Http.Headers;

namespace Governance.Web.Ledger;

/// <summary><c>GET /api/messages/{id}/receipt.json</c>: the receipt of an accepted message as a file to keep.</summary>
internal static class ReceiptsApi
{
    public static void MapReceipts(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/messages/{id}/receipt.json", ReceiptAsync).WithTags("Ledger").WithName("getReceipt")
            .WithSummary("The receipt to keep: the message, its leaf and place, the proof, and the signed head that first bound it")
            .Produces<string>(StatusCodes.Status200OK, "application/json").ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> ReceiptAsync(string id, LedgerReader ledger, HttpResponse response)
    {
        if (!Hash32.TryParse(id, out var hash)) return Problems.Of(StatusCodes.Status404NotFound, "unknown-message", "A message id is 0x and 64 digits.");
        if (await ledger.FirstInclusionAsync(hash) is not { } proof) return Problems.Of(StatusCodes.Status404NotFound, "unknown-message", "This portal has no message with that id.");
        // A message and the head that first bound it never change.
        response.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
        return Results.File(ReceiptFile.Write(proof, ledger.Signer), "application/json", ReceiptFile.NameOf(hash));
    }
}
