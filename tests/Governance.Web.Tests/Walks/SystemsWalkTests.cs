using Governance.Ethereum;
using Governance.VotingSystems;
using Microsoft.Playwright;

namespace Governance.Web.Tests.Walks;

/// <summary>A vote in each voting system, with the control that fits it: chosen, understood, signed, changed, and all of it counted again.</summary>
public sealed class SystemsWalkTests(Browser browser, OpenSpace open) : IClassFixture<OpenSpace>
{
    private static readonly string[] Stones = ["Slate", "Granite", "Sand", "Gravel"];

    private readonly Space _space = open.Space;

    // 7.5 WLK.
    private SigningKey Voter => _space.Voters[4];

    [Theory]
    [InlineData("ranked-choice", "Whenever the choice that they count for is eliminated, they move to your next one still in the race: then Sand, then Slate, then Gravel.")]
    [InlineData("copeland", "Every two choices meet in a match, and in each of them your 7.5 WLK count for the one that you ranked higher: Granite against all others, Gravel against none.")]
    public async Task ARanking_ByKeysAndByDragging(string system, string meaning)
    {
        string proposal = await _space.ProposeAsync($"Which stone, by {system}?", "For the path.", system, Stones);
        await _space.VoteAsync(proposal, _space.Voters[1], Choice.Of([1, 2, 3, 4]));
        await using var visitor = await browser.VisitAsync(open.Portal.Url);
        var page = await OpenAsync(visitor, proposal);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Rank every choice first" })).ToBeDisabledAsync();

        // By keys alone: four presses rank, and a moved row keeps the focus.
        foreach (string stone in (string[])["Sand", "Granite", "Slate", "Gravel"]) await PressAsync(page.Locator(".unranked").GetByRole(AriaRole.Button, new() { Name = stone }));
        var up = page.GetByRole(AriaRole.Button, new() { Name = "Move Granite up" });
        await PressAsync(up);
        await Assertions.Expect(up).ToBeFocusedAsync();
        await Assertions.Expect(page.GetByText("Granite is your 1st of 4 now.")).ToBeVisibleAsync();
        await PressAsync(up);
        await ExpectOrderAsync(page, "Granite", "Sand", "Slate", "Gravel");
        await Axe.ExpectNothingAsync(page);
        await ReviewAsync(page, $"I vote Granite › Sand › Slate › Gravel on “Which stone, by {system}?” in walkers.eth.", meaning);
        await SignAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Change my vote" }).ClickAsync();
        await Assertions.Expect(page.Locator(".vote-box")).ToContainTextAsync("You voted Granite › Sand › Slate › Gravel with 7.5 WLK");
        await DragAsync(page, "Gravel", "Granite");
        await ExpectOrderAsync(page, "Gravel", "Granite", "Sand", "Slate");
        await DragAsync(page, "Gravel", "Sand");
        await ExpectOrderAsync(page, "Granite", "Sand", "Gravel", "Slate");
        await ReviewAsync(page, "I vote Granite › Sand › Gravel › Slate", "Granite");
        await SignAsync(page);
        await ExpectCountedAsync(visitor, proposal, "[2,3,4,1]");
    }

