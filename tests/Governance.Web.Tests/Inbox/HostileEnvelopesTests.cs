using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Web.Tests.Walks;

namespace Governance.Web.Tests.Inbox;

public sealed class HostileEnvelopesTests
{
    private const int Count = 1_000;

    [Fact]
    public async Task EachHostileEnvelope_IsACleanRefusal_AndNothingIsStored()
    {
        var ct = TestContext.Current.CancellationToken;
        var space = new SignedEnvelopes("hostile.test");
        await using var portal = await OpenAsync();
        using var http = new HttpClient { BaseAddress = portal.Url };
        var proposal = await SendAsync(http, space.Proposal(SignedEnvelopes.Key(0)));
        string id = proposal.GetProperty("id").GetString()!;
        var good = space.Vote(SignedEnvelopes.Key(1), id, 1, DateTimeOffset.UtcNow.ToUnixTimeSeconds());

        for (int i = 0; i < Count; i++)
        {
            using var body = new ByteArrayContent(HostileEnvelopes.Of(good, i));
            using var reply = await http.PostAsync("/api/messages", body, ct);
            ((int)reply.StatusCode).ShouldBeInRange(400, 499, $"body {i}");
            var refusal = await reply.Content.ReadFromJsonAsync<JsonElement>(ct);
            refusal.GetProperty("error_description").GetString()!.Length.ShouldBeGreaterThan(5, $"body {i}");
            refusal.GetProperty("code").GetString()!.Length.ShouldBeGreaterThan(3, $"body {i}");
        }

        var tally = await http.GetFromJsonAsync<JsonElement>($"/api/proposals/{id}/tally.json", ct);
        tally.GetProperty("total").GetProperty("votes").GetInt32().ShouldBe(0);
        tally.GetProperty("ledgerSize").GetInt32().ShouldBe(1);
        // The envelope that all of them were made from is good: what was refused was refused for what was done to it.
        (await SendAsync(http, good)).GetProperty("ipfs").GetString().ShouldStartWith("bafkrei");
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
