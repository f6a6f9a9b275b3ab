using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Governance.Tests.Indexing;

/// <summary>A provider on a loopback socket that passes questions on to a real node and may change the answers: a limiting one, or a liar.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _http = new();
    private readonly Uri _node;
    private readonly Task _loop;

    public Proxy(Uri node)
    {
        _node = node;
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        probe.Stop();
        _listener.Prefixes.Add(Url.ToString());
        _listener.Start();
        _loop = ServeAsync();
    }

    public Uri Url { get; }

    /// <summary>Changes one answer: method, parameters and the node's reply with its id, <c>result</c> or <c>error</c>.</summary>
    public Action<string, JsonArray, JsonObject>? Change { get; set; }

    /// <summary>Changes the whole text of a reply.</summary>
    public Func<string, string>? ChangeText { get; set; }

    /// <summary>Requests that are answered before the line is dead.</summary>
    public int RequestsLeft { get; set; } = int.MaxValue;

    public ConcurrentQueue<string> Asked { get; } = new();

    public async ValueTask DisposeAsync()
    {
        _listener.Abort();
        await _loop;
        _http.Dispose();
    }

    private async Task ServeAsync()
    {
        var running = new List<Task>();
        while (true)
        {
            try
            {
                running.Add(AnswerAsync(await _listener.GetContextAsync()));
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
            {
                break;
            }
        }

        await Task.WhenAll(running);
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            if (RequestsLeft-- <= 0)
            {
                context.Response.Abort();
                return;
            }

            var questions = (await JsonNode.ParseAsync(context.Request.InputStream))!;
            using var reply = await _http.PostAsJsonAsync(_node, questions);
            var answers = JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;
            foreach (var (question, answer) in Pairs(questions, answers))
            {
                Asked.Enqueue(question["method"]!.GetValue<string>());
                Change?.Invoke(question["method"]!.GetValue<string>(), question["params"] as JsonArray ?? [], answer);
            }

            string text = answers.ToJsonString();
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(ChangeText?.Invoke(text) ?? text));
            context.Response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or IOException or ObjectDisposedException or HttpRequestException or InvalidOperationException or JsonException)
        {
            context.Response.Abort();
        }
    }

    private static IEnumerable<(JsonObject Question, JsonObject Answer)> Pairs(JsonNode questions, JsonNode answers)
    {
        if (questions is JsonObject one) return [(one, answers.AsObject())];
        var byId = answers.AsArray().ToDictionary(answer => answer!["id"]!.ToJsonString(), answer => answer!.AsObject());
        return [.. questions.AsArray().Select(question => (question!.AsObject(), byId[question!["id"]!.ToJsonString()]))];
    }
}
