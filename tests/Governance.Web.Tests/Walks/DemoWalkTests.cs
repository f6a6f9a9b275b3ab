using Microsoft.Playwright;

namespace Governance.Web.Tests.Walks;

/// <summary>A newcomer's first minute: the program without any setting, its demo, and the development wallet.</summary>
public sealed class DemoWalkTests(Browser browser) : IAsyncLifetime
{
    private PortalProcess _portal = null!;

    public async ValueTask InitializeAsync() => _portal = await PortalProcess.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_portal is not null) await _portal.DisposeAsync();
    }

    [Fact]
    public async Task ANewcomer_VotesBySignature_AndByTransaction_WithoutInstallingAnything()
    {
        await using var visitor = await browser.VisitAsync(_portal.Url);
        var page = await visitor.OpenAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Move Phala from the parachain" }).ClickAsync();
        await Assertions.Expect(page.Locator(".measure")).ToContainTextAsync("300 votes");
        await BecomeAsync(page, "Chloe");
        await Assertions.Expect(page.Locator(".sources")).ToContainTextAsync("Together");
        await page.Locator(".option").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Review my vote" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in my wallet" }).ClickAsync();
        await Axe.ExpectNothingAsync(page);
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Sign", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Your vote was accepted.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".measure")).ToContainTextAsync("301 votes");

        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Keep staking rewards through the migration" }).ClickAsync();
        await page.Locator(".vote-box .option").First.ClickAsync();
        await Axe.ExpectNothingAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the transaction myself" }).ClickAsync();
        await Axe.ExpectNothingAsync(page);
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".vote-box .message.good")).ToContainTextAsync("You voted For with 86,000 PHA");
        visitor.Complaints.ShouldBeEmpty(_portal.Output);
    }

    private static async Task BecomeAsync(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect a wallet" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Development wallet" }).ClickAsync();
        await Assertions.Expect(page.Locator("dialog")).ToBeVisibleAsync();
        await Axe.ExpectNothingAsync(page);
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
    }
}
