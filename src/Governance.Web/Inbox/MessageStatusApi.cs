using Governance.Ethereum;
using Governance.Inbox;
using Governance.Web.Hosting;

namespace Governance.Web.Inbox;

/// <summary><c>GET /api/messages/{id}</c>: whether a message was accepted (with its receipt) or still waits for a chain.</summary>
internal static class MessageStatusApi
{
    public static void MapMessageStatus(this WebApplication app) =>
        app.MapGet("/api/messages/{id}", AskAsync).WithName("getMessage").WithSummary("The receipt of an accepted message, or what a kept one waits for.");

    private static async Task<IResult> AskAsync(string id, MessageReceipts receipts, PendingStore pending)
    {
        if (!Hash32.TryParse(id, out var hash)) return Problems.Of(StatusCodes.Status404NotFound, "unknown-message", "A message id is 0x and 64 digits.");
        if (await receipts.FindAsync(hash) is { } receipt) return Results.Json(new { state = "accepted", receipt = MessageReply.Of(receipt) });
        if (await pending.FindAsync(hash) is { } waiting) return Results.Json(new { state = "pending", waitsFor = waiting.Reason, attempts = waiting.Attempts });
        return Problems.Of(StatusCodes.Status404NotFound, "unknown-message", "This portal has no message with that id.");
    }
}
