using Microsoft.Playwright;

namespace Governance.Web.Tests.Walks;

/// <summary>What an author does after publishing, and an account that lets another key sign: from the page, with real signatures.</summary>
public sealed class AuthorWalkTests(Browser browser, OpenSpace open) : IClassFixture<OpenSpace>
{
    private readonly PortalProcess _portal = open.Portal;
    private readonly Space _space = open.Space;

    [Fact]
    public async Task AnAuthor_ChangesTheWords_ThenWithdraws_AndThePageSaysBoth()
    {
        string proposal = await _space.ProposeAsync(3600, "Walk on the lef side", "Becuse.", "single-choice", "Left", "Right");
        await using var visitor = await browser.VisitAsync(_portal.Url);
        await TestWallet.InstallAsync(visitor.Context, _space.Voters[0]);
        var page = await visitor.OpenAsync($"/{Space.Id}/proposals/{proposal}");

        await page.GetByText("For the author: change or withdraw").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Change the words" }).ClickAsync();
        await page.GetByLabel("Title").FillAsync("Walk on the left side");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a choice" }).ClickAsync();
        await page.GetByLabel("Choice 3", new() { Exact = true }).FillAsync("Stay");
        await ConnectAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign the change" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "See it" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Walk on the left side");
        await Assertions.Expect(page.GetByText("This proposal was changed before voting began.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".tally")).ToContainTextAsync("Stay");

        await page.GetByText("For the author: change or withdraw").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw it" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign the withdrawal" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Load the page again" }).ClickAsync();
        await Assertions.Expect(page.GetByText("This proposal was withdrawn.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("For the author: change or withdraw")).ToHaveCountAsync(0);
        visitor.Complaints.ShouldBeEmpty(_portal.Output);
        var stored = await _space.GetAsync($"/api/proposals/{proposal}");
        stored.GetProperty("choices").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task AStranger_CanNotWithdraw()
    {
        string proposal = await _space.ProposeAsync("Walk in the middle", "Of the road.");
        await using var visitor = await browser.VisitAsync(_portal.Url);
        await TestWallet.InstallAsync(visitor.Context, _space.Voters[3]);
        var page = await visitor.OpenAsync($"/{Space.Id}/proposals/{proposal}");

        await page.GetByText("For the author: change or withdraw").ClickAsync();
        await Assertions.Expect(page.GetByText("the words can no longer be changed")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw it" }).ClickAsync();
        await ConnectAsync(page.Locator(".author-box"));

        await Assertions.Expect(page.GetByText("Only the author, the space’s admins and its moderators may withdraw it.")).ToBeVisibleAsync();
        visitor.Complaints.ShouldBeEmpty(_portal.Output);
    }

    [Fact]
    public async Task AnAccount_LetsAnotherKeySign_AndTakesItBack()
    {
        var (owner, other) = (_space.Voters[5], _space.Voters[6].Address.ToString());
        await using var visitor = await browser.VisitAsync(_portal.Url);
        await TestWallet.InstallAsync(visitor.Context, owner);
        var page = await visitor.OpenAsync($"/account/{owner.Address}");

        await page.GetByText("Let another key sign for this account").ClickAsync();
        await page.GetByLabel("Address of the other key").FillAsync(other);
        await ConnectAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign the permission" }).ClickAsync();
        await Assertions.Expect(page.GetByText("It may sign for this account from now on.")).ToBeVisibleAsync();
        // A second's difference decides which of two messages about an alias is later.
        await Task.Delay(1100, TestContext.Current.CancellationToken);

        await page.GetByRole(AriaRole.Button, new() { Name = "Take it back" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign the revocation" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Only this account’s own key signs for it.")).ToBeVisibleAsync();
        visitor.Complaints.ShouldBeEmpty(_portal.Output);
    }

    private static Task ConnectAsync(IPage page) => ConnectAsync(page.Locator("body"));

    private static async Task ConnectAsync(ILocator part)
    {
        await part.GetByRole(AriaRole.Button, new() { Name = "Connect a wallet" }).ClickAsync();
        await part.GetByRole(AriaRole.Button, new() { Name = "Walking wallet" }).ClickAsync();
    }
}
