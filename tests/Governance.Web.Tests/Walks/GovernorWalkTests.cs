using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.DevChain;
using Governance.Ethereum;
using Microsoft.Playwright;

namespace Governance.Web.Tests.Walks;

/// <summary>A governor's proposal from its creation to its end, on a real local chain: an open page shows each step soon after its block.</summary>
public sealed class GovernorWalkTests(Browser browser) : IAsyncLifetime
{
    // The promise is two seconds; the rest is for a machine that does other things too.
    private const float Soon = 10_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("governance-walk-").FullName;
    private Anvil _anvil = null!;
    private DevContracts _contracts = null!;
    private PortalProcess _portal = null!;

    private Address Holder => _anvil.Accounts[3];

    private static SigningKey Signer => DevAccounts.Key("voter");

    public async ValueTask InitializeAsync()
    {
        _anvil = await Anvil.StartAsync(new AnvilOptions { SlotsInAnEpoch = 4 });
        // Time to read a page before it draws itself anew for the vote's beginning.
        _contracts = await DeployContracts.RunAsync(_anvil, new DeploymentOptions { VotingDelay = 60 });
        var million = BigInteger.Pow(10, 24);
        await SeedHolders.RunAsync(_contracts.Token, _contracts.Owner, [new(Holder, 3 * million), new(Signer.Address, million)]);
        await SeedHolders.DelegateToThemselvesAsync(_anvil, _contracts.Token, [Holder, Signer.Address]);
        string settings = Path.Combine(_folder, "space.json");
        await File.WriteAllTextAsync(settings, new JsonObject
        {
            ["name"] = "Governed", ["network"] = _anvil.ChainId.ToString(CultureInfo.InvariantCulture), ["symbol"] = "PHA",
            ["strategies"] = new JsonArray(new JsonObject { ["name"] = "erc20-votes", ["params"] = new JsonObject { ["symbol"] = "PHA", ["address"] = _contracts.Token.Address.ToString(), ["decimals"] = 18 } }),
        }.ToJsonString());
        _portal = await PortalProcess.StartAsync(
            $"--Chains:0:Id={_anvil.ChainId}", $"--Chains:0:Rpc:0={_anvil.Url}", $"--Chains:0:Governors:0:Address={_contracts.Governor.Address}", "--Chains:0:Governors:0:Space=governed.eth",
            "--Spaces:0:Id=governed.eth", $"--Spaces:0:SettingsFile={settings}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_portal is not null) await _portal.DisposeAsync();
        if (_anvil is not null) await _anvil.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task EachStep_ShowsWithItsEvidence_UntilItIsExecuted()
    {
        var proposal = Harmless("# Open the gate\n\nIt stays open.");
        await using var visitor = await browser.VisitAsync(_portal.Url);
        var page = await ProposeAndOpenAsync(visitor, proposal);
        await ExpectEvidenceAsync(page, "Proposed");

        var governor = _contracts.Governor;
        await QueueProposal.PassAsync(_anvil, governor, await governor.SnapshotOfAsync(proposal.Id));
        await ExpectStateAsync(page, "Active");
        await governor.CastVoteAsync(Holder, proposal.Id, DevSupport.For, "Let us walk.");
        await Assertions.Expect(page.Locator(".choice-for .power")).ToHaveTextAsync("3,000,000 PHA", new() { Timeout = Soon });
        await governor.CastVoteBySigAsync(_anvil.Accounts[4], Signer, proposal.Id, DevSupport.Against);
        await Assertions.Expect(page.Locator(".choice-against .power")).ToHaveTextAsync("1,000,000 PHA", new() { Timeout = Soon });

        await QueueProposal.PassAsync(_anvil, governor, await governor.DeadlineOfAsync(proposal.Id));
        await ExpectStateAsync(page, "Succeeded");
        var queued = await governor.QueueAsync(Holder, proposal);
        await ExpectStateAsync(page, "Queued");
        await ExpectEvidenceAsync(page, "Queued");
        await Assertions.Expect(page.Locator("[data-step='Waiting time'] .countdown")).ToContainTextAsync("In ");

        await _anvil.Controls.MineAtAsync((await governor.EtaOfAsync(proposal.Id))!.Value, TestContext.Current.CancellationToken);
        await Assertions.Expect(page.Locator("[data-step='Ready']")).ToBeVisibleAsync(new() { Timeout = Soon });
        await governor.ExecuteAsync(Holder, proposal);
        await ExpectStateAsync(page, "Executed");
        await ExpectEvidenceAsync(page, "Executed");

        await page.GotoAsync($"{_portal.Url}account/{Holder}");
        var cast = page.Locator("section[aria-labelledby='on-chain'] tbody tr");
        await Assertions.Expect(cast).ToHaveCountAsync(1);
        foreach (string shown in (string[])["Open the gate", "For", "Let us walk.", "3,000,000 PHA"]) await Assertions.Expect(cast).ToContainTextAsync(shown);
        visitor.Complaints.ShouldBeEmpty(_portal.Output);
    }

    [Fact]
    public async Task AnOperationCancelledAtTheTimelock_EndsTheProposalOnThePage()
    {
        var proposal = Harmless("# Close the gate");
        await using var visitor = await browser.VisitAsync(_portal.Url);
        var page = await ProposeAndOpenAsync(visitor, proposal);
        var governor = _contracts.Governor;
        await QueueProposal.PassAsync(_anvil, governor, await governor.SnapshotOfAsync(proposal.Id));
        await governor.CastVoteAsync(Holder, proposal.Id, DevSupport.For);
        await QueueProposal.PassAsync(_anvil, governor, await governor.DeadlineOfAsync(proposal.Id));
        await governor.QueueAsync(Holder, proposal);
        await ExpectStateAsync(page, "Queued");
        await _contracts.Timelock.CancelDirectlyAsync(_contracts.Guardian, proposal.OperationIdOf(governor.Address));
        await ExpectStateAsync(page, "Canceled");
        await Assertions.Expect(page.Locator("[data-step='Canceled']")).ToContainTextAsync("directly at the timelock");
        await ExpectEvidenceAsync(page, "Canceled");
        visitor.Complaints.ShouldBeEmpty(_portal.Output);
    }

    [Fact]
    public async Task TheReader_SeesWhatItDoes_WhetherItWouldSucceed_AndWhoCanStopIt()
    {
        byte[] unknown = [0xde, 0xad, 0xbe, 0xef, .. new byte[32]];
        var proposal = new DevProposal("# Open the bridge", new DevAction(_contracts.Bridge.Address, DevBridge.Unpause.Encode()), new DevAction(_contracts.Token.Address, unknown));
        // A second from block to block, so that the vote's beginning is a minute away: the page draws itself anew then.
        await _anvil.Controls.MineAsync(40, ct: TestContext.Current.CancellationToken);
        await using var visitor = await browser.VisitAsync(_portal.Url);
        var page = await ProposeAndOpenAsync(visitor, proposal);
        var calls = page.Locator("section[aria-labelledby='actions']");
        await Assertions.Expect(calls).ToContainTextAsync($"Lets the paused {_contracts.Bridge.Address} work again.");
        await Assertions.Expect(calls.Locator(".unknown-call")).ToContainTextAsync("Unknown call 0xdeadbeef of the token PHA");
        await calls.Locator("summary").Nth(1).ClickAsync();
        await Assertions.Expect(calls.Locator("code.bytes").Nth(1)).ToHaveTextAsync(Hex.Format(unknown));

        await page.GetByRole(AriaRole.Button, new() { Name = "Would it succeed now?" }).ClickAsync();
        await Assertions.Expect(page.GetByText("It would fail now.")).ToBeVisibleAsync(new() { Timeout = Soon });
        await Assertions.Expect(page.GetByText("says Unpaused: account the timelock")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("does not say why")).ToBeVisibleAsync();

        var control = page.Locator("section[aria-labelledby='control']");
        await Assertions.Expect(control).ToContainTextAsync("60 seconds");
        await Assertions.Expect(control.GetByText("(the governor)").First).ToBeVisibleAsync();
        await _anvil.Controls.SetBalancesAsync([_contracts.Timelock.Address], BigInteger.Pow(10, 18), TestContext.Current.CancellationToken);
        await _anvil.Controls.ImpersonateAsync(_contracts.Timelock.Address, TestContext.Current.CancellationToken);
        await _contracts.Timelock.SendAsync(_contracts.Timelock.Address, AbiFunction.Parse("updateDelay(uint256)"), 5);
        await Assertions.Expect(page.Locator("[data-step='Control changed']")).ToContainTextAsync("became 5 seconds", new() { Timeout = Soon });
        await ExpectEvidenceAsync(page, "Control changed");

        using var http = new HttpClient { BaseAddress = _portal.Url };
        using var answer = JsonDocument.Parse(await http.GetStringAsync(new Uri($"/api/proposals/eip155:{_anvil.ChainId}:{Hex.Format(_contracts.Governor.Address.Bytes)}:{proposal.Id}", UriKind.Relative), TestContext.Current.CancellationToken));
        var actions = answer.RootElement.GetProperty("actions");
        actions[0].GetProperty("function").GetString().ShouldBe("unpause()");
        actions[1].GetProperty("known").GetBoolean().ShouldBeFalse();
        answer.RootElement.GetProperty("control").GetProperty("minDelaySeconds").GetInt64().ShouldBe(5);
        var space = await visitor.OpenAsync("/governed.eth");
        await Assertions.Expect(space.GetByText("May cancel what waits")).ToBeVisibleAsync();
        visitor.Complaints.ShouldBeEmpty(_portal.Output);
    }

    private static DevProposal Harmless(string description) => new(description, new DevAction(Signer.Address, []));

    private async Task<IPage> ProposeAndOpenAsync(Visitor visitor, DevProposal proposal)
    {
        await _contracts.Governor.ProposeAsync(Holder, proposal);
        string path = $"/governed.eth/proposals/eip155:{_anvil.ChainId}:{Hex.Format(_contracts.Governor.Address.Bytes)}:{proposal.Id}";
        using var http = new HttpClient { BaseAddress = _portal.Url };
        for (int attempt = 0; attempt < 100; attempt++)
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            if (answer.IsSuccessStatusCode) break;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        var page = await visitor.OpenAsync(path);
        // Live once its connection stands; what was shown before came with the document.
        await page.WaitForFunctionAsync("() => window.Blazor !== undefined");
        return page;
    }

    private static Task ExpectStateAsync(IPage page, string state) =>
        Assertions.Expect(page.Locator(".title .state")).ToHaveTextAsync(state, new() { Timeout = Soon });

    private static async Task ExpectEvidenceAsync(IPage page, string step)
    {
        var evidence = page.Locator($"[data-step='{step}'] .evidence");
        await Assertions.Expect(evidence).ToContainTextAsync("Transaction", new() { Timeout = Soon });
        await Assertions.Expect(evidence).ToContainTextAsync("eip155:31337");
        await Assertions.Expect(evidence).ToContainTextAsync("Confidence");
    }
}
