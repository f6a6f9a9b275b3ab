using System.Text;
using Governance.Ethereum;
using Microsoft.Playwright;

namespace Governance.Web.Tests.Walks;

/// <summary>Vote, keep the receipt, restart the portal, verify the receipt in the page, and see an altered one refused.</summary>
public sealed class ReceiptWalkTests(Browser browser) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("governance-receipts-").FullName;
    private string[] _arguments = [];
    private IReadOnlyList<SigningKey> _voters = [];

    public ValueTask InitializeAsync()
    {
        (_arguments, _voters) = Space.Configure(_folder, 9);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task AReceipt_OutlivesTheServer_AndAnAlteredOneIsRefused()
    {
        string receipt;
        await using (var portal = await PortalProcess.StartInAsync(_folder, _arguments))
        {
            using var space = Space.Of(portal, _voters);
            string proposal = await space.ProposeAsync("Hold on to the slip", "For later.");
            await space.VoteAsync(proposal, _voters[1], 2, "");
            await using var visitor = await browser.VisitAsync(portal.Url);
            await TestWallet.InstallAsync(visitor.Context, _voters[4]);
            receipt = await VoteAndKeepAsync(await visitor.OpenAsync($"/{Space.Id}/proposals/{proposal}"));
            await space.VoteAsync(proposal, _voters[2], 1, "");
            visitor.Complaints.ShouldBeEmpty(portal.Output);
        }

        await using var again = await PortalProcess.StartInAsync(_folder, _arguments);
        await using var reader = await browser.VisitAsync(again.Url);
        var page = await reader.OpenAsync("/receipts");
        await VerifyAsync(page, receipt);
        await Assertions.Expect(page.Locator(".verdict .message.good")).ToContainTextAsync("The receipt is good, and the portal keeps its word.");
        await Assertions.Expect(page.Locator(".proof .proven")).ToHaveCountAsync(6);
        await Assertions.Expect(page.Locator(".verdict .definitions")).ToContainTextAsync(_voters[4].Address.ToString());
        await Assertions.Expect(page.Locator(".verdict .definitions dd").First).ToHaveTextAsync("For");
        await Assertions.Expect(page.Locator(".verdict .definitions").GetByRole(AriaRole.Link, new() { Name = "Hold on to the slip" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".verdict time")).ToContainTextAsync("GMT+");

        string link = (await page.GetByRole(AriaRole.Button, new() { Name = "Copy the link" }).GetAttributeAsync("data-copy"))!;
        await page.GotoAsync("about:blank");
        await page.GotoAsync(link);
        await Assertions.Expect(page.Locator(".verdict .message.good")).ToBeVisibleAsync();

        await VerifyAsync(page, receipt.Replace("\"choice\": 1", "\"choice\": 2", StringComparison.Ordinal).Replace("\"choice\":1", "\"choice\":2", StringComparison.Ordinal));
        await Assertions.Expect(page.Locator(".verdict .message.bad")).ToContainTextAsync("This receipt is not as it was signed.");
        await Assertions.Expect(page.Locator(".proof .refuted")).ToContainTextAsync("The signed message in this receipt was altered");
        reader.Complaints.ShouldBeEmpty(again.Output);
    }

    [Fact]
    public async Task WhatIsNoReceipt_IsCalledSo_AndNobodyIsAccused()
    {
        await using var portal = await PortalProcess.StartInAsync(_folder, _arguments);
        await using var visitor = await browser.VisitAsync(portal.Url);
        var page = await visitor.OpenAsync("/receipts");
        var said = page.Locator(".verdict .message");
        foreach (string text in (string[])["a holiday picture", "{\"tally\":1}", "null", "{\"receipt\":\"governance-receipt/v1\"}"])
        {
            await VerifyAsync(page, text);
            await Assertions.Expect(said).ToContainTextAsync("This is not a receipt file.");
            await Assertions.Expect(said).ToContainTextAsync("Take the file that “Keep the receipt” saved");
        }

        foreach (var (link, title) in ((string, string)[])[($"{portal.Url}receipts#{new string('A', 60)}", "This link carries no receipt."), ("by heart", "This is neither a receipt’s link nor a vote’s id."), ("0x" + new string('1', 64), "This portal has no message with that id.")])
        {
            await page.Locator("#receipt-id").FillAsync(link);
            await page.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
            await Assertions.Expect(said).ToContainTextAsync(title);
        }

        await Assertions.Expect(page.Locator(".verdict .message.bad, .proof")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task TheVoteList_AndTheAccount_LeadToTheReceipt_AndAnotherLedgersIsRefused()
    {
        string foreign;
        await using var portal = await PortalProcess.StartInAsync(_folder, _arguments);
        using var space = Space.Of(portal, _voters);
        string proposal = await space.ProposeAsync("Lead to the receipt", "By links.");
        await space.VoteAsync(proposal, _voters[1], 2, "");
        await using var visitor = await browser.VisitAsync(portal.Url);
        foreach (string path in (string[])[$"/{Space.Id}/proposals/{proposal}", $"/account/{_voters[1].Address}"])
        {
            var page = await visitor.OpenAsync(path);
            await page.Locator("a.receipt-link").First.ClickAsync();
            await Assertions.Expect(page.Locator(".verdict .message.good")).ToBeVisibleAsync();
        }

        // A portal with the same files but a key of its own: another ledger.
        string elsewhere = Directory.CreateTempSubdirectory("governance-elsewhere-").FullName;
        await using (var other = await PortalProcess.StartInAsync(elsewhere, _arguments))
        {
            using var its = Space.Of(other, _voters);
            string id = await its.ProposeAsync("Elsewhere", "Another ledger.");
            using var http = new HttpClient { BaseAddress = other.Url };
            foreign = await http.GetStringAsync(new Uri($"/api/messages/{id}/receipt.json", UriKind.Relative), TestContext.Current.CancellationToken);
        }

        Directory.Delete(elsewhere, recursive: true);
        var reader = await visitor.OpenAsync("/receipts");
        await VerifyAsync(reader, foreign);
        await Assertions.Expect(reader.Locator(".verdict .message.bad")).ToContainTextAsync("The portal does not keep its word.");
        await Assertions.Expect(reader.Locator(".proof .refuted")).ToContainTextAsync("This portal’s ledger is another one");
    }

    private static async Task<string> VoteAndKeepAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect a wallet" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Walking wallet" }).ClickAsync();
        await Assertions.Expect(page.Locator(".sources")).ToBeVisibleAsync();
        await page.Locator(".vote-box").GetByText("For", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Review my vote" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in my wallet" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Your vote was accepted.")).ToBeVisibleAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByText("Keep the receipt").First.ClickAsync());
        download.SuggestedFilename.ShouldMatch("^receipt-[0-9a-f]{8}\\.json$");
        return await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
    }

    private static Task VerifyAsync(IPage page, string receipt) =>
        page.Locator("[data-file]").SetInputFilesAsync(new FilePayload { Name = "receipt.json", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(receipt) });
}
