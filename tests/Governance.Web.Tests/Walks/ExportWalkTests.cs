using System.Text.Json;
using Governance.Audit;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace Governance.Web.Tests.Walks;

/// <summary>Every file of a proposal by its button in a real browser: progress shown, a broken connection gone on with, and the bundle audited.</summary>
public sealed class ExportWalkTests(Browser browser, ExportWalkTests.Filled filled) : IClassFixture<ExportWalkTests.Filled>
{
    private readonly PortalProcess _portal = filled.Portal;
    private readonly string _path = $"/{Space.Id}/proposals/{filled.Proposal}";

    public sealed class Filled : OpenSpace
    {
        internal string Proposal { get; private set; } = "";

        protected override async Task FillAsync()
        {
            Proposal = await Space.ProposeAsync("Take it all home", "To count.");
            for (int i = 1; i < 9; i++) await Space.VoteAsync(Proposal, Space.Voters[i], 1 + (i % 2), new string('w', 2_000));
        }
    }

    [Fact]
    public async Task AllFiles_AreTakenHome_AndTheBundleIsAudited()
    {
        await using var visitor = await browser.VisitAsync(_portal.Url);
        var page = await visitor.OpenAsync(_path);
        var files = new Dictionary<string, string>();
        foreach (string file in (string[])["votes.csv", "votes.ndjson", "tally.json", "proposal.sqlite", "bundle.ndjson"]) files[file] = await TakeAsync(page, file);

        (await File.ReadAllTextAsync(files["votes.csv"], TestContext.Current.CancellationToken)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(9);
        (await File.ReadAllLinesAsync(files["votes.ndjson"], TestContext.Current.CancellationToken))[^1].ShouldStartWith("{\"end\":{\"votes\":8,");
        using var tally = JsonDocument.Parse(await File.ReadAllTextAsync(files["tally.json"], TestContext.Current.CancellationToken));
        tally.RootElement.GetProperty("total").GetProperty("votingPower").GetString().ShouldBe("660");
        Total(files["proposal.sqlite"]).ShouldBe(660);
        using var report = new StringWriter();
        (await AuditCommand.RunAsync(files["bundle.ndjson"], [], report, TextWriter.Null, isTerminal: false)).ShouldBe(0, report.ToString());
        report.ToString().ShouldContain("EQUAL");
        visitor.Complaints.ShouldBeEmpty(_portal.Output);
    }

    [Fact]
    public async Task ABrokenConnection_IsGoneOnWith()
    {
        await using var visitor = await browser.VisitAsync(_portal.Url);
        var page = await visitor.OpenAsync(_path);
        using var http = new HttpClient { BaseAddress = _portal.Url };
        using var whole = await http.GetAsync(new Uri($"/api/proposals/{filled.Proposal}/votes.csv", UriKind.Relative), TestContext.Current.CancellationToken);
        byte[] bytes = await whole.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        string? range = null;
        // The first answer breaks off in the middle: half of the bytes under the length of all.
        await page.RouteAsync("**/votes.csv", async route =>
        {
            if (route.Request.Headers.TryGetValue("range", out range)) await route.ContinueAsync();
            else await route.FulfillAsync(new() { Status = 200, BodyBytes = bytes[..5_000], Headers = new Dictionary<string, string> { ["ETag"] = whole.Headers.ETag!.ToString(), ["Content-Range"] = $"bytes 0-4999/{bytes.Length}" } });
        });
        string file = await TakeAsync(page, "votes.csv");
        range.ShouldBe("bytes=5000-");
        (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).ShouldBe(bytes);
    }

    private static async Task<string> TakeAsync(IPage page, string file)
    {
        var row = page.Locator($".exports li:has([data-export='{file}'])");
        var download = await page.RunAndWaitForDownloadAsync(() => row.Locator("a").ClickAsync());
        download.SuggestedFilename.ShouldBe(file);
        await Assertions.Expect(row.Locator("[role=status]")).ToContainTextAsync("Complete:");
        return await download.PathAsync();
    }

    private static long Total(string path)
    {
        using var file = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        file.Open();
        using var command = file.CreateCommand();
        command.CommandText = "SELECT SUM(CAST(voting_power AS INTEGER)) FROM votes WHERE superseded = 0";
        return (long)command.ExecuteScalar()!;
    }
}
