using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Web.Tests.Walks;

namespace Governance.Web.Tests.Inbox;

/// <summary>Promise 3: a full disk refuses, loses nothing and recovers by itself.</summary>
public sealed class FullDiskTests
{
    private const int Voters = 200;
    private const int Before = 5;
    private const int Refusals = 10;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AFullDisk_IsRefusedWith503_ReadsGoOn_AndVotesAreTakenAgainWithinTenSeconds(bool mayMount)
    {
        var space = new SignedEnvelopes("disk.test");
        using var disk = SmallDisk.Make(mayMount);
        TestContext.Current.TestOutputHelper?.WriteLine(disk.Kind);
        string settings = Directory.CreateTempSubdirectory("governance-disk-").FullName;
        var accepted = new Dictionary<string, long>();
        await using (var portal = await PortalProcess.StartWithFileLimitsAsync(disk.Folder, await SignedEnvelopes.ConfigureAsync(settings, "disk.test", Voters)))
        {
            using var http = new HttpClient { BaseAddress = portal.Url };
            string proposal = await VoteLoad.PublishAsync(portal.Url, space);
            for (int i = 0; i < Before; i++) (await VoteAsync(http, space, proposal, i, accepted)).ShouldBe(HttpStatusCode.OK);

            disk.Fill(portal.Id);
            // What the log has room for may still be taken; then it is over.
            var refused = new List<int>();
            for (int i = Before; i < Voters && refused.Count < Refusals; i++)
            {
                if (await VoteAsync(http, space, proposal, i, accepted) != HttpStatusCode.OK) refused.Add(i);
            }

            refused.Count.ShouldBe(Refusals);
            await RequireReadableAsync(http, proposal, accepted);
            (await http.GetAsync("/health/ready", Ct)).StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable);

            disk.Empty(portal.Id);
            var watch = Stopwatch.StartNew();
            while (await VoteAsync(http, space, proposal, refused[0], accepted) != HttpStatusCode.OK) watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
            foreach (int i in refused.Skip(1)) (await VoteAsync(http, space, proposal, i, accepted)).ShouldBe(HttpStatusCode.OK);
            await RequireReadableAsync(http, proposal, accepted);
        }

        var check = await PortalProcess.RunToEndAsync("check", $"--Database:Directory={disk.Folder}");
        check.ExitCode.ShouldBe(0, check.Output + check.Errors);
        Directory.Delete(settings, recursive: true);
    }

    private static async Task<HttpStatusCode> VoteAsync(HttpClient http, SignedEnvelopes space, string proposal, int voter, Dictionary<string, long> accepted)
    {
        var ballot = space.Vote(SignedEnvelopes.Key(voter), proposal, 1 + (voter % 3), DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 600, new string('x', 200));
        using var reply = await http.PostAsJsonAsync("/api/messages", ballot, Ct);
        var text = await reply.Content.ReadFromJsonAsync<JsonElement>(Ct);
        reply.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.InsufficientStorage);
        if (reply.StatusCode == HttpStatusCode.OK) accepted.Add(text.GetProperty("id").GetString()!, text.GetProperty("ledger").GetProperty("index").GetInt64());
        else text.GetProperty("code").GetString().ShouldBe("storage-failed");
        return reply.StatusCode;
    }

    private static async Task RequireReadableAsync(HttpClient http, string proposal, Dictionary<string, long> accepted)
    {
        var tally = await http.GetFromJsonAsync<JsonElement>($"/api/proposals/{proposal}/tally.json", Ct);
        tally.GetProperty("total").GetProperty("votes").GetInt32().ShouldBe(accepted.Count);
        foreach (var (id, index) in accepted) (await http.GetFromJsonAsync<JsonElement>($"/api/messages/{id}", Ct)).GetProperty("receipt").GetProperty("ledger").GetProperty("index").GetInt64().ShouldBe(index);
        (await http.GetAsync($"/disk.test/proposals/{proposal}", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
