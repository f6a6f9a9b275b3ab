using System.Diagnostics;
using System.Numerics;
using System.Text.Json.Nodes;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Proposals;
using Microsoft.Playwright;

namespace Governance.Web.Tests.Walks;

/// <summary>Milestones in the browser: written into a proposal, then met, no longer met, overdue and unknown on an open page.</summary>
public sealed class MilestoneWalkTests(Browser browser, ITestOutputHelper output) : IAsyncLifetime
{
    // The promise is two seconds; the rest is for a machine that does other things too.
    private const float Soon = 30_000;

    private static readonly BigInteger Pha = BigInteger.Pow(10, 18);
    private static readonly AbiFunction Burn = AbiFunction.Parse("burn(uint256)");

    private readonly string _folder = Directory.CreateTempSubdirectory("governance-walk-").FullName;
    private Anvil _anvil = null!;
    private DevToken _token = null!;
    private PortalProcess _portal = null!;
    private Space _space = null!;

    private Address Owner => _anvil.Accounts[0];

    public async ValueTask InitializeAsync()
    {
        _anvil = await Anvil.StartAsync(new AnvilOptions { SlotsInAnEpoch = 4 });
        _token = (await DeployContracts.TokenAndVaultAsync(_anvil, Owner)).Token;
        await _token.MintAsync(Owner, Owner, 63 * Pha);
        var (arguments, voters) = Space.Configure(_folder, 9);
        // No governor: a chain may be followed for its milestones alone.
        _portal = await PortalProcess.StartAsync([.. arguments, $"--Chains:0:Id={_anvil.ChainId}", $"--Chains:0:Rpc:0={_anvil.Url}"]);
        _space = Space.Of(_portal, voters);
    }

    public async ValueTask DisposeAsync()
    {
        _space?.Dispose();
        if (_portal is not null) await _portal.DisposeAsync();
        if (_anvil is not null) await _anvil.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task AnOpenPage_ShowsAMilestoneMet_NoLongerMet_Overdue_AndUnknownWhenTheChainIsSilent()
    {
        var now = DateTimeOffset.UtcNow;
        // Long enough for two votes on a busy machine, short enough to wait for.
        long end = now.ToUnixTimeSeconds() + 20;
        string plugins = new JsonObject { ["milestones"] = new JsonArray(Supply("Enough tokens", 100, end + 3_600), Supply("Far too many tokens", 1_000_000, end + 2)) }.ToJsonString();
        string id = await _space.ProposeAsync(new ProposalRequest("Mint", "Shall we?", "", ["For", "Against"], "basic", end - 100, end, 1, plugins));
        foreach (var voter in _space.Voters.TakeLast(2)) await _space.VoteAsync(id, voter, 1);

        await using var visitor = await browser.VisitAsync(_portal.Url);
        var page = await visitor.OpenAsync($"/{Space.Id}/proposals/{id}");
        await page.WaitForFunctionAsync("() => window.Blazor !== undefined");
        await ExpectAsync(page, "Enough tokens", "Not met yet");
        await ExpectAsync(page, "Enough tokens", "63% of the 100 PHA needed");

        await _token.MintAsync(Owner, Owner, 37 * Pha);
        var watch = Stopwatch.StartNew();
        await ExpectAsync(page, "Enough tokens", "It is met");
        output.WriteLine($"A block's milestone was on the page after {watch.ElapsedMilliseconds} ms.");
        await Assertions.Expect(page.Locator("[data-step='Enough tokens'] .evidence")).ToContainTextAsync("eip155:31337");
        await _token.SendAsync(Owner, Burn, Pha);
        await ExpectAsync(page, "Enough tokens", "No longer met");

        var step = (await _space.GetAsync($"/api/proposals/{id}")).GetProperty("execution").EnumerateArray().Single(one => one.GetProperty("title").GetString() == "Enough tokens");
        step.GetProperty("progress").GetString().ShouldBe("failed");
        step.GetProperty("milestone").GetProperty("state").GetString().ShouldBe("reverted");
        step.GetProperty("milestone").GetProperty("progressBasisPoints").GetInt32().ShouldBe(9_900);

        await ExpectAsync(page, "Far too many tokens", "Overdue");
        await _anvil.DisposeAsync();
        await ExpectAsync(page, "Enough tokens", "Not known now");
        await ExpectAsync(page, "Far too many tokens", "Not known now");
        visitor.Complaints.ShouldBeEmpty(_portal.Output);
    }

    [Fact]
    public async Task AnAuthor_AddsAMilestone_ChecksIt_AndPublishesIt()
    {
        await using var visitor = await browser.VisitAsync(_portal.Url);
        await TestWallet.InstallAsync(visitor.Context, _space.Voters[3]);
        var page = await visitor.OpenAsync($"/{Space.Id}/propose");
        // First, because it waits until the page is alive.
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect a wallet" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Walking wallet" }).ClickAsync();
        await page.GetByLabel("Title", new() { Exact = true }).FillAsync("Mint some more");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a milestone" }).ClickAsync();
        await page.GetByLabel("What is promised").FillAsync("There are tokens");
        await page.GetByLabel("Contract").FillAsync(Owner.ToString());
        await page.GetByLabel("Function, with what it returns").FillAsync("totalSupply()(uint256)");
        await page.GetByLabel("Value").FillAsync("1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check now" }).ClickAsync();
        await Assertions.Expect(page.GetByText("There is no contract at")).ToBeVisibleAsync();
        await page.GetByLabel("Contract").FillAsync(_token.Address.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Check now" }).ClickAsync();
        await Assertions.Expect(page.GetByText("It is met already")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign and publish" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "See it" }).ClickAsync();
        await ExpectAsync(page, "There are tokens", "It is met");
        visitor.Complaints.ShouldBeEmpty(_portal.Output);
    }

    private JsonObject Supply(string title, int tokens, long by) => new()
    {
        ["title"] = title, ["by"] = by, ["chain"] = $"eip155:{_anvil.ChainId}",
        ["call"] = new JsonObject
        {
            ["address"] = _token.Address.ToString(), ["function"] = "totalSupply()(uint256)", ["is"] = ">=", ["value"] = (tokens * Pha).ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["decimals"] = 18, ["symbol"] = "PHA",
        },
    };

    private static Task ExpectAsync(IPage page, string milestone, string text) =>
        Assertions.Expect(page.Locator($"[data-step='{milestone}']")).ToContainTextAsync(text, new() { Timeout = Soon });
}
