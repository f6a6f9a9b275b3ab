using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using Governance.Chains;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Migration;
using Governance.Proposals;
using Governance.Strategies;
using Governance.Tests.Strategies;

namespace Governance.Tests.Migration;

/// <summary>
/// A migration on real local chains: the token, vault, bridge and claim contract on the L1, the token on the L2, the old chain's list. Alice claimed (free and staked
/// were paid), Bob's claim left the staked part to the L2, Carol is linked by the operator's list, a fourth account is nobody's.
/// </summary>
internal sealed class MigrationStory : IAsyncDisposable
{
    public const ulong L1 = 31337, L2 = 2035;
    public const long Supply = 1_000;

    /// <summary>Holds PHA, vPHA and PHA on the L2.</summary>
    public static readonly SigningKey Dave = Signers.Named("dave");

    private static readonly BigInteger Pha = BigInteger.Pow(10, 18);

    private MigrationStory(Anvil l1, Anvil l2) => (Anvil1, Anvil2) = (l1, l2);

    public Anvil Anvil1 { get; }

    public Anvil Anvil2 { get; }

    public DevContracts Contracts { get; private set; } = null!;

    public DevToken L2Token { get; private set; } = null!;

    /// <summary>The block of the L1 whose balances count.</summary>
    public ulong Snapshot { get; private set; }

    public ListFile Balances { get; private set; } = null!;

    public ListFile Links { get; private set; } = null!;

