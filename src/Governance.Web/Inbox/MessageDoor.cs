using System.Buffers;
using System.Text.Json;
using Governance.Inbox;
using Governance.Ledger;
using Governance.Messages;
using Governance.Web.Hosting;

namespace Governance.Web.Inbox;

/// <summary>Reads a message from its request, and answers once it is decided.</summary>
internal sealed partial class MessageDoor(AcceptMessage accept, MessageReceipts receipts, ClientLimit limit, ILogger<MessageDoor> log)
{
    private const string RetrySeconds = "5";

    private static readonly Rejection InternalError = new("internal-error", "internal server error",
        "The portal failed at this message, through no fault of yours. It is not known whether it was stored: look it up at /api/messages/{id}, or send the same message again (it counts once).", RejectionFault.Portal);

    public async Task TakeAsync(HttpContext context)
    {
        SecuritySetup.AllowAnyReader(context);
        if (!limit.Admits(context))
        {
            context.Response.Headers.RetryAfter = ClientLimit.RetrySeconds;
            await RefuseAsync(context, ClientLimit.TooMany, StatusCodes.Status429TooManyRequests, null);
            return;
        }

        byte[] body;
        try
        {
            body = await ReadAsync(context.Request, context.RequestAborted);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await RefuseAsync(context, MessageRejection.TooLarge, StatusCodes.Status413PayloadTooLarge, null);
            return;
        }

        Outcome<Receipt> outcome;
        Receipt? earlier = null;
        try
        {
            outcome = await accept.RunAsync(body, context.RequestAborted);
            if (outcome.Rejection?.Code == MessageRejection.Duplicate.Code) earlier = await receipts.FindAsync(body);
        }
#pragma warning disable CA1031 // Whatever it is, the sender hears whose fault it is; the operator reads the rest in the log.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFault(log, e);
            outcome = InternalError;
        }

        if (outcome.Rejection is { } rejection) await RefuseAsync(context, rejection, StatusOf(rejection), earlier);
        else await WriteAsync(context, StatusCodes.Status200OK, MessageReplyText.Of(outcome.Value));
    }

    // A refusal for the sender's fault is Snapshot's 400; what the portal could not do is never shown as the sender's fault.
    private static int StatusOf(Rejection rejection) =>
        rejection == InternalError ? StatusCodes.Status500InternalServerError
        : rejection.Fault == RejectionFault.Portal ? StatusCodes.Status503ServiceUnavailable
        : StatusCodes.Status400BadRequest;

    private static Task RefuseAsync(HttpContext context, Rejection rejection, int status, Receipt? earlier)
    {
        if (rejection.Fault == RejectionFault.Portal) context.Response.Headers.RetryAfter = RetrySeconds;
        return WriteAsync(context, status, JsonSerializer.SerializeToUtf8Bytes(MessageRefusal.Of(rejection, earlier), MessageReplyJson.Default.MessageRefusal));
    }

    private static Task WriteAsync(HttpContext context, int status, byte[] json)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = json.Length;
        return response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }

    private static async ValueTask<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
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

    [LoggerMessage(Level = LogLevel.Error, Message = "A message could not be decided.")]
    private static partial void LogFault(ILogger log, Exception fault);
}
