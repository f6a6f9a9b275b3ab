using Governance.Inbox;
using Governance.Web.Hosting;
using Microsoft.AspNetCore.Http.Metadata;

namespace Governance.Web.Inbox;

/// <summary>
/// <c>POST /api/messages</c>: one signed envelope, taken and answered exactly as Snapshot's sequencer does (protocol/snapshot 1.4 to 1.7), so
/// that its published client works with this URL as its hub. Beside its fields the answer carries our ledger receipt and, for a refusal, a
/// stable code and a sentence for the person.
/// </summary>
internal static class MessagesApi
{
    private const string Milestones = """
        A proposal's `plugins` (JSON text) may hold milestones that the portal checks now and watches until they are met:
        `{"milestones":[{"title":"…","by":1795132800,"chain":"eip155:1", one of: "call":{"address":"0x…","function":"totalSupply()(uint256)","arguments":[],"is":">=","value":"…","decimals":18,"symbol":"…","of":"…"},
        "event":{"address":"0x…","signature":"Claimed(address indexed user,uint256 amount)","where":{"user":"0x…"}}, "timelock":{"address":"0x…","operation":"0x…"},
        "safe":{"address":"0x…","transaction":"0x…"} or {"address":"0x…","module":"0x…"}}]}`. At most 10; `by` in unix seconds, after the end of voting; numbers in base units as text.
        Refused as wrong-milestone-format, too-many-milestones, milestone-date-too-early, milestone-chain-not-followed, milestone-no-contract, milestone-no-answer; 503 milestone-not-checked may be tried again.
        """;

    public static void MapMessages(this WebApplication app)
    {
        var door = new MessageDoor(app.Services.GetRequiredService<AcceptMessage>(), app.Services.GetRequiredService<MessageReceipts>(),
            app.Services.GetRequiredService<ClientLimit>(), app.Services.GetRequiredService<ILogger<MessageDoor>>());
        // Straight from routing: a crowd's votes pass nothing that is there for pages.
        app.MapPost("/api/messages", door.TakeAsync)
            .ShortCircuit()
            .DisableAntiforgery()
            .WithTags("Messages")
            .WithName("postMessage")
            .WithSummary("Takes one signed message (settings, proposal, its change or withdrawal, vote, alias) in Snapshot's envelope")
            .WithDescription(Milestones)
            // What describes a route knows it by its method.
            .WithMetadata(((Delegate)door.TakeAsync).Method)
            // Whatever a client calls its JSON: other sites' pages may send plain text without asking first.
            .WithMetadata(new AcceptsMetadata(["application/json", "*/*"], typeof(MessageEnvelope)))
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(MessageReply), ["application/json"]))
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(MessageRefusal), ["application/json"]))
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status413PayloadTooLarge, typeof(MessageRefusal), ["application/json"]))
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status429TooManyRequests, typeof(MessageRefusal), ["application/json"]))
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status503ServiceUnavailable, typeof(MessageRefusal), ["application/json"]));
    }
}