    /// <summary>The nth old account.</summary>
    public static OldAccount Old(int n) => new(Keccak256.Hash(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"old account {n}"))));

    public static async Task<MigrationStory> TellAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        var past = DateTimeOffset.UtcNow - TimeSpan.FromDays(1);
        var story = new MigrationStory(await Anvil.StartAsync(new AnvilOptions { GenesisTime = past }, ct), await Anvil.StartAsync(new AnvilOptions { ChainId = L2, GenesisTime = past }, ct));
        await story.RunAsync();
        return story;
    }

    /// <summary>Both chains as a portal follows them.</summary>
    /// <param name="first">Another provider of the first.</param>
    public ChainRegistry Registry(ChainClient? first = null)
    {
        var registry = new ChainRegistry();
        foreach (var client in new[] { first ?? Anvil1.Client, Anvil2.Client }) registry.Add(new FollowedChain(client, [], 0));
        return registry;
    }

    /// <summary>A portal that follows both chains and has the lists.</summary>
    /// <param name="first">As of <see cref="Registry"/>.</param>
    public async Task<TestPortal> OpenPortalAsync(ChainClient? first = null)
    {
        var portal = await TestPortal.StartAsync(chains: Registry(first));
        await ImportAsync(portal);
        portal.Clock.Now = DateTimeOffset.UtcNow;
        return portal;
    }

    private async Task ImportAsync(TestPortal portal)
    {
        // Base units of 12 decimals. The last two are custody of the old chain and somebody who never came.
        var balances = string.Join('\n', [
            "account,free,staked", $"{Old(0).ToSs58(30)},30000000000000,20000000000000", $"{Old(1)},10000000000001,5000000000000", $"{Old(2).ToSs58(42)},7000000000000,0",
            $"{Old(3).ToSs58(0)},3999999999999,1000000000000", $"{Old(4).ToSs58(30)},500000000000000,0",
        ]);
        Balances = await portal.Get<ImportLists>().ImportAsync("old.csv", Encoding.UTF8.GetBytes(balances), ListKind.OldBalances);
        Links = await portal.Get<ImportLists>().ImportAsync("links.csv", Encoding.UTF8.GetBytes($"account,receiver\n{Old(2)},{Signers.Carol.Address}\n"), ListKind.Links);
    }

    /// <summary>The space's settings: four sources, each with its custody.</summary>
    public string Settings(Action<JsonObject>? change = null, string vaultStrategy = "erc20-balance-of")
    {
        string Custody(Address address, string why, string? backs = null) => $$"""{"address":"{{address}}","why":"{{why}}"{{(backs is null ? "" : $",\"backs\":\"{backs}\"")}}}""";
        var settings = JsonNode.Parse($$"""
            {"name":"Phala","network":"{{L1}}","symbol":"PHA","admins":[],"voting":{},"strategies":[
              {"name":"erc20-balance-of","network":"{{L1}}","params":{"symbol":"PHA","address":"{{Contracts.Token.Address}}","decimals":18,"supply":{{Supply}},"exclude":[
                {{Custody(Contracts.Vault.Address, "staking vault", "vPHA")}},{{Custody(Contracts.Bridge.Address, "bridge", "PHA on the L2")}},
                {{Custody(Contracts.Claimer.Address, "claims", "old PHA")}},{{Custody(Contracts.Owner, "treasury")}}] } },
              {"name":"{{vaultStrategy}}","network":"{{L1}}","params":{"symbol":"vPHA","address":"{{Contracts.Vault.Address}}","decimals":18,"exclude":[{{Custody(Contracts.Claimer.Address, "claims", "old PHA")}}] } },
              {"name":"erc20-balance-of","network":"{{L2}}","params":{"symbol":"PHA on the L2","address":"{{L2Token.Address}}","decimals":18} },
              {"name":"old-chain-balances","network":"{{L1}}","params":{"symbol":"old PHA","oldChain":"polkadot:1bb969d85965e4bb5a651abbedf21a54","block":{"number":9064613,"hash":"{{Keccak256.Hash("b"u8)}}"},
                "prefix":30,"list":"{{Balances.Reference}}","links":"{{Links.Reference}}","claims":[{"contract":"{{Contracts.Claimer.Address}}","fromBlock":1}],"claimed":"elsewhere","bridged":"here",
                "exclude":[{"address":"{{Old(4).ToSs58(42)}}","why":"the old bridge's reserve"}] } }]}
            """)!.AsObject();
        change?.Invoke(settings);
        return settings.ToJsonString();
    }

    /// <summary>Publishes the settings and a proposal at the story's block.</summary>
    public async Task<Proposal> PublishAsync(TestPortal portal, string? settings = null)
    {
        await portal.AcceptAsync(SampleMessages.Settings(portal, settings ?? Settings()));
        var receipt = await portal.AcceptAsync(SampleMessages.Proposal(portal, "basic", ["For", "Against", "Abstain"], message => message["snapshot"] = Snapshot));
        return (await portal.Get<ProposalStore>().FindAsync(receipt.Message.Id.ToString())).ShouldNotBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await Anvil1.DisposeAsync();
        await Anvil2.DisposeAsync();
    }

    private async Task RunAsync()
    {
        Contracts = await DeployContracts.RunAsync(Anvil1, ct: TestContext.Current.CancellationToken);
        var (owner, token, vault, claimer) = (Contracts.Owner, Contracts.Token, Contracts.Vault, Contracts.Claimer);
        await token.MintAsync(owner, owner, Supply * Pha);
        // What the old chain's 51 free and 26 staked PHA became, the custody account aside; shares were one to one then.
        await token.TransferAsync(owner, claimer.Address, 51 * Pha);
        await vault.DepositAsync(owner, 26 * Pha, claimer.Address);
        await token.TransferAsync(owner, Dave.Address, 100 * Pha);
        await vault.DepositAsync(owner, 40 * Pha, Dave.Address);
        await vault.AddRewardsAsync(owner, 13 * Pha);
        await token.TransferAsync(owner, Contracts.Bridge.Address, 200 * Pha);
        L2Token = new DevToken(Anvil2, (await DevContract.DeployAsync(Anvil2, Anvil2.Accounts[1], "PhaToken", [Anvil2.Accounts[1]])).Address);
        await L2Token.MintManyAsync(Anvil2.Accounts[1], [KeyValuePair.Create(Signers.Bob.Address, 60 * Pha), KeyValuePair.Create(Dave.Address, 140 * Pha)]);

        await claimer.ClaimAsync(owner, Old(0).ClaimUser, 30 * Pha, 20 * Pha, Signers.Alice.Address);
        await claimer.AdminClaimAsync(owner, Old(1).ClaimUser, (10 * Pha) + 1_000_000, 5 * Pha, Signers.Alice.Address, Signers.Bob.Address);
        await PinAsync();
        // Too late for the proposal.
        await claimer.ClaimAsync(owner, Old(3).ClaimUser, (4 * Pha) - 1_000_000, Pha, Signers.Carol.Address);
        await Anvil1.Controls.MineAsync(40);
        await Anvil2.Controls.MineAsync(40);
    }

    // The L2's last block not later than the L1's is the one with all balances.
    private async Task PinAsync()
    {
        var later = new[] { await Anvil1.Controls.TimeAsync(), await Anvil2.Controls.TimeAsync() }.Max().AddSeconds(30);
        await Anvil1.Controls.MineAtAsync(later);
        Snapshot = (await Anvil1.Client.GetBlockAsync(BlockTag.Latest, TestContext.Current.CancellationToken))!.Number;
        await Anvil2.Controls.MineAtAsync(later.AddSeconds(10));
    }
}
