using System.Globalization;
using System.Text;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Web.Hosting;
using Microsoft.Net.Http.Headers;

namespace Governance.Web.Ledger;

/// <summary>
/// The append-only log for everybody: the signed head and the tiles as files that any cache may keep (C2SP tlog-tiles), and proofs as
/// JSON. Hashes in JSON are 0x text.
/// </summary>
internal static class LedgerApi
{
    private const string Forever = "public, max-age=31536000, immutable";
    private const string Briefly = "public, max-age=1";

    public static void MapLedger(this IEndpointRouteBuilder routes)
    {
        var ledger = routes.MapGroup("/ledger").WithTags("Ledger");
        ledger.MapGet("/checkpoint", CheckpointAsync).WithName("ledgerCheckpoint").WithSummary("The newest signed head (or the one of ?size= entries), a C2SP signed note; witnesses' signatures are lines of their own")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").ProducesProblem(StatusCodes.Status404NotFound);
        ledger.MapGet("/tile/{*path}", Tile).WithName("ledgerTile").WithSummary("Hash tiles <L>/<N>[.p/<W>] and entry bundles entries/<N>[.p/<W>] (C2SP tlog-tiles)")
            .Produces<Stream>(StatusCodes.Status200OK, "application/octet-stream").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        ledger.MapGet("/inclusion", InclusionAsync).WithName("ledgerInclusion").WithSummary("Proof that the message with this id is bound by the newest head")
            .Produces<InclusionReply>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        ledger.MapGet("/consistency", ConsistencyAsync).WithName("ledgerConsistency").WithSummary("Proof that the ledger only grew between two sizes")
            .Produces<ConsistencyReply>().ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> CheckpointAsync(LedgerReader ledger, WitnessStore witnesses, HttpResponse response, long? size = null)
    {
        if ((size is { } wanted ? witnesses.Head(wanted) : await ledger.LatestAsync()) is not { } head)
            return size is null ? Problems.Of(404, "ledger-empty", "Nothing has been accepted yet, so no head is signed.") : Problems.Of(404, "unknown-head", "No head of that size was ever signed.");
        response.Headers[HeaderNames.CacheControl] = Briefly;
        var cosignatures = await witnesses.OfHeadAsync(head);
        return Results.Text(head.Note(ledger.Signer) + string.Concat(cosignatures.Select(static cosignature => cosignature.Line)), "text/plain", Encoding.UTF8);
    }

    private static IResult Tile(string? path, LedgerTiles tiles, HttpResponse response)
    {
        if (LedgerTiles.TilePath.Parse(path ?? "") is not { } tile) return Problems.Of(400, "malformed-tile", "A tile is addressed as <L>/<N>, for example 0/x001/234, or entries/000; one at the right edge as 0/000.p/17.");
        if (tiles.Read(tile) is not { } bytes) return Problems.Of(404, "unknown-tile", "The ledger is not long enough for this tile; ask for the partial one that the checkpoint's size gives.");
        // What a tile's address names never changes: a partial one carries its width.
        response.Headers[HeaderNames.CacheControl] = Forever;
        return Results.Bytes(bytes, "application/octet-stream");
    }

    private static async Task<IResult> InclusionAsync(string? id, LedgerReader ledger)
    {
        if (!Hash32.TryParse(id ?? "", out var hash)) return Problems.Of(400, "malformed-id", "The id is 0x and 64 hexadecimal digits, as the receipt names it.");
        if (await ledger.InclusionAsync(hash) is not { } proof) return Problems.Of(404, "unknown-message", "No message with this id was accepted here.");
        return Results.Ok(InclusionReply.Of(proof, ledger.Signer));
    }

    private static async Task<IResult> ConsistencyAsync(string? from, string? to, LedgerReader ledger)
    {
        if (!TryRead(from, out long first) || !TryRead(to, out long second)) return Problems.Of(400, "malformed-sizes", "from and to are sizes of the ledger in digits alone, for example from=100&to=250.");
        if (await ledger.ConsistencyAsync(first, second) is not { } proof) return Problems.Of(400, "sizes-out-of-range", "Needed is 0 <= from <= to <= the checkpoint's size.");
        return Results.Ok(ConsistencyReply.Of(proof));
    }

    private static bool TryRead(string? size, out long number) => long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

/// <summary>All that is needed to check that a message is bound by the head in <paramref name="Checkpoint"/>, offline.</summary>
/// <param name="Entry">The leaf's text; its hash is SHA-256(0x00 ‖ entry).</param>
/// <param name="Path">Sibling hashes from the leaf's up (RFC 6962).</param>
/// <param name="Checkpoint">The signed note.</param>
/// <param name="Signer">The account that signed it, EIP-191.</param>
/// <param name="Signature">The same signature as 0x text.</param>
internal sealed record InclusionReply(
    string Id, long Index, string Entry, string LeafHash, IReadOnlyList<string> Path, long Size, string Root, string Checkpoint, string Signer, string Signature)
{
    public static InclusionReply Of(InclusionProof proof, Address signer) => new(
        proof.Message.Id.ToString(), proof.Message.Idx, Encoding.UTF8.GetString(proof.Entry), proof.LeafHash.ToString(), [.. proof.Path.Select(h => h.ToString())],
        proof.Checkpoint.Size, proof.Checkpoint.Root.ToString(), proof.Checkpoint.Note(signer), signer.ToString(), Hex.Format(proof.Checkpoint.Signature));
}

/// <param name="Path">The proof's nodes (RFC 6962, 2.1.2).</param>
internal sealed record ConsistencyReply(long From, string FromRoot, long To, string ToRoot, IReadOnlyList<string> Path)
{
    public static ConsistencyReply Of(ConsistencyProof proof) =>
        new(proof.From, proof.FromRoot.ToString(), proof.To, proof.ToRoot.ToString(), [.. proof.Path.Select(h => h.ToString())]);
}
