namespace Governance.Benchmarks.Indexing;

/// <summary>Keeps what is asked of a provider, and asks the same again as barely as it can be done: send, read the reply to its end, look at nothing.</summary>
internal sealed class RecordedRequests(HttpMessageHandler inner, long mostReply) : DelegatingHandler(inner)
{
    private readonly List<byte[]> _bodies = [];

    internal int Count => _bodies.Count;

    /// <summary>Of all replies that counted.</summary>
    internal long Bytes { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        var reply = await base.SendAsync(request, cancellationToken);
        await reply.Content.LoadIntoBufferAsync(cancellationToken);
        // A reply that is too long is asked for again in parts: a bare client that knew the limit would not ask.
        if (reply.Content.Headers.ContentLength is not { } length || length > mostReply) return reply;
        _bodies.Add(body);
        Bytes += length;
        return reply;
    }

    internal async Task RepeatAsync(HttpClient http, Uri provider)
    {
        byte[] piece = new byte[128 * 1024];
        long read = 0;
        foreach (byte[] body in _bodies)
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
            using var request = new HttpRequestMessage(HttpMethod.Post, provider) { Content = content };
            using var reply = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await using var stream = await reply.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
            while (await stream.ReadAsync(piece) is var count and > 0) read += count;
        }

        if (read < Bytes * 9 / 10) throw new InvalidOperationException($"The bare replies have {read} bytes where the index had {Bytes}.");
    }
}
