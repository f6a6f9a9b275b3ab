using Governance.Ethereum;
using Microsoft.Playwright;

namespace Governance.Web.Tests.Walks;

/// <summary>A vote from the first page to the receipt, in a real browser on the real program.</summary>
public sealed class VoteWalkTests(Browser browser, OpenSpace open) : IClassFixture<OpenSpace>, IAsyncLifetime
{
    private readonly PortalProcess _portal = open.Portal;
    private readonly Space _space = open.Space;
    private string _proposal = "";

    private string ProposalPath => $"/{Space.Id}/proposals/{_proposal}";

    private SigningKey Voter => _space.Voters[4];

    // Each test votes on a proposal of its own.
    public async ValueTask InitializeAsync()
    {
        _proposal = await _space.ProposeAsync("Walk on the left side", "Because the *right* side is muddy.");
        await _space.VoteAsync(_proposal, _space.Voters[1], 2, "The left side is steep.");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task AVoteIsCast_ChangedAndReceipted_WhileASecondPageWatchesTheTallyMove()
    {
        await using var visitor = await browser.VisitAsync(_portal.Url);
        await TestWallet.InstallAsync(visitor.Context, Voter);
        var watching = await visitor.OpenAsync(ProposalPath);
        var page = await visitor.OpenAsync("/");
        await page.Locator($"a[href='{ProposalPath}']").ClickAsync();
        await Assertions.Expect(page.Locator(".prose")).ToContainTextAsync("Because the right side is muddy.");

        await ConnectAsync(page);
        await Assertions.Expect(page.Locator(".sources tfoot")).ToContainTextAsync("7.5 WLK");
        await ChooseAsync(page, "For");
        await Assertions.Expect(page.Locator(".signing blockquote")).ToHaveTextAsync("I vote For on “Walk on the left side” in walkers.eth.");
        await SignAsync(page);
        await Assertions.Expect(page.GetByText("Your vote was accepted.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".message.good[role=status]")).ToBeFocusedAsync();
        await ExpectTallyAsync(watching, "71.42%", "28.57%");
        await Assertions.Expect(watching.Locator(".votes tbody tr")).ToHaveCountAsync(1);
        await watching.GetByRole(AriaRole.Button, new() { Name = "1 new vote: load the list again" }).ClickAsync();
        await Assertions.Expect(watching.Locator(".votes tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(watching.GetByRole(AriaRole.Button, new() { Name = "new vote" })).ToHaveCountAsync(0);
        await ExpectTallyAsync(page, "71.42%", "28.57%");

        await page.GetByRole(AriaRole.Button, new() { Name = "Change my vote" }).ClickAsync();
        await Assertions.Expect(page.Locator(".vote-box")).ToContainTextAsync("You voted For with 7.5 WLK");
        await ChooseAsync(page, "Against");
        await SignAsync(page);
        await Assertions.Expect(page.GetByText("Your vote was accepted.")).ToBeVisibleAsync();
        await ExpectTallyAsync(watching, "0%", "100%");
        await Assertions.Expect(watching.GetByRole(AriaRole.Button, new() { Name = "Votes were changed: load the list again" })).ToBeVisibleAsync();
        visitor.Complaints.ShouldBeEmpty(_portal.Output);

        var votes = await _space.GetAsync($"/api/proposals/{_proposal}/votes?voter={Voter.Address}");
        votes.GetProperty("items").GetArrayLength().ShouldBe(1);
        votes.GetProperty("items")[0].GetProperty("choice").GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData("reject", "You declined in your wallet.")]
    [InlineData("pending", "Your wallet already shows a request.")]
    [InlineData("unsupported", "This wallet cannot sign structured messages")]
    [InlineData("garbage", "What your wallet returned is not a signature.")]
    [InlineData("switch-account", "The account was changed while the request was open.")]
    [InlineData("throw", "Your wallet failed without saying why.")]
    public async Task AWalletThatMisbehaves_GetsASentence_AndThePageLives(string mode, string sentence)
    {
        await using var visitor = await browser.VisitAsync(_portal.Url);
        await TestWallet.InstallAsync(visitor.Context, Voter);
        var page = await visitor.OpenAsync(ProposalPath);
        await ConnectAsync(page);
        await ChooseAsync(page, "For");
        await TestWallet.SetModeAsync(page, mode);
        await SignAsync(page);
        await Assertions.Expect(page.Locator(".vote-box .message.bad")).ToContainTextAsync(sentence);

        await TestWallet.SetModeAsync(page, "ok");
        await SignAsync(page);
        await Assertions.Expect(page.GetByText("Your vote was accepted.")).ToBeVisibleAsync();
        visitor.Complaints.ShouldBeEmpty(_portal.Output);
    }

    [Fact]
    public async Task OnAPhone_TheReceiptComesIntoView()
    {
        await using var visitor = await browser.VisitAsync(_portal.Url, 360, 640);
        await TestWallet.InstallAsync(visitor.Context, Voter);
        var page = await visitor.OpenAsync(ProposalPath);
        await ConnectAsync(page);
        await ChooseAsync(page, "For");
        await SignAsync(page);
        await Assertions.Expect(page.GetByText("Your vote was accepted.")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task AWalletThatHangs_CanBeLeft_AndItsLateAnswerIsDropped()
    {
        await using var visitor = await browser.VisitAsync(_portal.Url);
        await TestWallet.InstallAsync(visitor.Context, Voter);
        var page = await visitor.OpenAsync(ProposalPath);
        await ConnectAsync(page);
        await ChooseAsync(page, "For");
        await TestWallet.SetModeAsync(page, "hang");
        await SignAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop waiting" }).ClickAsync();
        await Assertions.Expect(page.Locator(".vote-box .message.bad")).ToContainTextAsync("You stopped waiting.");
        await TestWallet.SetModeAsync(page, "ok");
        await SignAsync(page);
        await Assertions.Expect(page.GetByText("Your vote was accepted.")).ToBeVisibleAsync();
        visitor.Complaints.ShouldBeEmpty(_portal.Output);
    }

    [Fact]
    public async Task FiveQuickClicks_AreOneRequest()
    {
        await using var visitor = await browser.VisitAsync(_portal.Url);
        await TestWallet.InstallAsync(visitor.Context, Voter);
        var page = await visitor.OpenAsync(ProposalPath);
        await ConnectAsync(page);
        await ChooseAsync(page, "For");
        await TestWallet.SetModeAsync(page, "hang");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in my wallet" }).EvaluateAsync("button => { for (let i = 0; i < 5; i++) button.click(); }");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Stop waiting" })).ToBeVisibleAsync();
        await Task.Delay(500, TestContext.Current.CancellationToken);
        (await TestWallet.AskedAsync(page)).ShouldBe(1);
    }

    [Fact]
    public async Task AWholeVote_ByKeyboardAlone()
    {
        await using var visitor = await browser.VisitAsync(_portal.Url);
        await TestWallet.InstallAsync(visitor.Context, Voter);
        var page = await visitor.OpenAsync(ProposalPath);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Connect a wallet" })).ToBeEnabledAsync();
        await TabToAsync(page, "Connect a wallet");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Walking wallet" })).ToBeVisibleAsync();
        await TabToAsync(page, "Walking wallet");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".sources tfoot")).ToContainTextAsync("7.5 WLK");
        await page.Keyboard.PressAsync("Home");
        await TabToAsync(page, "1");
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, "Review my vote");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in my wallet" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("Your vote was accepted.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task ThePage_ReadsWithoutScript()
    {
        await using var visitor = await browser.VisitAsync(_portal.Url, script: false);
        var page = await visitor.OpenAsync(ProposalPath);
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Walk on the left side");
        await Assertions.Expect(page.Locator(".tally")).ToContainTextAsync("Against");
        await Assertions.Expect(page.Locator("#votes + *, .table")).Not.ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".countdown").First).ToContainTextAsync("ends in 2 days");
        await page.Locator("select[name=choice]").SelectOptionAsync("1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("No vote is like that")).ToBeVisibleAsync();
    }

    private static async Task ConnectAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect a wallet" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Walking wallet" }).ClickAsync();
        await Assertions.Expect(page.Locator(".sources")).ToBeVisibleAsync();
    }

    private static async Task ChooseAsync(IPage page, string choice)
    {
        await page.Locator(".vote-box").GetByText(choice, new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Review my vote" }).ClickAsync();
    }

    private static Task SignAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Sign in my wallet" }).ClickAsync();

    private static async Task ExpectTallyAsync(IPage page, string forShare, string againstShare)
    {
        await Assertions.Expect(page.Locator(".tally .choice-for .share")).ToHaveTextAsync(forShare);
        await Assertions.Expect(page.Locator(".tally .choice-against .share")).ToHaveTextAsync(againstShare);
    }

    // Presses Tab until the focused element has this name (or value), as somebody without a mouse does.
    private static async Task TabToAsync(IPage page, string name)
    {
        for (int presses = 0; presses < 80; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            string focused = await page.EvaluateAsync<string>("(document.activeElement?.textContent?.trim() || document.activeElement?.value || '')");
            if (focused.StartsWith(name, StringComparison.Ordinal)) return;
        }

        throw new InvalidOperationException($"Tab never reached '{name}'.");
    }
}
