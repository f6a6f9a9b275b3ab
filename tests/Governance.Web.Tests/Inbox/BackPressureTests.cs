using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Web.Tests.Walks;
using Microsoft.Data.Sqlite;

namespace Governance.Web.Tests.Inbox;

/// <summary>More votes than may wait: the rest hear 503 and when to come again, at once; nobody who was told "accepted" is dropped.</summary>
public sealed class BackPressureTests
{
    private const int Voters = 12, MayWait = 2;

    [Fact]
    public async Task AFullQueue_Answers503WithRetryAfter_AndEveryAcknowledgedVoteCounts()
    {
        var ct = TestContext.Current.CancellationToken;
        var space = new SignedEnvelopes("press.test");
        string folder = Directory.CreateTempSubdirectory("governance-press-").FullName;
        string[] configuration = [.. await SignedEnvelopes.ConfigureAsync(folder, "press.test", Voters), $"--Database:MaxQueuedWrites={MayWait}"];
        await using (var portal = await PortalProcess.StartInAsync(folder, configuration))
        {
            string proposal = await VoteLoad.PublishAsync(portal.Url, space);
            var ballots = VoteLoad.Sign(space, proposal, 0, Voters);
            using var http = new HttpClient { BaseAddress = portal.Url };

            Task<HttpResponseMessage>[] sent;
            await using (await LockAsync(folder))
            {
                // One is with the writer, who waits for the file, and so many wait for him.
                sent = [.. ballots.Select(ballot => PostAsync(http, ballot))];
                await Task.WhenAny(sent).WaitAsync(TimeSpan.FromMinutes(1), ct);
            }

            var replies = await Task.WhenAll(sent).WaitAsync(TimeSpan.FromMinutes(2), ct);
            var refused = replies.Where(reply => reply.StatusCode != HttpStatusCode.OK).ToArray();
            refused.ShouldNotBeEmpty();
            foreach (var reply in refused)
            {
                reply.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
                reply.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
                (await reply.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("error").GetString().ShouldBe("server_error");
            }

            (await VotesAsync(http, proposal)).ShouldBe(replies.Length - refused.Length);
            // As told, they come again.
            for (int i = 0; i < ballots.Count; i++)
            {
                if (replies[i].StatusCode != HttpStatusCode.OK) (await PostAsync(http, ballots[i])).StatusCode.ShouldBe(HttpStatusCode.OK);
            }

            (await VotesAsync(http, proposal)).ShouldBe(Voters);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, byte[] ballot)
    {
        using var body = new ByteArrayContent(ballot);
        body.Headers.ContentType = new("application/json");
        return await http.PostAsync("/api/messages", body, TestContext.Current.CancellationToken);
    }

    private static async Task<long> VotesAsync(HttpClient http, string proposal) =>
        (await http.GetFromJsonAsync<JsonElement>($"/api/proposals/{proposal}/tally.json", TestContext.Current.CancellationToken)).GetProperty("total").GetProperty("votes").GetInt64();

    // Somebody else writes to the file: the portal's writer waits.
    private static async Task<SqliteConnection> LockAsync(string folder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "governance.db")};Pooling=False");
        await connection.OpenAsync();
        using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync();
        return connection;
    }
}
