using System.Text.Json.Serialization;
using Governance.Ethereum;
using Governance.Inbox;
using Governance.Web.Hosting;

namespace Governance.Web.Inbox;

/// <summary><c>GET /api/messages/{id}</c>: whether a message was accepted (with its receipt) or still waits for a chain.</summary>
internal static class MessageStatusApi
{
    public static void MapMessageStatus(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/messages/{id}", AskAsync)
            .WithTags("Messages").WithName("getMessage").WithSummary("The receipt of an accepted message, or what a kept one waits for")
            .Produces<MessageStatus>().ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> AskAsync(string id, MessageReceipts receipts, PendingStore pending)
    {
        if (!Hash32.TryParse(id, out var hash)) return Problems.Of(StatusCodes.Status404NotFound, "unknown-message", "A message id is 0x and 64 digits.");
        if (await receipts.FindAsync(hash) is { } receipt) return Results.Ok(new MessageStatus("accepted", MessageReply.Of(receipt), null, null));
        if (await pending.FindAsync(hash) is { } waiting) return Results.Ok(new MessageStatus("pending", null, waiting.Reason, waiting.Attempts));
        return Problems.Of(StatusCodes.Status404NotFound, "unknown-message", "This portal has no message with that id.");
    }
}

/// <param name="State">accepted, or pending: kept and tried again.</param>
/// <param name="Receipt">Of an accepted message.</param>
/// <param name="WaitsFor">Of a pending one: what is missing, in words.</param>
/// <param name="Attempts">Of a pending one: how often it was tried.</param>
internal sealed record MessageStatus(
    string State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MessageReply? Receipt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? WaitsFor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Attempts);
