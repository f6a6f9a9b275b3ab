using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Web.Tests.Walks;

namespace Governance.Web.Tests.Inbox;

/// <summary>Promise 1: an acknowledged vote is never lost, however the program ends.</summary>
public sealed class KillTests
{
    private const int Rounds = 5;
    private const int Voters = 150;
    private const int Senders = 16;

    [Fact]
    public async Task NoAcknowledgedVote_IsLost_WhenTheProgramIsKilledInMidIngest()
    {
        var ct = TestContext.Current.CancellationToken;
        var space = new SignedEnvelopes("kill.test");
        string folder = Directory.CreateTempSubdirectory("governance-kill-").FullName;
        string settings = Path.Combine(folder, "space.json");
        await File.WriteAllTextAsync(settings, SignedEnvelopes.Settings(Voters), ct);
        string[] configuration = ["--Spaces:0:Id=kill.test", $"--Spaces:0:SettingsFile={settings}"];
        string proposal = await PublishAsync(folder, configuration, space);
        var acknowledged = new ConcurrentDictionary<string, long>();

        for (int round = 0; round < Rounds; round++)
        {
            await using var portal = await PortalProcess.StartInAsync(folder, configuration);
            var votes = Votes(space, proposal, round);
            var load = SendAllAsync(portal.Url, votes, acknowledged);
            int before = acknowledged.Count;
            // In the middle of the load: some are acknowledged, many are on their way.
            while (acknowledged.Count < before + 40) await Task.Delay(1, ct);
            await portal.KillAsync();
            await load;
        }

        acknowledged.Count.ShouldBeGreaterThanOrEqualTo(40 * Rounds);
        await using var last = await PortalProcess.StartInAsync(folder, configuration);
        await CheckAsync(last.Url, proposal, acknowledged);
        await last.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> PublishAsync(string folder, string[] configuration, SignedEnvelopes space)
    {
        await using var portal = await PortalProcess.StartInAsync(folder, configuration);
        using var http = new HttpClient { BaseAddress = portal.Url };
        using var reply = await http.PostAsJsonAsync("/api/messages", space.Proposal(SignedEnvelopes.Key(0)));
        return (await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    // Each round everybody votes again, later: superseding what was there.
    private static List<JsonObject> Votes(SignedEnvelopes space, string proposal, int round)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 600 + (round * 60);
        return [.. Enumerable.Range(0, Voters).Select(i => space.Vote(SignedEnvelopes.Key(i), proposal, 1 + ((i + round) % 3), now))];
    }

    private static async Task SendAllAsync(Uri url, List<JsonObject> votes, ConcurrentDictionary<string, long> acknowledged)
    {
        using var http = new HttpClient { BaseAddress = url };
        await Parallel.ForEachAsync(votes, new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (vote, ct) =>
        {
            try
            {
                using var reply = await http.PostAsJsonAsync("/api/messages", vote, ct);
                if (!reply.IsSuccessStatusCode) return;
                var receipt = await reply.Content.ReadFromJsonAsync<JsonElement>(ct);
                acknowledged[receipt.GetProperty("id").GetString()!] = receipt.GetProperty("ledger").GetProperty("index").GetInt64();
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
            {
                // The program is gone: not acknowledged.
            }
        });
    }

    private static async Task CheckAsync(Uri url, string proposal, ConcurrentDictionary<string, long> acknowledged)
    {
        using var http = new HttpClient { BaseAddress = url };
        foreach (var (id, index) in acknowledged)
        {
            var status = await http.GetFromJsonAsync<JsonElement>($"/api/messages/{id}");
            status.GetProperty("state").GetString().ShouldBe("accepted");
            status.GetProperty("receipt").GetProperty("ledger").GetProperty("index").GetInt64().ShouldBe(index);
        }

        // A recount by hand: everybody's current vote has his number plus one as power.
        var sums = new long[3];
        long votes = 0;
        string? next = $"/api/proposals/{proposal}/votes?limit=100";
        while (next is not null)
        {
            var page = await http.GetFromJsonAsync<JsonElement>(next);
            foreach (var vote in page.GetProperty("items").EnumerateArray())
            {
                sums[vote.GetProperty("choice").GetInt32() - 1] += long.Parse(vote.GetProperty("votingPower").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
                votes++;
            }

            next = page.GetProperty("next").GetString() is { } cursor ? $"/api/proposals/{proposal}/votes?limit=100&after={Uri.EscapeDataString(cursor)}" : null;
        }

        var tally = await http.GetFromJsonAsync<JsonElement>($"/api/proposals/{proposal}/tally.json");
        tally.GetProperty("choices").EnumerateArray().Select(c => c.GetProperty("votingPower").GetString()).ShouldBe(sums.Select(s => s.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        tally.GetProperty("total").GetProperty("votes").GetInt64().ShouldBe(votes);
    }
}
