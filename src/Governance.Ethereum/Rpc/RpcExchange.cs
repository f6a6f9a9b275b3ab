using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Governance.Ethereum;

/// <summary>One question to a provider, with the reading of its answer: what it throws as <see cref="RpcReplyException"/> is the provider's fault.</summary>
internal sealed record RpcQuestion(string Method, object?[] Arguments, Func<JsonElement, object?> Read);

/// <summary>A value, or the fault that stands in its place.</summary>
internal readonly record struct RpcAnswer(object? Value, RpcFault? Fault);

/// <summary>The whole exchange failed: no answer of it can be used.</summary>
internal sealed class RpcExchangeException(RpcFaultKind kind, string message) : Exception(message)
{
    internal RpcFaultKind Kind { get; } = kind;
}

/// <summary>
/// One HTTP request with one question or a batch, and the matching of the replies by id: an id that is missing, foreign or comes twice
/// spoils the exchange, because then nobody knows which answer belongs to which question.
/// </summary>
internal sealed class RpcExchange(HttpClient http, Uri endpoint, string provider)
{
    private static readonly JsonDocumentOptions StrictJson = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    private readonly Uri _endpoint = WithoutUserInfo(endpoint);
    private readonly AuthenticationHeaderValue? _credentials = CredentialsOf(endpoint);
    private long _lastId;

    internal async Task<RpcAnswer[]> AskAsync(IReadOnlyList<RpcQuestion> questions, int maxReplyBytes, CancellationToken ct)
    {
        long firstId = Interlocked.Add(ref _lastId, questions.Count) - questions.Count + 1;
        var (status, reply) = await PostAsync(Write(questions, firstId), maxReplyBytes, ct).ConfigureAwait(false);
        using var document = Parse(status, reply);
        var answers = new RpcAnswer?[questions.Count];
        foreach (var item in Items(document.RootElement, questions, status))
        {
            int index = IndexOf(item, firstId, questions.Count);
            if (answers[index] is not null) throw Garbage("two replies with one id");
            answers[index] = Read(item, questions[index]);
        }

        return [.. answers.Select(answer => answer ?? throw Garbage("a reply is missing"))];
    }

    private static byte[] Write(IReadOnlyList<RpcQuestion> questions, long firstId)
    {
        var buffer = new ArrayBufferWriter<byte>(256 * questions.Count);
        using var writer = new Utf8JsonWriter(buffer);
        if (questions.Count > 1) writer.WriteStartArray();
        for (int i = 0; i < questions.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteNumber("id", firstId + i);
            writer.WriteString("method", questions[i].Method);
            writer.WritePropertyName("params");
            RpcJson.Write(writer, questions[i].Arguments);
            writer.WriteEndObject();
        }

        if (questions.Count > 1) writer.WriteEndArray();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private async Task<(HttpStatusCode Status, byte[] Reply)> PostAsync(byte[] body, int maxReplyBytes, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Authorization = _credentials;
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct).ConfigureAwait(false);
            using var stream = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
            return (response.StatusCode, await ReadAsync(stream, maxReplyBytes, ct).ConfigureAwait(false));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new RpcExchangeException(RpcFaultKind.Transient, fault.GetBaseException().Message);
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int maxReplyBytes, CancellationToken ct)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            using var reply = new MemoryStream();
            while (await stream.ReadAsync(block, ct).ConfigureAwait(false) is var count and > 0)
            {
                if (reply.Length + count > maxReplyBytes) throw new RpcExchangeException(RpcFaultKind.LimitExceeded, $"the reply is larger than {maxReplyBytes} bytes");
                reply.Write(block, 0, count);
            }

            return reply.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static JsonDocument Parse(HttpStatusCode status, byte[] reply)
    {
        try
        {
            return JsonDocument.Parse(reply, StrictJson);
        }
        catch (JsonException)
        {
            throw (int)status is >= 200 and < 300 ? Garbage("the reply is not JSON") : Refused(status);
        }
    }

    private List<JsonElement> Items(JsonElement root, IReadOnlyList<RpcQuestion> questions, HttpStatusCode status)
    {
        if (root.ValueKind == JsonValueKind.Array && questions.Count > 1) return [.. root.EnumerateArray()];
        if (root.ValueKind != JsonValueKind.Object) throw Garbage("the reply is no JSON-RPC reply");
        if (root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object && (questions.Count > 1 || !HasId(root)))
        {
            // One error for the whole request: a batch too large, a rate limit, a body that the provider did not understand.
            var fault = RpcFaults.Of(error, provider, questions[0].Method);
            throw new RpcExchangeException(fault.Kind == RpcFaultKind.Reverted ? RpcFaultKind.Transient : fault.Kind, fault.Message);
        }

        if (questions.Count > 1 || !HasId(root)) throw (int)status is >= 200 and < 300 ? Garbage("the reply does not belong to the question") : Refused(status);
        return [root];
    }

    private static bool HasId(JsonElement item) => item.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number;

    private static int IndexOf(JsonElement item, long firstId, int count)
    {
        if (item.ValueKind != JsonValueKind.Object || !HasId(item)) throw Garbage("a reply without id");
        return item.GetProperty("id").TryGetInt64(out long id) && id >= firstId && id - firstId < count ? (int)(id - firstId) : throw Garbage("a reply with a foreign id");
    }

    private RpcAnswer Read(JsonElement item, RpcQuestion question)
    {
        if (item.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null) return new RpcAnswer(null, RpcFaults.Of(error, provider, question.Method));
        try
        {
            if (!item.TryGetProperty("result", out var result)) throw new RpcReplyException("neither result nor error");
            return new RpcAnswer(question.Read(result), null);
        }
        catch (RpcReplyException fault)
        {
            return new RpcAnswer(null, new RpcFault(RpcFaultKind.Transient, provider, question.Method, fault.Message));
        }
    }

    private static RpcExchangeException Garbage(string message) => new(RpcFaultKind.Transient, message);

    private static RpcExchangeException Refused(HttpStatusCode status) => new(RpcFaults.KindOf(status), $"HTTP status {(int)status}");

    private static Uri WithoutUserInfo(Uri endpoint) =>
        endpoint.UserInfo.Length == 0 ? endpoint : new UriBuilder(endpoint) { UserName = "", Password = "" }.Uri;

    private static AuthenticationHeaderValue? CredentialsOf(Uri endpoint) =>
        endpoint.UserInfo.Length == 0
            ? null
            : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Uri.UnescapeDataString(endpoint.UserInfo))));
}
