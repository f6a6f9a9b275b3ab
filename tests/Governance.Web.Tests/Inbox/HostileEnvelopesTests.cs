using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Web.Tests.Walks;

namespace Governance.Web.Tests.Inbox;

public sealed class HostileEnvelopesTests
{
    private const int Count = 10_000;
    private const int Senders = 4;
    private const int Parts = 5;
    private const long Megabyte = 1 << 20;

    [Fact]
    public async Task EachHostileEnvelope_IsACleanRefusal_SoonAndInTheSameMemory_AndNothingIsStored()
    {
        var ct = TestContext.Current.CancellationToken;
        var space = new SignedEnvelopes("hostile.test");
        await using var portal = await OpenAsync();
        using var http = new HttpClient { BaseAddress = portal.Url };
        var proposal = await SendAsync(http, space.Proposal(SignedEnvelopes.Key(0)));
        string id = proposal.GetProperty("id").GetString()!;
        var good = space.Vote(SignedEnvelopes.Key(1), id, 1, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        ConcurrentBag<TimeSpan> refusals = [], bare = [];
        var memory = new List<long>();

        foreach (var part in Enumerable.Range(0, Count).Chunk(Count / Parts))
        {
            await Parallel.ForEachAsync(part, new ParallelOptions { MaxDegreeOfParallelism = Senders, CancellationToken = ct }, async (i, token) =>
            {
                refusals.Add(await RefusedAsync(http, HostileEnvelopes.Of(good, i), i, token));
                if (i % 10 == 0) bare.Add(await BareAsync(http, token));
            });
            memory.Add(await MemoryAsync(http));
        }

        var (worst, anchor) = (Percentile99(refusals), Percentile99(bare));
        TestContext.Current.TestOutputHelper?.WriteLine($"p99 {worst.TotalMilliseconds:0.0} ms beside a bare request's {anchor.TotalMilliseconds:0.0} ms; MiB {string.Join(' ', memory.Select(bytes => bytes / Megabyte))}");
        // On a machine so busy that even the bare request waits, ten times as long as that.
        worst.ShouldBeLessThan(TimeSpan.FromMilliseconds(Math.Max(200, 10 * anchor.TotalMilliseconds)));
        (memory[^1] - memory[1]).ShouldBeLessThan(64 * Megabyte);
        var tally = await http.GetFromJsonAsync<JsonElement>($"/api/proposals/{id}/tally.json", ct);
        tally.GetProperty("total").GetProperty("votes").GetInt32().ShouldBe(0);
        tally.GetProperty("ledgerSize").GetInt32().ShouldBe(1);
        // The envelope that all of them were made from is good: what was refused was refused for what was done to it.
        (await SendAsync(http, good)).GetProperty("ipfs").GetString().ShouldStartWith("bafkrei");
    }

    private static async Task<TimeSpan> RefusedAsync(HttpClient http, byte[] bytes, int number, CancellationToken ct)
    {
        using var body = new ByteArrayContent(bytes);
        long begun = Stopwatch.GetTimestamp();
        using var reply = await http.PostAsync("/api/messages", body, ct);
        var took = Stopwatch.GetElapsedTime(begun);
        ((int)reply.StatusCode).ShouldBeInRange(400, 499, $"body {number}");
        var refusal = await reply.Content.ReadFromJsonAsync<JsonElement>(ct);
        refusal.GetProperty("error_description").GetString()!.Length.ShouldBeGreaterThan(5, $"body {number}");
        refusal.GetProperty("code").GetString()!.Length.ShouldBeGreaterThan(3, $"body {number}");
        return took;
    }

    private static async Task<TimeSpan> BareAsync(HttpClient http, CancellationToken ct)
    {
        long begun = Stopwatch.GetTimestamp();
        using var reply = await http.GetAsync("/health/live", ct);
        return Stopwatch.GetElapsedTime(begun);
    }

    private static TimeSpan Percentile99(IEnumerable<TimeSpan> times) => times.Order().ToArray() is var sorted ? sorted[sorted.Length * 99 / 100] : default;

    private static async Task<long> MemoryAsync(HttpClient http)
    {
        string metrics = await http.GetStringAsync("/metrics");
        return long.Parse(metrics.Split('\n').Single(line => line.StartsWith("process_working_set_bytes ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static async Task<PortalProcess> OpenAsync()
    {
        var settings = Path.Combine(Directory.CreateTempSubdirectory("governance-hostile-").FullName, "space.json");
        await File.WriteAllTextAsync(settings, SignedEnvelopes.Settings(3));
        return await PortalProcess.StartAsync("--Spaces:0:Id=hostile.test", $"--Spaces:0:SettingsFile={settings}");
    }

    private static async Task<JsonElement> SendAsync(HttpClient http, JsonObject envelope)
    {
        using var reply = await http.PostAsJsonAsync("/api/messages", envelope, TestContext.Current.CancellationToken);
        reply.StatusCode.ShouldBe(HttpStatusCode.OK, await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await reply.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
