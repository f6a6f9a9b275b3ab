using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Governance.Ethereum.Tests.Rpc;

/// <summary>A provider on a real loopback socket that answers as the test wants: honestly, wrongly, in pieces, or never.</summary>
internal sealed class LyingProvider : IAsyncDisposable
{
    internal const ulong ChainId = 31337;

    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;

    internal LyingProvider()
    {
        int port = FreePort();
        Url = new Uri($"http://127.0.0.1:{port}/");
        _listener.Prefixes.Add(Url.ToString());
        _listener.Start();
        _loop = ServeAsync();
    }

    internal Uri Url { get; }

    /// <summary>The methods that were asked, in order, the chain id's aside.</summary>
    internal ConcurrentQueue<string> Asked { get; } = new();

    internal ConcurrentQueue<string?> Authorizations { get; } = new();

    /// <summary>What stands in the reply to one question beside its id: <c>"result":…</c> or <c>"error":…</c>.</summary>
    internal Func<string, JsonElement, string> Answer { get; set; } = (_, _) => "\"result\":\"0x1\"";

    /// <summary>The chain that it says it serves.</summary>
    internal string Chain { get; set; } = "0x7a69";

    /// <summary>Where set: the whole reply to everything but the chain id's question.</summary>
    internal Func<JsonElement, string>? Whole { get; set; }

    /// <summary>Where set: the HTTP status.</summary>
    internal int Status { get; set; } = 200;

    /// <summary>Where set, it takes the whole exchange over.</summary>
    internal Func<HttpListenerContext, CancellationToken, Task>? TakeOver { get; set; }

    internal static string Error(int code, string message, string? data = null) =>
        $"\"error\":{{\"code\":{code},\"message\":{JsonSerializer.Serialize(message)}{(data is null ? "" : $",\"data\":{data}")}}}";

    internal static string Reply(JsonElement question, string content) => $"{{\"jsonrpc\":\"2.0\",\"id\":{question.GetProperty("id").GetRawText()},{content}}}";

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Abort();
        await _loop;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> running = [];
        while (!_end.IsCancellationRequested)
        {
            try
            {
                running.Add(HandleAsync(await _listener.GetContextAsync()));
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
            {
                break;
            }
        }

        await Task.WhenAll(running);
    }

    private async Task HandleAsync(HttpListenerContext context)
    {
        try
        {
            Authorizations.Enqueue(context.Request.Headers["Authorization"]);
            var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.InputStream, cancellationToken: _end.Token);
            bool isChainQuestion = body.ValueKind == JsonValueKind.Object && body.GetProperty("method").GetString() == "eth_chainId";
            if (TakeOver is not null && !isChainQuestion) await TakeOver(context, _end.Token);
            context.Response.StatusCode = isChainQuestion ? 200 : Status;
            byte[] reply = Encoding.UTF8.GetBytes(isChainQuestion ? Reply(body, $"\"result\":\"{Chain}\"") : ReplyTo(body));
            await context.Response.OutputStream.WriteAsync(reply, _end.Token);
            context.Response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The client hung up, or the test is over.
        }
    }

    private string ReplyTo(JsonElement body)
    {
        var questions = body.ValueKind == JsonValueKind.Array ? body.EnumerateArray().ToArray() : [body];
        foreach (var question in questions) Asked.Enqueue(question.GetProperty("method").GetString()!);
        if (Whole is not null) return Whole(body);
        var replies = questions.Select(question => Reply(question, Answer(question.GetProperty("method").GetString()!, question.GetProperty("params"))));
        return body.ValueKind == JsonValueKind.Array ? $"[{string.Join(',', replies)}]" : replies.Single();
    }

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class StandingClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    internal void Advance(TimeSpan by) => _now += by;
}
