using Governance.Clients;
using Governance.Ethereum;
using Microsoft.Playwright;

namespace Governance.Web.Tests.Walks;

/// <summary>The hashes that the vote box shows before signing: those of the message that is then signed, as viem and the audit program compute them.</summary>
public sealed class DigestWalkTests(Browser browser, OpenSpace open) : IClassFixture<OpenSpace>
{
    [Fact]
    public async Task TheDigestThatIsShown_IsTheOneThatIsSigned_AndChoosingAgainMakesAnother()
    {
        var voter = open.Space.Voters[3];
        string proposal = await open.Space.ProposeAsync("Walk in step", "Or *not*.");
        await using var visitor = await browser.VisitAsync(open.Portal.Url);
        string? signed = null;
        await TestWallet.InstallAsync(visitor.Context, voter, typedData => signed = typedData);
        var page = await visitor.OpenAsync($"/{Space.Id}/proposals/{proposal}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect a wallet" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Walking wallet" }).ClickAsync();

        await ReviewAsync(page, "Against");
        await Assertions.Expect(page.Locator(".what-is-signed dl").First).ToBeHiddenAsync();
        await page.GetByText("What your wallet signs").ClickAsync();
        var first = await ShownAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Back" }).ClickAsync();
        await ReviewAsync(page, "For");
        await page.GetByText("What your wallet signs").ClickAsync();
        var shown = await ShownAsync(page);
        shown.Domain.ShouldBe(first.Domain);
        shown.Message.ShouldNotBe(first.Message);
        shown.Digest.ShouldNotBe(first.Digest);
        await Assertions.Expect(page.Locator(".what-is-signed")).ToContainTextAsync("walkers.eth");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in my wallet" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Your vote was accepted.")).ToBeVisibleAsync();
        var viem = (await NodeClients.RunAsync("digest.mjs", [], signed, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        shown.ShouldBe(new Hashes(viem.GetProperty("domain").GetString()!, viem.GetProperty("message").GetString()!, viem.GetProperty("digest").GetString()!));
        shown.ShouldBe(await AuditAsync(signed!, TestWallet.Sign(voter, signed!), voter.Address));
        visitor.Complaints.ShouldBeEmpty(open.Portal.Output);
    }

    private static async Task ReviewAsync(IPage page, string choice)
    {
        await page.Locator(".vote-box").GetByText(choice, new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Review my vote" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in my wallet" })).ToBeVisibleAsync();
    }

    private static async Task<Hashes> ShownAsync(IPage page)
    {
        var hashes = page.Locator(".what-is-signed .hashes code");
        await Assertions.Expect(hashes).ToHaveCountAsync(3);
        return new Hashes(await hashes.Nth(0).InnerTextAsync(), await hashes.Nth(1).InnerTextAsync(), await hashes.Nth(2).InnerTextAsync());
    }

    // As anybody would run it: the program, a file, the signature.
    private static async Task<Hashes> AuditAsync(string typedData, string signature, Address signer)
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, typedData);
            var (exitCode, output) = await AuditProgram.RunAsync("digest", file, "--signature", signature);
            exitCode.ShouldBe(0, output);
            var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            string Of(string name) => lines.Single(line => line.StartsWith(name + "  ", StringComparison.Ordinal))[name.Length..].Trim();
            Of("signer").ShouldBe(signer.ToString());
            return new Hashes(Of("domain separator"), Of("struct hash"), Of("digest"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private sealed record Hashes(string Domain, string Message, string Digest);
}
