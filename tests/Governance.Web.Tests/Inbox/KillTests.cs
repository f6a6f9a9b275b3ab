using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Web.Tests.Walks;

namespace Governance.Web.Tests.Inbox;

/// <summary>Promise 1: an acknowledged vote is never lost, however the program ends.</summary>
public sealed class KillTests
{
    private const int Rounds = 20;
    private const int Voters = 150;
    private const int LeastVotesPerSecond = 200;

    [Fact]
    public async Task NoAcknowledgedVote_IsLost_WhenTheProgramIsKilledInMidIngest()
    {
        var ct = TestContext.Current.CancellationToken;
        var space = new SignedEnvelopes("kill.test");
        string folder = Directory.CreateTempSubdirectory("governance-kill-").FullName;
        string[] configuration = await SignedEnvelopes.ConfigureAsync(folder, "kill.test", Voters);
        string proposal;
        await using (var portal = await PortalProcess.StartInAsync(folder, configuration)) proposal = await VoteLoad.PublishAsync(portal.Url, space);
        var ballots = Enumerable.Range(0, Rounds).Select(round => VoteLoad.Sign(space, proposal, round, Voters)).ToArray();
        var load = new VoteLoad();
        var rates = new List<double>();

        for (int round = 0; round < Rounds; round++)
        {
            await using var portal = await PortalProcess.StartInAsync(folder, configuration);
            int before = load.Count;
            var sending = load.SendAsync(portal.Url, ballots[round]);
            // In the middle of the load: many are acknowledged, others are on their way.
            while (load.Count < before + 60 + (4 * round) && !sending.IsCompleted) await Task.Delay(1, ct);
            await portal.KillAsync();
            await sending;
            rates.Add(load.TakeRate());
        }

        load.Count.ShouldBeInRange(60 * Rounds, (Voters * Rounds) - 1);
        rates.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"{load.Count} acknowledged in {Rounds} rounds, votes a second from {rates[0]:0} to {rates[^1]:0}");
        // The best quarter of the rounds: others on the machine may slow the rest.
        rates[Rounds * 3 / 4].ShouldBeGreaterThan(LeastVotesPerSecond);
        var check = await PortalProcess.RunToEndAsync("check", $"--Database:Directory={folder}");
        check.ExitCode.ShouldBe(0, check.Output + check.Errors);
        await using (var last = await PortalProcess.StartInAsync(folder, configuration)) await CheckAsync(last.Url, proposal, load.Acknowledged);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task CheckAsync(Uri url, string proposal, IReadOnlyDictionary<string, long> acknowledged)
    {
        using var http = new HttpClient { BaseAddress = url };
        await Parallel.ForEachAsync(acknowledged, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (vote, ct) =>
        {
            var status = await http.GetFromJsonAsync<JsonElement>($"/api/messages/{vote.Key}", ct);
            status.GetProperty("state").GetString().ShouldBe("accepted");
            status.GetProperty("receipt").GetProperty("ledger").GetProperty("index").GetInt64().ShouldBe(vote.Value);
        });
        // A recount by hand: everybody's current vote has his number plus one as power.
        var sums = new long[3];
        long votes = 0;
        string? next = $"/api/proposals/{proposal}/votes?limit=100";
        while (next is not null)
        {
            var page = await http.GetFromJsonAsync<JsonElement>(next);
            foreach (var vote in page.GetProperty("items").EnumerateArray())
            {
                sums[vote.GetProperty("choice").GetInt32() - 1] += long.Parse(vote.GetProperty("votingPower").GetString()!, CultureInfo.InvariantCulture);
                votes++;
            }

            next = page.GetProperty("next").GetString() is { } cursor ? $"/api/proposals/{proposal}/votes?limit=100&after={Uri.EscapeDataString(cursor)}" : null;
        }

        var tally = await http.GetFromJsonAsync<JsonElement>($"/api/proposals/{proposal}/tally.json");
        tally.GetProperty("choices").EnumerateArray().Select(c => c.GetProperty("votingPower").GetString()).ShouldBe(sums.Select(s => s.ToString(CultureInfo.InvariantCulture)));
        tally.GetProperty("total").GetProperty("votes").GetInt64().ShouldBe(votes);
    }
}
