using System.Globalization;
using Governance.Exports;
using Governance.Ledger;
using Governance.Proposals;
using Governance.Web.Hosting;
using Governance.Web.Proposals;
using Microsoft.Net.Http.Headers;

namespace Governance.Web.Exports;

/// <summary>
/// A proposal's votes and tally as files, streamed. The entity tag of a file names the ledger's size that it shows; a reader who was cut off
/// names it in <c>If-Range</c> and gets the rest of exactly that file, however the ledger grew meanwhile.
/// </summary>
internal static class ExportsApi
{
    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup("/api/proposals/{id}").WithTags("Exports");
        files.MapGet("/votes.csv", CsvAsync).WithName("exportVotesCsv").WithSummary("Every vote, one a row (RFC 4180), replaced ones marked, in order of acceptance; resumable by Range with If-Range").Answers("text/csv");
        files.MapGet("/votes.csv.sha256", CsvHashAsync).WithName("exportVotesCsvHash").WithSummary("Rows, bytes and SHA-256 of votes.csv, as sha256sum --check reads them").Answers("text/plain").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        files.MapGet("/votes.ndjson", NdjsonAsync).WithName("exportVotesNdjson").WithSummary("Every vote, one JSON object a line, replaced ones marked, in order of acceptance; the last line counts and hashes them; resumable as votes.csv").Answers("application/x-ndjson");
        files.MapGet("/bundle.ndjson", BundleAsync).WithName("exportBundle").WithSummary("Everything that is needed to recount the proposal and check the ledger offline, one JSON object a line; resumable until the next vote").Answers("application/x-ndjson");
        files.MapGet("/proposal.sqlite", SqliteAsync).WithName("exportSqlite").WithSummary("The proposal, its votes, powers and tally as a SQLite file; its table readme describes the others").Answers("application/vnd.sqlite3").ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        files.MapGet("/tally.json", TallyAsync).WithName("exportTally").WithSummary("The exact count, in base units").Produces<TallyJson>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static RouteHandlerBuilder Answers(this RouteHandlerBuilder route, string contentType) =>
        route.Produces<string>(StatusCodes.Status200OK, contentType).Produces<string>(StatusCodes.Status206PartialContent, contentType).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> CsvAsync(string id, HttpRequest request, ProposalStore proposals, ExportVotesCsv export) =>
        await proposals.FindAsync(id) is { } proposal ? new ExportResult(Begun(request, size => export.Open(proposal, size)), "text/csv; charset=utf-8", "votes.csv") : ProposalsApi.Unknown(id);

    private static async Task<IResult> NdjsonAsync(string id, HttpRequest request, ProposalStore proposals, ExportVotesNdjson export) =>
        await proposals.FindAsync(id) is { } proposal ? new ExportResult(Begun(request, size => export.Open(proposal, size)), "application/x-ndjson", "votes.ndjson") : ProposalsApi.Unknown(id);

    private static async Task<IResult> BundleAsync(string id, HttpRequest request, ProposalStore proposals, ExportBundle export)
    {
        if (await proposals.FindAsync(id) is not { } proposal) return ProposalsApi.Unknown(id);
        if (proposal.Kind != ProposalKind.Signed)
            return Problems.Of(StatusCodes.Status404NotFound, "bundle-on-chain", "Votes on this proposal are transactions, which its chain proves: there is no bundle of signatures. Take votes.csv, votes.ndjson or proposal.sqlite; each vote names its transaction.");
        return new ExportResult(Begun(request, size => export.Open(proposal, size)), "application/x-ndjson", "bundle.ndjson");
    }

    private static async Task<IResult> CsvHashAsync(string id, HttpResponse response, ProposalStore proposals, ExportVotesCsv export, ExportOutlines outlines, CancellationToken cancellationToken)
    {
        if (await proposals.FindAsync(id) is not { } proposal) return ProposalsApi.Unknown(id);
        var file = export.Open(proposal);
        if (await outlines.FindOrMakeAsync(file, cancellationToken) is not { } outline) return ExportResult.Busy(response);
        return Results.Text(string.Create(CultureInfo.InvariantCulture, $"# {outline.Rows} votes, {outline.Length} bytes, ETag {file.ETag}\n{Convert.ToHexStringLower(outline.Sha256)}  votes.csv\n"));
    }

    private static async Task<IResult> SqliteAsync(string id, HttpRequest request, HttpResponse response, ProposalSheets sheets, ExportSqlite export, CancellationToken cancellationToken)
    {
        if (await sheets.FindAsync(id) is not { } sheet) return ProposalsApi.Unknown(id);
        var proposal = sheet.Proposal;
        if (sheet.Tally.Votes > ExportSqlite.MostVotes) return Problems.Of(StatusCodes.Status413PayloadTooLarge, "export-too-large", "The proposal has too many votes for one SQLite file. Take votes.csv.");
        var claim = proposal.Kind == ProposalKind.Signed ? null : TallyJson.Of(proposal, sheet.Tally, sheet.State, sheet.Outcome);
        if (await export.RunAsync(proposal, claim, cancellationToken) is not { } made) return ExportResult.Busy(response);
        response.Headers.CacheControl = "public, no-cache";
        response.Headers.AcceptRanges = "bytes";
        return Results.File(made.Content, "application/vnd.sqlite3", "proposal.sqlite", entityTag: new EntityTagHeaderValue(made.ETag), enableRangeProcessing: ExportResult.AsksForRange(request, made.ETag));
    }

    private static async Task<IResult> TallyAsync(string id, ProposalSheets sheets) =>
        await sheets.FindAsync(id) is { } sheet ? Results.Ok(TallyJson.Of(sheet.Proposal, sheet.Tally, sheet.State, sheet.Outcome)) : ProposalsApi.Unknown(id);

    // Who goes on names the file that was begun: its tag holds the size, and only the same tag comes out of it again.
    private static ExportFile Begun(HttpRequest request, Func<long?, ExportFile?> open)
    {
        string tag = request.Headers.IfRange.ToString();
        bool hasSize = long.TryParse(tag.Split('-') is [_, var text, _] ? text : "", NumberStyles.None, CultureInfo.InvariantCulture, out long size);
        return (hasSize && open(size) is { } begun && begun.ETag == tag ? begun : null) ?? open(null)!;
    }
}
