using System.Globalization;
using System.Net.Http.Json;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Governance.Web.Tests.Walks;

/// <summary>The portal's defining vote, in the demo on two chains: a voter sees four sources and why, and what all of them add up to.</summary>
public sealed class MigrationWalkTests(Browser browser) : IAsyncLifetime
{
    private PortalProcess _portal = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _portal = await PortalProcess.StartAsync();
        _http = new HttpClient { BaseAddress = _portal.Url };
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_portal is not null) await _portal.DisposeAsync();
    }

    [Fact]
    public async Task AVoter_SeesFourSourcesAndWhy_RanksTheChoices_AndChangesTheRanking()
    {
        await using var visitor = await browser.VisitAsync(_portal.Url);
        var page = await visitor.OpenAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Which name for the layer 2?" }).ClickAsync();
        await Assertions.Expect(page.Locator(".measure")).ToContainTextAsync("96 votes");
        await BecomeAsync(page, "Chloe");
        var sources = page.Locator(".sources");
        foreach (string row in (string[])["PHA on Ethereum on eip155:31337", "vPHA, staked on eip155:31337", "PHA on the layer 2 on eip155:2035", "PHA on the parachain: old accounts linked to this one"])
            await Assertions.Expect(sources).ToContainTextAsync(row);
        await Assertions.Expect(sources.Locator("tfoot")).ToContainTextAsync("133,500 PHA");
        var old = page.Locator(".old-account");
        await Assertions.Expect(old).ToContainTextAsync(new Regex(@"1,000 free, 2,500 staked;\s+2,500 of it count here"));
        await Assertions.Expect(old).ToContainTextAsync("Evidence: ClaimedAndBridged in block");

        foreach (string name in (string[])["Khala", "Phala Network", "Phala L2", "Something new"]) await page.Locator(".unranked").GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
        await SignAsync(page, "Khala › Phala Network › Phala L2 › Something new");
        await Assertions.Expect(page.Locator(".measure")).ToContainTextAsync("97 votes");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change my vote" }).ClickAsync();
        await MoveUpAsync(page, "Something new", steps: 3);
        await SignAsync(page, "Something new › Khala › Phala Network › Phala L2");
        await Assertions.Expect(page.Locator(".measure")).ToContainTextAsync("97 votes");
        visitor.Complaints.ShouldBeEmpty(_portal.Output);
        string id = (await GetAsync("/api/proposals?space=phala.demo&q=Which")).GetProperty("items")[0].GetProperty("id").GetString()!;
        await AuditProgram.RecountAsync(path => _http.GetAsync(new Uri(path, UriKind.Relative)), id);
    }

    [Fact]
    public async Task TheSources_AddUpToTheSupply_ToTheLastBaseUnit_OnThePageAndByTheApi()
    {
        await using var visitor = await browser.VisitAsync(_portal.Url, width: 320);
        var page = await visitor.OpenAsync("/phala.demo");
        await page.GetByRole(AriaRole.Link, new() { Name = "Do they add up?" }).ClickAsync();
        await Assertions.Expect(page.Locator(".message.good")).ToContainTextAsync("It adds up to the last base unit.");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Leaving the vault");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("eip155:2035");
        string mine = await OldAccountAsync();
        await page.GetByLabel("Your old account").FillAsync(mine);
        await page.GetByRole(AriaRole.Button, new() { Name = "Find it" }).ClickAsync();
        await Assertions.Expect(page.Locator("#account-found")).ToContainTextAsync("speaks for it");
        await Axe.ExpectNothingAsync(page);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
        visitor.Complaints.ShouldBeEmpty(_portal.Output);

        string id = (await GetAsync("/api/proposals?space=phala.demo&q=Move")).GetProperty("items")[0].GetProperty("id").GetString()!;
        var reading = await GetAsync($"/api/proposals/{id}/sources");
        var supply = reading.GetProperty("supply");
        (supply.GetProperty("amount").GetString(), supply.GetProperty("difference").GetString()).ShouldBe(("1000000000000000000000000000", "0"));
        supply.GetProperty("lines").EnumerateArray().Aggregate(BigInteger.Zero, (sum, line) => sum + Units(line, "amount")).ShouldBe(BigInteger.Pow(10, 27));
        reading.GetProperty("sources").EnumerateArray().Select(source => source.GetProperty("chain").GetString()).Distinct().Count().ShouldBe(3);

        await EveryOldAccount_StandsForItself(id);
    }

    // The key of somebody's old account, in hexadecimal: it is found however it is spelled.
    private async Task<string> OldAccountAsync()
    {
        string id = (await GetAsync("/api/proposals?space=phala.demo&q=Move")).GetProperty("items")[0].GetProperty("id").GetString()!;
        var account = (await GetAsync($"/api/proposals/{id}/old-accounts?standing=linked&limit=1")).GetProperty("items")[0];
        foreach (string spelling in (string[])["account", "publicKey"])
            (await GetAsync($"/api/proposals/{id}/old-accounts?account={account.GetProperty(spelling).GetString()}")).GetProperty("items")[0].GetProperty("publicKey").GetString().ShouldBe(account.GetProperty("publicKey").GetString());
        return account.GetProperty("publicKey").GetString()!;
    }

    // Every account of the list, page by page: what it counts, was paid and leaves without a vote is its balance.
    private async Task EveryOldAccount_StandsForItself(string id)
    {
        var counted = BigInteger.Zero;
        var standings = new HashSet<string>();
        for (string? after = ""; after is not null;)
        {
            var list = await GetAsync($"/api/proposals/{id}/old-accounts?limit=50&after={after}");
            foreach (var account in list.GetProperty("items").EnumerateArray())
            {
                (Units(account, "counted") + Units(account, "paidOut") + Units(account, "withoutVote")).ShouldBe(Units(account, "free") + Units(account, "staked"));
                counted += Units(account, "counted");
                standings.Add(account.GetProperty("standing").GetString()!);
                if (account.GetProperty("standing").GetString() == "linked") (account.GetProperty("claims").GetArrayLength() > 0 || account.GetProperty("linkList").GetString() is not null).ShouldBeTrue();
            }

            after = list.GetProperty("next").GetString();
        }

        standings.ShouldBe(["linked", "unclaimed", "excluded"], ignoreOrder: true);
        var source = (await GetAsync($"/api/proposals/{id}/sources")).GetProperty("sources")[3];
        (counted * 1_000_000).ShouldBe(Units(source, "counted"));
        (await GetAsync($"/api/proposals/{id}/old-accounts?standing=excluded")).GetProperty("items")[0].GetProperty("why").GetString()!.ShouldContain("reserve");
        foreach (string wrong in (string[])["standing=odd", "standing=1", "standing=linked,excluded", "account=5Grw", "after=x", "limit=0"])
            (await _http.GetAsync(new Uri($"/api/proposals/{id}/old-accounts?{wrong}", UriKind.Relative))).StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest, wrong);
        await EveryList_IsItsHash(id);
    }

    // The lists that power follows from: anybody gets their bytes by the hash that the proposal names, and no others.
    private async Task EveryList_IsItsHash(string id)
    {
        var names = (await _http.GetStringAsync(new Uri($"/phala.demo/sources?proposal={id}", UriKind.Relative))).Split("/lists/sha256:").Skip(1).Select(rest => rest[..64]).Distinct().ToArray();
        names.Length.ShouldBe(3);
        foreach (string name in names)
        {
            byte[] content = await _http.GetByteArrayAsync(new Uri($"/api/proposals/{id}/lists/sha256:{name}", UriKind.Relative));
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)).ShouldBe(name);
        }

        (await _http.GetAsync(new Uri($"/api/proposals/{id}/lists/sha256:{new string('0', 64)}", UriKind.Relative))).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    private Task<JsonElement> GetAsync(string path) => _http.GetFromJsonAsync<JsonElement>(path);

    private static BigInteger Units(JsonElement json, string name) => BigInteger.Parse(json.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private static async Task BecomeAsync(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect a wallet" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Development wallet" }).ClickAsync();
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
    }

    private static async Task MoveUpAsync(IPage page, string choice, int steps)
    {
        for (int i = 0; i < steps; i++) await page.GetByRole(AriaRole.Button, new() { Name = $"Move {choice} up" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ranking li").First).ToContainTextAsync(choice);
    }

    private static async Task SignAsync(IPage page, string inWords)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Review my vote" }).ClickAsync();
        await Assertions.Expect(page.Locator(".signing")).ToContainTextAsync(inWords);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in my wallet" }).ClickAsync();
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Sign", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Your vote was accepted.")).ToBeVisibleAsync();
    }
}
