using System.ComponentModel.DataAnnotations;
using Governance.Proposals;
using Governance.Web.Hosting;

namespace Governance.Web.Proposals;

/// <summary><c>GET /api/proposals</c> and <c>/api/proposals/{id}</c>.</summary>
internal static class ProposalsApi
{
    private const int MostItems = 100;

    public static void MapProposals(this IEndpointRouteBuilder routes)
    {
        var proposals = routes.MapGroup("/api/proposals").WithTags("Proposals");
        proposals.MapGet("", ListAsync).WithName("listProposals").WithSummary("Proposals, newest first; state is computed now")
            .Produces<ListJson<ProposalJson>>().ProducesProblem(StatusCodes.Status400BadRequest);
        proposals.MapGet("/{id}", FindAsync).WithName("findProposal").WithSummary("One proposal with its state, tally and execution")
            .Produces<ProposalJson>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    public static IResult Unknown(string id) => Problems.Of(StatusCodes.Status404NotFound, "unknown-proposal", $"There is no proposal '{(id.Length <= 200 ? id : id[..200] + "…")}' here.");

    private static async Task<IResult> ListAsync(ProposalSheets sheets, string? space = null, string? state = null, string? q = null, string? after = null, [Range(1, MostItems)] int limit = 20)
    {
        if (q is { Length: > 200 }) return Problems.Of(StatusCodes.Status400BadRequest, "bad-search", "q has more than 200 characters.");
        ProposalState[] states = [];
        if (!string.IsNullOrEmpty(state))
        {
            if (!QueryNames.TryRead(state, out ProposalState wanted)) return Problems.Of(StatusCodes.Status400BadRequest, "bad-state", $"state must be one of {QueryNames.Of<ProposalState>()}.");
            states = [wanted];
        }

        var start = ProposalCursor.Start;
        if (!string.IsNullOrEmpty(after))
        {
            if (Cursors.ReadProposal(after) is not { } cursor) return Problems.BadCursor();
            start = cursor;
        }

        var page = await sheets.PageAsync(space, q, states, start, limit);
        return Results.Ok(new ListJson<ProposalJson>([.. page.Items.Select(static sheet => ProposalJson.Of(sheet, withBody: false))], page.Next is { } next ? Cursors.Write(next) : null));
    }

    private static async Task<IResult> FindAsync(string id, ProposalSheets sheets) =>
        await sheets.FindAsync(id) is { } sheet ? Results.Ok(ProposalJson.Of(sheet, withBody: true)) : Unknown(id);
}
