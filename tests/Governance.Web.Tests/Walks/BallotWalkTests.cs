using System.Net.Http.Json;
using System.Numerics;
using System.Text.Json;
using Governance.DevChain;
using Governance.Ethereum;
using Microsoft.Playwright;

namespace Governance.Web.Tests.Walks;

/// <summary>Voters without ether sign, another visitor relays, and the votes stand on the chain and on the page.</summary>
public sealed class BallotWalkTests(Browser browser, GovernedSpace space) : IClassFixture<GovernedSpace>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AVoterSignsForNothing_AnotherRelays_AndTheVoteCounts()
    {
        var proposal = space.Harmless("# Sign and relay");
        await space.Governor.ProposeAsync(space.Holder, proposal);
        await space.OpenVotingAsync(space.Governor, proposal.Id);
        for (int i = 0; i < space.Signers.Count; i++) await SignAsync(space.Signers[i], proposal, i == 0 ? "For" : "Against");

        await using var relayer = await browser.VisitAsync(space.Portal.Url);
        await TestWallet.InstallAsync(relayer.Context, space.Anvil, space.Anvil.Accounts[6]);
        var page = await space.OpenAsync(relayer, space.Governor, proposal.Id, "active");
        var ballots = page.Locator("section:has(#ballots)");
        await Assertions.Expect(ballots.Locator("tr[data-standing='Valid']")).ToHaveCountAsync(2, new() { Timeout = GovernedSpace.Soon });
        await ConnectAsync(ballots);
        await ballots.GetByRole(AriaRole.Button, new() { Name = "Relay all 2" }).ClickAsync();

        await Assertions.Expect(page.Locator(".choice-for .power")).ToHaveTextAsync("1,000,000 PHA", new() { Timeout = GovernedSpace.Soon });
        await Assertions.Expect(page.Locator(".choice-against .power")).ToHaveTextAsync("1,000,000 PHA", new() { Timeout = GovernedSpace.Soon });
        await Assertions.Expect(ballots.Locator("tr[data-standing='Relayed']")).ToHaveCountAsync(2, new() { Timeout = GovernedSpace.Soon });
        foreach (var signer in space.Signers)
            (await space.Governor.CallAsync(AbiFunction.Parse("hasVoted(uint256,address)(bool)"), proposal.Id, signer.Address)).Boolean(0).ShouldBeTrue();
        (await space.Anvil.Client.GetBalanceAsync(space.Signers[0].Address, BlockRef.Latest, Ct)).IsZero.ShouldBeTrue("the voter never had any ether");
        relayer.Complaints.ShouldBeEmpty(space.Portal.Output);
    }

    [Fact]
    public async Task TheHttpInterface_PreparesTakesAndListsBallots_AndRefusesWithStableCodes()
    {
        using var http = new HttpClient { BaseAddress = space.Portal.Url };
        var proposal = space.Harmless("# By interface");
        await space.Governor.ProposeAsync(space.Holder, proposal);
        await space.OpenVotingAsync(space.Governor, proposal.Id);
        await space.UntilIndexedAsync(space.Governor, proposal.Id, "active");
        string id = space.IdOf(space.Governor, proposal.Id);
        var voter = space.Signers[1];
        var prepared = await http.GetFromJsonAsync<JsonElement>($"/api/proposals/{id}/ballot?voter={voter.Address}&support=2&reason=why", Ct);
        prepared.GetProperty("about").GetString()!.ShouldContain("Good until");
        var ballot = new Dictionary<string, object?>
        {
            ["proposal"] = id, ["voter"] = voter.Address.ToString(), ["support"] = 2, ["reason"] = "why", ["nonce"] = prepared.GetProperty("nonce").GetString(),
            ["signature"] = TestWallet.Sign(voter, prepared.GetProperty("typedData").GetRawText()),
        };

        using var taken = await http.PostAsJsonAsync("/api/ballots", ballot, Ct);
        taken.EnsureSuccessStatusCode();
        var listed = (await http.GetFromJsonAsync<JsonElement>($"/api/proposals/{id}/ballots", Ct)).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        (listed.GetProperty("standing").GetString(), listed.GetProperty("votingPower").GetString()).ShouldBe(("valid", "1000000000000000000000000"));
        listed.GetProperty("call").GetProperty("to").GetString().ShouldBe(space.Governor.Address.ToString());

        foreach (var (field, value, code) in (IEnumerable<(string, object?, string)>)
                 [("proposal", "nothing", "unknown-proposal"), ("support", 9, "invalid-support"), ("reason", "other", "wrong-ballot-signature"), ("nonce", "-1", "wrong-ballot-format"), ("signature", null, "wrong-ballot-format")])
        {
            using var refused = await http.PostAsJsonAsync("/api/ballots", new Dictionary<string, object?>(ballot) { [field] = value }, Ct);
            ((int)refused.StatusCode).ShouldBe(400, field);
            (await refused.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString().ShouldBe(code);
        }

        using var unreadable = await http.PostAsync(new Uri("/api/ballots", UriKind.Relative), new StringContent("{", System.Text.Encoding.UTF8, "application/json"), Ct);
        ((int)unreadable.StatusCode).ShouldBe(400);
    }

    private async Task SignAsync(SigningKey signer, DevProposal proposal, string choice)
    {
        await using var voter = await browser.VisitAsync(space.Portal.Url);
        await TestWallet.InstallAsync(voter.Context, signer, chain: space.Anvil.ChainId);
        var page = await space.OpenAsync(voter, space.Governor, proposal.Id, "active");
        var box = page.Locator(".vote-box");
        await ConnectAsync(box);
        await box.GetByRole(AriaRole.Radio, new() { Name = choice, Exact = true }).CheckAsync();
        await box.GetByRole(AriaRole.Button, new() { Name = $"Sign {choice}, free of charge" }).ClickAsync();
        await Assertions.Expect(box.Locator("blockquote")).ToContainTextAsync($"I vote {choice} on “Sign and relay” at PhaGovernor.");
        await box.GetByRole(AriaRole.Button, new() { Name = "Sign in my wallet" }).ClickAsync();
        await Assertions.Expect(box.GetByText("Your ballot is here.")).ToBeVisibleAsync(new() { Timeout = GovernedSpace.Soon });
        voter.Complaints.ShouldBeEmpty(space.Portal.Output);
    }

    private static async Task ConnectAsync(ILocator part)
    {
        await part.GetByRole(AriaRole.Button, new() { Name = "Connect a wallet" }).ClickAsync(new() { Timeout = GovernedSpace.Soon });
        await part.GetByRole(AriaRole.Button, new() { Name = "Walking wallet" }).ClickAsync();
    }
}
