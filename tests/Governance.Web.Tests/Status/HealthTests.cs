using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Web.Tests.Inbox;
using Governance.Web.Tests.Walks;

namespace Governance.Web.Tests.Status;

public sealed class HealthTests
{
    [Fact]
    public async Task OperatorsSee_ThatItLives_ThatItIsReady_AndItsNumbers()
    {
        var ct = TestContext.Current.CancellationToken;
        string settings = Path.Combine(Directory.CreateTempSubdirectory("governance-health-").FullName, "space.json");
        await File.WriteAllTextAsync(settings, SignedEnvelopes.Settings(2), ct);
        await using var portal = await PortalProcess.StartAsync("--Spaces:0:Id=health.test", $"--Spaces:0:SettingsFile={settings}");
        using var http = new HttpClient { BaseAddress = portal.Url };

        (await http.GetAsync("/health/live", ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetFromJsonAsync<JsonElement>("/health/ready", ct)).GetProperty("status").GetString().ShouldBe("ready");
        (await http.GetStringAsync("/metrics", ct)).ShouldContain("governance_ledger_size 0");

        using var reply = await http.PostAsJsonAsync("/api/messages", new SignedEnvelopes("health.test").Proposal(SignedEnvelopes.Key(0)), ct);
        reply.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetStringAsync("/metrics", ct)).ShouldContain("governance_ledger_size 1");
    }
}
