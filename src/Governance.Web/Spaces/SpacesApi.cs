using System.Text.Json;
using Governance.Spaces;
using Governance.Web.Hosting;

namespace Governance.Web.Spaces;

/// <summary><c>GET /api/spaces</c> and <c>/api/spaces/{space}</c>.</summary>
internal static class SpacesApi
{
    public static void MapSpaces(this IEndpointRouteBuilder routes)
    {
        var spaces = routes.MapGroup("/api/spaces").WithTags("Spaces");
        spaces.MapGet("", static (SpaceStore store) => Results.Ok(new ListJson<SpaceJson>([.. store.List().Select(SpaceJson.Of)], null)))
            .WithName("listSpaces").WithSummary("The spaces of this portal").Produces<ListJson<SpaceJson>>();
        spaces.MapGet("/{space}", static (string space, SpaceStore store) => store.Find(space) is { } found
                ? Results.Ok(SpaceJson.Of(found))
                : Problems.Of(StatusCodes.Status404NotFound, "unknown-space", "This portal hosts no space of that name."))
            .WithName("findSpace").WithSummary("One space and its settings").Produces<SpaceJson>().ProducesProblem(StatusCodes.Status404NotFound);
    }
}

/// <summary>A space for the HTTP interface.</summary>
/// <param name="Network">CAIP-2 of the chain of its snapshot blocks.</param>
/// <param name="Settings">All settings in Snapshot's space format, as signed or configured.</param>
public sealed record SpaceJson(string Id, string Name, string About, string Symbol, string? Controller, string Network, DateTimeOffset UpdatedAt, JsonElement Settings)
{
    internal static SpaceJson Of(Space space) => new(
        space.Id, space.Settings.Name, space.Settings.About, space.Settings.Symbol, space.Controller?.ToString(), $"eip155:{space.Settings.Network}",
        DateTimeOffset.FromUnixTimeSeconds(space.UpdatedAt), JsonSerializer.Deserialize<JsonElement>(space.Settings.Json));
}
