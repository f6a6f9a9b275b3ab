using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Governance.Web.Tests.Inbox;
using Governance.Web.Tests.Walks;

namespace Governance.Web.Tests.Hosting;

/// <summary>Promises 22, 25 and 26: what clients may try with the server itself.</summary>
public sealed class HostileClientsTests
{
    private const int Sockets = 500;
    private const int Requests = 200;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FiveHundredDrippingSockets_StarveNobody_AndAreClosed()
    {
        await using var portal = await PortalProcess.StartAsync("--DevChain:Enabled=false");
        using var http = new HttpClient { BaseAddress = portal.Url };
        var anchor = await Percentile95Async(http);
        var drips = await Task.WhenAll(Enumerable.Range(0, Sockets).Select(i => DripAsync(portal.Url.Port, withBody: i % 2 == 0)));
        using var stop = new CancellationTokenSource();
        var dripping = DripOnAsync(drips, stop.Token);

        var beside = await Percentile95Async(http);
        TestContext.Current.TestOutputHelper?.WriteLine($"p95 {beside.TotalMilliseconds:0.0} ms beside {Sockets} dripping sockets, {anchor.TotalMilliseconds:0.0} ms without");
        // On a machine so busy that everything waits, ten times as long as without them.
        beside.ShouldBeLessThan(TimeSpan.FromMilliseconds(Math.Max(500, 10 * anchor.TotalMilliseconds)));

        var watch = Stopwatch.StartNew();
        while (drips.Any(drip => !IsClosed(drip)))
        {
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60), "who sends his request too slowly is let go");
            await Task.Delay(100, Ct);
        }

        await stop.CancelAsync();
        await dripping;
        foreach (var drip in drips) drip.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ABodyOf128Kilobytes_IsRead_AndOneByteMoreIs413(bool saysItsLength)
    {
        await using var portal = await PortalProcess.StartAsync("--DevChain:Enabled=false");
        using var http = new HttpClient { BaseAddress = portal.Url };
        // Of a body in chunks their lengths count too.
        (await PostAsync(http, saysItsLength ? 131_072 : 131_000, saysItsLength)).ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(http, 131_073, saysItsLength)).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        // Refused by its length alone: nobody waits for the rest. (In chunks the server hangs up on a client that still sends.)
        if (saysItsLength) (await PostAsync(http, 4 << 20, saysItsLength)).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task AThousandForgedAddresses_AreOneClient()
    {
        const int permitted = 100;
        await using var portal = await PortalProcess.StartAsync("--DevChain:Enabled=false", $"--Limits:MessagesPerMinute={permitted}");
        using var http = new HttpClient { BaseAddress = portal.Url };
        var watch = Stopwatch.StartNew();
        int taken = 0, limited = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 1_000), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Ct }, async (i, ct) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
            string address = string.Create(CultureInfo.InvariantCulture, $"198.{18 + (i % 2)}.{i / 250}.{i % 250}");
            foreach (string header in (string[])["X-Forwarded-For", "X-Real-IP", "CF-Connecting-IP", "True-Client-IP", "X-Client-IP"]) request.Headers.TryAddWithoutValidation(header, address);
            request.Headers.TryAddWithoutValidation("Forwarded", $"for={address}");
            using var reply = await http.SendAsync(request, ct);
            if (reply.StatusCode == HttpStatusCode.TooManyRequests) Interlocked.Increment(ref limited);
            else Interlocked.Increment(ref taken);
        });

        (taken + limited).ShouldBe(1_000);
        taken.ShouldBeInRange(permitted, (int)(permitted * (1 + watch.Elapsed.TotalMinutes)));
    }

    [Fact]
    public async Task ThirtyHostileUrls_InEveryFieldThatTakesText_AreNeverAskedFor()
    {
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        int port = ((IPEndPoint)trap.LocalEndpoint).Port;
        string[] urls = HostileUrls(port);
        urls.Length.ShouldBe(30);
        string folder = Directory.CreateTempSubdirectory("governance-urls-").FullName;
        string settings = Path.Combine(folder, "space.json");
        var space = JsonSerializer.SerializeToNode(JsonDocument.Parse(SignedEnvelopes.Settings(40)))!;
        foreach (string field in (string[])["avatar", "website", "terms", "cover", "guidelines", "skin", "domain"]) space[field] = urls[field.Length % urls.Length];
        await File.WriteAllTextAsync(settings, space.ToJsonString(), Ct);
        await using var portal = await PortalProcess.StartAsync("--Spaces:0:Id=urls.test", $"--Spaces:0:SettingsFile={settings}");
        using var http = new HttpClient { BaseAddress = portal.Url };
        var author = new SignedEnvelopes("urls.test");

        int published = 0;
        for (int i = 0; i < urls.Length; i++)
        {
            string body = string.Join("\n\n", urls.Select(url => $"![image]({url}) [link]({url}) <{url}> <img src=\"{url}\"> <iframe src=\"{url}\">"));
            using var reply = await http.PostAsJsonAsync("/api/messages", author.Proposal(SignedEnvelopes.Key(i), urls[i], body), Ct);
            if (!reply.IsSuccessStatusCode) continue;
            published++;
            string id = (await reply.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetString()!;
            foreach (string path in (string[])[$"/urls.test/proposals/{id}", "/urls.test", $"/api/proposals/{id}", $"/api/proposals/{id}/bundle.ndjson"]) (await http.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        published.ShouldBeGreaterThan(5, "links are text: they are published, and nobody follows them");
        trap.Pending().ShouldBeFalse("the portal asked for an address that a message named");
        Directory.Delete(folder, recursive: true);
    }

    private static string[] HostileUrls(int port) =>
    [
        $"http://127.0.0.1:{port}/", $"http://localhost:{port}/", $"http://127.1:{port}/", $"http://0:{port}/", $"http://0x7f000001:{port}/", $"http://2130706433:{port}/", $"http://017700000001:{port}/",
        $"http://[::1]:{port}/", $"http://[::ffff:127.0.0.1]:{port}/", $"http://[0:0:0:0:0:ffff:7f00:1]:{port}/", $"https://127.0.0.1:{port}/", $"http://user@127.0.0.1:{port}/",
        $"http://example.org@127.0.0.1:{port}/", $"http://127.0.0.1:{port}#@example.org/", $"http://127.0.0.1:{port}\\@example.org/", $"//127.0.0.1:{port}/", $"HtTp://127.0.0.1:{port}/",
        $"http://①②⑦.⓪.⓪.①:{port}/", $"http://127。0。0。1:{port}/", $"ws://127.0.0.1:{port}/", $"ftp://127.0.0.1:{port}/", $"gopher://127.0.0.1:{port}/_GET", $"dict://127.0.0.1:{port}/",
        "file:///etc/passwd", "http://169.254.169.254/latest/meta-data/", $"ipfs://127.0.0.1:{port}/", $"data:text/html,<script src=http://127.0.0.1:{port}>", $"javascript:fetch('http://127.0.0.1:{port}')",
        $"http://127.0.0.1:{port}/%0d%0aHost:%20evil", $"jar:http://127.0.0.1:{port}!/",
    ];

    private static async Task<HttpStatusCode> PostAsync(HttpClient http, int length, bool saysItsLength)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new ByteArrayContent(Encoding.ASCII.GetBytes(new string(' ', length))) };
        request.Headers.TransferEncodingChunked = !saysItsLength;
        // So that nobody sends on while the answer is already there.
        request.Headers.ExpectContinue = saysItsLength;
        using var reply = await http.SendAsync(request, Ct);
        return reply.StatusCode;
    }

    private static async Task<TimeSpan> Percentile95Async(HttpClient http)
    {
        var times = new List<TimeSpan>();
        for (int i = 0; i < Requests; i++)
        {
            long begun = Stopwatch.GetTimestamp();
            (await http.GetAsync(i % 2 == 0 ? "/" : "/api/spaces", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
            times.Add(Stopwatch.GetElapsedTime(begun));
        }

        times.Sort();
        return times[Requests * 95 / 100];
    }

    // The beginning of a request; the rest never comes, or a byte at a time.
    private static async Task<Socket> DripAsync(int port, bool withBody)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, Ct);
        await socket.SendAsync(Encoding.ASCII.GetBytes(withBody ? "POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{" : "GET / HTTP/1.1\r\nHost: 127"), Ct);
        return socket;
    }

    private static async Task DripOnAsync(Socket[] drips, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var drip in drips)
            {
                try
                {
                    if (!IsClosed(drip)) await drip.SendAsync("1"u8.ToArray(), CancellationToken.None);
                }
                catch (SocketException)
                {
                    // Closed between the look and the byte.
                }
            }

            await Task.Delay(500, CancellationToken.None);
        }
    }

    // The server has hung up: readable, and nothing but an answer and the end to read.
    private static bool IsClosed(Socket socket)
    {
        try
        {
            while (socket.Poll(0, SelectMode.SelectRead))
            {
                if (socket.Receive(new byte[4_096]) == 0) return true;
            }

            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
