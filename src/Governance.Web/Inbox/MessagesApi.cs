using System.Buffers;
using Governance.Inbox;
using Governance.Ledger;
using Governance.Messages;
using Governance.Web.Hosting;

namespace Governance.Web.Inbox;

/// <summary>
/// <c>POST /api/messages</c>: one signed envelope, taken and answered exactly as Snapshot's sequencer does (protocol/snapshot 1.4 to 1.7), so
/// that its published client works with this URL as its hub. Beside its fields the answer carries our ledger receipt and, for a refusal, a
/// stable code and a sentence for the person.
/// </summary>
internal static class MessagesApi
{
    private const int RetrySeconds = 5;

    private const string Milestones = """
        A proposal's `plugins` (JSON text) may hold milestones that the portal checks now and watches until they are met:
        `{"milestones":[{"title":"…","by":1795132800,"chain":"eip155:1", one of: "call":{"address":"0x…","function":"totalSupply()(uint256)","arguments":[],"is":">=","value":"…","decimals":18,"symbol":"…","of":"…"},
        "event":{"address":"0x…","signature":"Claimed(address indexed user,uint256 amount)","where":{"user":"0x…"}}, "timelock":{"address":"0x…","operation":"0x…"},
        "safe":{"address":"0x…","transaction":"0x…"} or {"address":"0x…","module":"0x…"}}]}`. At most 10; `by` in unix seconds, after the end of voting; numbers in base units as text.
        Refused as wrong-milestone-format, too-many-milestones, milestone-date-too-early, milestone-chain-not-followed, milestone-no-contract, milestone-no-answer; 503 milestone-not-checked may be tried again.
        """;

    public static void MapMessages(this WebApplication app) =>
        app.MapPost("/api/messages", TakeAsync)
            .RequireRateLimiting(LimitsSetup.MessagesPolicy)
            .DisableAntiforgery()
            .WithTags("Messages")
            .WithName("postMessage")
            .WithSummary("Takes one signed message (settings, proposal, its change or withdrawal, vote, alias) in Snapshot's envelope")
            .WithDescription(Milestones)
            .Accepts<MessageEnvelope>("application/json")
            .Produces<MessageReply>()
            .Produces<MessageRefusal>(StatusCodes.Status400BadRequest)
            .Produces<MessageRefusal>(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .Produces<MessageRefusal>(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> TakeAsync(HttpRequest request, AcceptMessage accept, MessageReceipts receipts, CancellationToken cancellationToken)
    {
        byte[] body;
        try
        {
            body = await ReadAsync(request, cancellationToken);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Refuse(MessageRejection.TooLarge, StatusCodes.Status413PayloadTooLarge, null);
        }

        var outcome = await accept.RunAsync(body, cancellationToken);
        if (outcome.Rejection is not { } rejection) return Results.Json(MessageReply.Of(outcome.Value));
        var earlier = rejection.Code == MessageRejection.Duplicate.Code ? await receipts.FindAsync(body) : null;
        if (rejection.Fault == RejectionFault.Portal) request.HttpContext.Response.Headers.RetryAfter = RetrySeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Refuse(rejection, StatusOf(rejection), earlier);
    }

    // A refusal for the sender's fault is Snapshot's 400; what the portal could not do is never shown as the sender's fault.
    private static int StatusOf(Rejection rejection) =>
        rejection.Fault == RejectionFault.Portal ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status400BadRequest;

    private static IResult Refuse(Rejection rejection, int status, Receipt? earlier) => Results.Json(MessageRefusal.Of(rejection, earlier), statusCode: status);

    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