    [Theory]
    [InlineData("weighted", "4.5 WLK for Slate, 3 WLK for Sand.")]
    [InlineData("quadratic", "Your power is divided: 4.5 WLK for Slate, 3 WLK for Sand. Then the square roots of what all voters gave to a choice are added up")]
    public async Task Shares_ThatAddUp(string system, string meaning)
    {
        string proposal = await _space.ProposeAsync($"How much of each, {system}?", "For the path.", system, Stones);
        await _space.VoteAsync(proposal, _space.Voters[1], Choice.Parse("""{"1":1,"4":2}"""));
        await using var visitor = await browser.VisitAsync(open.Portal.Url);
        var page = await OpenAsync(visitor, proposal);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Divide your power first" })).ToBeDisabledAsync();
        await page.GetByLabel("Slate").FillAsync("3");
        await Assertions.Expect(page.Locator(".option.weight").First).ToContainTextAsync("100%");
        await page.GetByLabel("Sand").FillAsync("2");
        await ExpectSharesAsync(page, "60%", "0%", "40%", "0%");
        await Axe.ExpectNothingAsync(page);
        await ReviewAsync(page, "I vote Slate 60%, Sand 40% on", meaning);
        await SignAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Change my vote" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Slate")).ToHaveValueAsync("3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Divide evenly" }).ClickAsync();
        await ExpectSharesAsync(page, "25%", "25%", "25%", "25%");
        await page.GetByLabel("Gravel").FillAsync("");
        await ExpectSharesAsync(page, "33.34%", "33.33%", "33.33%", "0%");
        await Assertions.Expect(page.GetByLabel("Gravel")).ToHaveValueAsync("");
        await ReviewAsync(page, "I vote Slate 33.34%, Granite 33.33%, Sand 33.33% on", "2.5 WLK for Slate, 2.5 WLK for Granite, 2.5 WLK for Sand.");
        await SignAsync(page);
        await ExpectCountedAsync(visitor, proposal, """{"1":1,"2":1,"3":1}""");
    }

    [Fact]
    public async Task AsManyAsOneApprovesOf()
    {
        string proposal = await _space.ProposeAsync("Which stones are good enough?", "For the path.", "approval", Stones);
        await _space.VoteAsync(proposal, _space.Voters[1], Choice.Of([1, 2]));
        await using var visitor = await browser.VisitAsync(open.Portal.Url);
        var page = await OpenAsync(visitor, proposal);
        await page.GetByLabel("Granite").CheckAsync();
        await page.GetByLabel("Slate").CheckAsync();
        await ReviewAsync(page, "I vote Slate, Granite on", "Each of these 2 receives your whole 7.5 WLK, the others nothing.");
        await page.GetByText("What your wallet signs").ClickAsync();
        await Axe.ExpectNothingAsync(page);
        await SignAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Change my vote" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Granite")).ToBeCheckedAsync();
        await page.GetByLabel("Slate").UncheckAsync();
        await ReviewAsync(page, "I vote Granite on", "Granite receives your whole 7.5 WLK, the others nothing.");
        await SignAsync(page);
        await ExpectCountedAsync(visitor, proposal, "[2]");
    }

    private async Task<IPage> OpenAsync(Visitor visitor, string proposal)
    {
        await TestWallet.InstallAsync(visitor.Context, Voter);
        var page = await visitor.OpenAsync($"/{Space.Id}/proposals/{proposal}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect a wallet" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Walking wallet" }).ClickAsync();
        await Assertions.Expect(page.Locator(".sources tfoot")).ToContainTextAsync("7.5 WLK");
        return page;
    }

    private static async Task PressAsync(ILocator button)
    {
        await button.FocusAsync();
        await button.PressAsync("Enter");
    }

    // In steps, as a hand moves: the list follows the pointer.
    private static async Task DragAsync(IPage page, string choice, string onto)
    {
        var (grip, target) = (await BoxAsync(Row(page, choice).Locator(".grip")), await BoxAsync(Row(page, onto)));
        await page.Mouse.MoveAsync(grip.X + (grip.Width / 2), grip.Y + (grip.Height / 2));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(target.X + 10, target.Y + (target.Height / 2), new() { Steps = 5 });
        await page.Mouse.UpAsync();
    }

    private static ILocator Row(IPage page, string choice) => page.Locator(".ranking li").Filter(new() { HasText = choice });

    private static async Task<LocatorBoundingBoxResult> BoxAsync(ILocator element)
    {
        await element.ScrollIntoViewIfNeededAsync();
        return (await element.BoundingBoxAsync())!;
    }

    private static Task ExpectOrderAsync(IPage page, params string[] order) => Assertions.Expect(page.Locator(".ranking .name")).ToHaveTextAsync(order);

    private static Task ExpectSharesAsync(IPage page, params string[] shares) => Assertions.Expect(page.Locator(".option.weight .number")).ToHaveTextAsync(shares);

    private static async Task ReviewAsync(IPage page, string words, string meaning)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Review my vote" }).ClickAsync();
        await Assertions.Expect(page.Locator(".signing blockquote")).ToContainTextAsync(words);
        await Assertions.Expect(page.Locator(".signing .meaning")).ToContainTextAsync(meaning);
    }

    private static async Task SignAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in my wallet" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Your vote was accepted.")).ToBeVisibleAsync();
    }

    private async Task ExpectCountedAsync(Visitor visitor, string proposal, string choice)
    {
        var votes = await _space.GetAsync($"/api/proposals/{proposal}/votes?voter={Voter.Address}");
        votes.GetProperty("items").GetArrayLength().ShouldBe(1);
        votes.GetProperty("items")[0].GetProperty("choice").GetRawText().ShouldBe(choice);
        await AuditProgram.RecountAsync(_space.AnswerAsync, proposal);
        visitor.Complaints.ShouldBeEmpty(open.Portal.Output);
    }
}
