using Governance.Exports;
using Governance.Proposals;
using Governance.Web.Hosting;
using Governance.Web.Proposals;

namespace Governance.Web.Exports;

/// <summary>A proposal's votes and tally as files, streamed.</summary>
internal static class ExportsApi
{
    public static void AddExports(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<ExportVotesCsv>().AddSingleton<ExportVotesNdjson>();

    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup("/api/proposals/{id}").WithTags("Exports");
        files.MapGet("/votes.csv", (string id, ProposalStore proposals, ExportVotesCsv export) => FileAsync(id, proposals, "text/csv; charset=utf-8", "votes.csv", export.RunAsync))
            .WithName("exportVotesCsv").WithSummary("Every vote, one a row (RFC 4180), replaced ones marked, in order of acceptance").Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status404NotFound);
        files.MapGet("/votes.ndjson", (string id, ProposalStore proposals, ExportVotesNdjson export) => FileAsync(id, proposals, "application/x-ndjson", "votes.ndjson", export.RunAsync))
            .WithName("exportVotesNdjson").WithSummary("Every vote, one JSON object a line, replaced ones marked, in order of acceptance").Produces<string>(StatusCodes.Status200OK, "application/x-ndjson").ProducesProblem(StatusCodes.Status404NotFound);
        files.MapGet("/bundle.ndjson", BundleAsync)
            .WithName("exportBundle").WithSummary("Everything that is needed to recount the proposal and check the ledger offline, one JSON object a line").Produces<string>(StatusCodes.Status200OK, "application/x-ndjson").ProducesProblem(StatusCodes.Status404NotFound);
        files.MapGet("/tally.json", TallyAsync)
            .WithName("exportTally").WithSummary("The exact count, in base units").Produces<TallyJson>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> FileAsync(string id, ProposalStore proposals, string contentType, string name, Func<Proposal, Stream, CancellationToken, Task> write)
    {
        if (await proposals.FindAsync(id) is not { } proposal) return ProposalsApi.Unknown(id);
        return Results.Stream(output => write(proposal, output, CancellationToken.None), contentType, name);
    }

    private static async Task<IResult> BundleAsync(string id, ProposalStore proposals, ExportBundle export)
    {
        if (await proposals.FindAsync(id) is not { Kind: ProposalKind.Signed } proposal) return ProposalsApi.Unknown(id);
        return Results.Stream(output => export.RunAsync(proposal, output, CancellationToken.None), "application/x-ndjson", "bundle.ndjson");
    }

    private static async Task<IResult> TallyAsync(string id, ProposalSheets sheets) =>
        await sheets.FindAsync(id) is { } sheet ? Results.Ok(TallyJson.Of(sheet.Proposal, sheet.Tally, sheet.State, sheet.Outcome)) : ProposalsApi.Unknown(id);
}
