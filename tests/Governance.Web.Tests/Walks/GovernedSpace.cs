using System.Globalization;
using System.Numerics;
using Governance.DevChain;
using Governance.Ethereum;
using Microsoft.Playwright;

namespace Governance.Web.Tests.Walks;

/// <summary>
/// A local chain with two governors of one space, as of a community that moved from one to the other, and the real program that follows them;
/// shared by the walks of a class.
/// </summary>
public sealed class GovernedSpace : IAsyncLifetime
{
    /// <summary>Room for a page to show a step, on a machine that does other things too.</summary>
    public const float Soon = 30_000;

    public const int GraceSeconds = 3_600;

    public Anvil Anvil { get; private set; } = null!;

    public DevContracts Contracts { get; private set; } = null!;

    /// <summary>OpenZeppelin 5 with its own timelock.</summary>
    public DevGovernor Governor => Contracts.Governor;

    /// <summary>OpenZeppelin 5 behind Compound's timelock: what waits too long expires.</summary>
    public DevGovernor Expiring { get; private set; } = null!;

    internal PortalProcess Portal { get; private set; } = null!;

    /// <summary>With three million.</summary>
    public Address Holder => Anvil.Accounts[3];

    /// <summary>With a million each, and no ether.</summary>
    public IReadOnlyList<SigningKey> Signers { get; } = DevAccounts.Voters(2);

    public async ValueTask InitializeAsync()
    {
        Anvil = await Anvil.StartAsync(new AnvilOptions { SlotsInAnEpoch = 4 });
        Contracts = await DeployContracts.RunAsync(Anvil, new DeploymentOptions { VotingPeriod = 200 });
        var million = BigInteger.Pow(10, 24);
        await SeedHolders.RunAsync(Contracts.Token, Contracts.Owner, [new(Holder, 3 * million), .. Signers.Select(signer => KeyValuePair.Create(signer.Address, million))]);
        await SeedHolders.DelegateToThemselvesAsync(Anvil, Contracts.Token, [Holder, .. Signers.Select(signer => signer.Address)]);
        await Anvil.Controls.SetBalancesAsync(Signers.Select(signer => signer.Address), BigInteger.Zero);
        await DeployExpiringAsync();
        string[] governors = [.. new[] { Governor, Expiring }.SelectMany((governor, i) => (string[])
            [string.Create(CultureInfo.InvariantCulture, $"--Chains:0:Governors:{i}:Address={governor.Address}"), string.Create(CultureInfo.InvariantCulture, $"--Chains:0:Governors:{i}:Space=governed.eth")])];
        Portal = await PortalProcess.StartAsync([$"--Chains:0:Id={Anvil.ChainId}", $"--Chains:0:Rpc:0={Anvil.Url}", .. governors]);
    }

    public async ValueTask DisposeAsync()
    {
        if (Portal is not null) await Portal.DisposeAsync();
        if (Anvil is not null) await Anvil.DisposeAsync();
        foreach (var signer in Signers) signer.Dispose();
    }

    // Its ids go on where a former governor's ended.
    private async Task DeployExpiringAsync()
    {
        async Task<DevContract> Deploy(string artifact, params object[] arguments) => await DevContract.DeployAsync(Anvil, Contracts.Owner, artifact, arguments);
        var timelock = await Deploy("CompoundTimelock", 60, GraceSeconds);
        var governor = await Deploy("CompoundStyleGovernor", Contracts.Token.Address, timelock.Address, 1, 25, 4, 5, 100);
        await timelock.SendAsync(Contracts.Owner, AbiFunction.Parse("handOver(address)"), governor.Address);
        Expiring = new DevGovernor(Anvil, governor.Address);
        var multicall = await Deploy("Multicall");
        await Anvil.Controls.SetCodeAsync(Execution.RelayBallots.Multicall3, await Anvil.Client.GetCodeAsync(multicall.Address, BlockRef.Latest, CancellationToken.None));
    }

    /// <summary>An action that harms nothing.</summary>
    public DevProposal Harmless(string description) => new(description, new DevAction(Signers[0].Address, Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(description)).ToArray()));

    /// <summary>Proposes, and opens the proposal's page once the portal has it.</summary>
    /// <param name="id">The contract's number; null: the hash that is usual.</param>
    public async Task<IPage> ProposeAndOpenAsync(Visitor visitor, DevGovernor governor, DevProposal proposal, BigInteger? id = null)
    {
        await governor.ProposeAsync(Holder, proposal);
        return await OpenAsync(visitor, governor, id ?? proposal.Id);
    }

    public async Task<IPage> OpenAsync(Visitor visitor, DevGovernor governor, BigInteger id, string state = "")
    {
        await UntilIndexedAsync(governor, id, state);
        var page = await visitor.OpenAsync($"/governed.eth/proposals/{IdOf(governor, id)}");
        // Live once its connection stands; what was shown before came with the document.
        await page.WaitForFunctionAsync("() => window.Blazor !== undefined");
        return page;
    }

    public string IdOf(DevGovernor governor, BigInteger id) => $"eip155:{Anvil.ChainId}:{Hex.Format(governor.Address.Bytes)}:{id}";

    /// <summary>Waits until the portal has the proposal, in this state if one is named: a page that is open while voting begins loads itself anew.</summary>
    public async Task UntilIndexedAsync(DevGovernor governor, BigInteger id, string state)
    {
        using var http = new HttpClient { BaseAddress = Portal.Url };
        for (int attempt = 0; ; attempt++)
        {
            using var answer = await http.GetAsync(new Uri($"/api/proposals/{IdOf(governor, id)}", UriKind.Relative), TestContext.Current.CancellationToken);
            string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (answer.IsSuccessStatusCode && (state.Length == 0 || System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("state").GetString() == state)) return;
            if (attempt == 600) throw new TimeoutException(text);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    public async Task OpenVotingAsync(DevGovernor governor, BigInteger id) => await QueueProposal.PassAsync(Anvil, governor, await governor.SnapshotOfAsync(id));

    public async Task CloseVotingAsync(DevGovernor governor, BigInteger id) => await QueueProposal.PassAsync(Anvil, governor, await governor.DeadlineOfAsync(id));

    public static Task ExpectStateAsync(IPage page, string state) => Assertions.Expect(page.Locator(".title .state")).ToHaveTextAsync(state, new() { Timeout = Soon });
}
