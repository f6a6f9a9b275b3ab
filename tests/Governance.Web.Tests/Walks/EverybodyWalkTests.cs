using Microsoft.Playwright;

namespace Governance.Web.Tests.Walks;

/// <summary>Every page, for everybody: axe finds nothing in both schemes and on a narrow screen, nothing overflows, and hostile text stays text.</summary>
public sealed class EverybodyWalkTests(Browser browser, EverybodyWalkTests.Filled filled) : IClassFixture<EverybodyWalkTests.Filled>
{
    private readonly PortalProcess _portal = filled.Portal;
    private readonly Space _space = filled.Space;
    private readonly string _full = filled.Full;
    private readonly string _hostile = filled.Hostile;

    public sealed class Filled : OpenSpace
    {
        internal string Full { get; private set; } = "";

        internal string Hostile { get; private set; } = "";

        protected override async Task FillAsync()
        {
            Full = await Space.ProposeAsync("Repair the path", "## Why\n\nIt is *broken*.\n\n| stone | price |\n|---|--:|\n| slate | 12 |\n\n```\ncode\n```");
            for (int i = 1; i < 6; i++) await Space.VoteAsync(Full, Space.Voters[i], 1 + (i % 3), i == 2 ? "Slate lasts." : "");
            Hostile = await Space.ProposeAsync("<script>alert(1)</script>", "x", "single-choice", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>");
        }
    }

    public static TheoryData<ColorScheme, int> Looks => new() { { ColorScheme.Light, 1280 }, { ColorScheme.Dark, 1280 }, { ColorScheme.Light, 320 }, { ColorScheme.Dark, 320 } };

    [Theory, MemberData(nameof(Looks))]
    public async Task Axe_FindsNothing_OnAnyPage(ColorScheme scheme, int width)
    {
        await using var visitor = await browser.VisitAsync(_portal.Url, width, scheme: scheme);
        var found = new List<string>();
        foreach (string path in (string[])["/", $"/{Space.Id}", $"/{Space.Id}?q=nothing", $"/{Space.Id}/proposals/{_full}", $"/{Space.Id}/proposals/{_hostile}", $"/{Space.Id}/propose", $"/{Space.Id}/sources", "/status", $"/account/{_space.Voters[1].Address}", "/receipts", "/nowhere/at/all"])
        {
            var page = await visitor.Context.NewPageAsync();
            await page.GotoAsync(path);
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            found.AddRange((await Axe.FindAsync(page)).Select(violation => $"{path} {violation}"));
            int overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (overflow > 0) found.Add($"{path} is {overflow} px wider than the screen");
            await page.CloseAsync();
        }

        found.ShouldBeEmpty();
    }

    [Fact]
    public async Task TheTheme_IsRemembered_AndShownBeforeTheFirstPaint()
    {
        await using var visitor = await browser.VisitAsync(_portal.Url);
        var page = await visitor.OpenAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Switch between light and dark" }).ClickAsync();
        await page.GotoAsync("/status", new() { WaitUntil = WaitUntilState.Commit });
        await Assertions.Expect(page.Locator("html[data-theme=dark]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Times_AreTheReaders_WithUtcOnHover()
    {
        await using var visitor = await browser.VisitAsync(_portal.Url);
        var page = await visitor.OpenAsync($"/{Space.Id}/proposals/{_full}");
        var time = page.Locator("time[data-local]").First;
        string utc = (await time.GetAttributeAsync("datetime"))!, title = (await time.GetAttributeAsync("title"))!;
        title.ShouldBe(utc.Replace("T", " ", StringComparison.Ordinal).Replace("Z", " UTC", StringComparison.Ordinal));
        // The visitor lives in Berlin, which is never in UTC.
        (await time.TextContentAsync())!.ShouldMatch("^[A-Z][a-z]{2} [0-9]{1,2}, [0-9]{4}, [0-9]{1,2}:[0-9]{2}.[AP]M GMT\\+[12]$");
    }

    [Fact]
    public async Task HostileText_RunsNothing_AsksNobody()
    {
        await using var visitor = await browser.VisitAsync(_portal.Url);
        var outside = new List<string>();
        bool dialog = false;
        visitor.Context.Request += (_, request) => { if (!request.Url.StartsWith(_portal.Url.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)) outside.Add(request.Url); };
        visitor.Context.Dialog += (_, shown) => { dialog = true; _ = shown.DismissAsync(); };
        // All hundred in few proposals: each is a text of its own between rules.
        foreach (string[] some in Markdown.HostilePayloads.All.Select(static row => (string)row.Data).Chunk(25))
        {
            string id = await _space.ProposeAsync("Hostile text", string.Join("\n\n---\n\n", some));
            var page = await visitor.OpenAsync($"/{Space.Id}/proposals/{id}");
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            foreach (var link in await page.Locator(".prose a").AllAsync())
                new Uri((await link.GetAttributeAsync("href"))!).Scheme.ShouldBeOneOf("http", "https", "ipfs");
            (await page.Locator(".prose").EvaluateAsync<int>("prose => prose.querySelectorAll('script, img, svg, iframe, object, embed, form, input, style, link, [style], [onclick], [onerror], [onload]').length")).ShouldBe(0);
            await page.CloseAsync();
        }

        dialog.ShouldBeFalse();
        outside.ShouldBeEmpty();
        visitor.Complaints.ShouldBeEmpty();
    }
}
