using System.Text.Json.Serialization;
using Governance.Web.Exports;
using Governance.Web.Inbox;
using Governance.Web.Ledger;
using Governance.Web.Proposals;
using Governance.Web.Reconciliations;
using Governance.Web.Spaces;
using Governance.Web.Votes;
using Microsoft.AspNetCore.Http.Metadata;

namespace Governance.Web.Hosting;

/// <summary>What all HTTP routes share: problem details with a stable code, and their description at <c>/openapi/v1.json</c>.</summary>
internal static class ApiSetup
{
    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi("v1", static document => document.AddDocumentTransformer(static (api, _, _) =>
        {
            api.Info.Title = "Governance";
            api.Info.Description = "Numbers of 256 bits are decimal texts of base units beside their decimals; times are RFC 3339, UTC; a refusal is problem details (RFC 9457) with a stable code, except at POST /api/messages, which answers as Snapshot's sequencer does.";
            return Task.CompletedTask;
        }).AddSchemaTransformer(static (schema, context, _) =>
        {
            // What is left out where it is null is not in every answer.
            foreach (var property in context.JsonTypeInfo.Properties.Where(static property => property.AttributeProvider?.IsDefined(typeof(JsonIgnoreAttribute), inherit: false) == true)) schema.Required?.Remove(property.Name);
            return Task.CompletedTask;
        }));
        builder.Services.AddCors();
        builder.Services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.Converters.Add(new UtcTimeConverter()));
        builder.Services.AddProblemDetails(static problems => problems.CustomizeProblemDetails = static context =>
        {
            var problem = context.ProblemDetails;
            if (problem.Extensions.ContainsKey("code")) return;
            problem.Extensions["code"] = CodeOf(context.HttpContext.Response.StatusCode);
            if (problem.Status == StatusCodes.Status400BadRequest && context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not null)
                problem.Detail = "The body is not the JSON that this route takes; /openapi/v1.json describes it.";
        });
    }

    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi();
        var api = app.MapGroup("").AddEndpointFilterFactory(QueryNumbers.Check);
        api.MapSpaces();
        api.MapProposals();
        api.MapVotes();
        api.MapBallots();
        api.MapSources();
        api.MapExports();
        api.MapLedger();
        api.MapReceipts();
        api.MapWitnesses();
        api.MapMessageStatus();
    }

    public static bool IsApi(PathString path) =>
        path.StartsWithSegments("/api") || path.StartsWithSegments("/ledger") || path.StartsWithSegments("/health") || path.StartsWithSegments("/openapi") ||
        path.StartsWithSegments("/dev") || path.StartsWithSegments("/metrics");

    // For refusals that no slice gave a name of its own.
    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "bad-request",
        StatusCodes.Status404NotFound => "not-found",
        StatusCodes.Status405MethodNotAllowed => "method-not-allowed",
        StatusCodes.Status413PayloadTooLarge => "body-too-large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported-media-type",
        StatusCodes.Status429TooManyRequests => "too-many-requests",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        >= 500 => "internal-error",
        _ => "refused",
    };
}
