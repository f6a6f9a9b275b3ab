using System.Globalization;
using System.Numerics;
using Governance.DevChain;

namespace Governance.Ethereum.Tests.DevChain;

public sealed class DevContractsTests
{
    private static readonly BigInteger Pha = BigInteger.Pow(10, 18);

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StartsAndDeploysEverything()
    {
        await using var anvil = await Anvil.StartAsync(ct: Ct);
        var contracts = await DeployContracts.RunAsync(anvil, ct: Ct);

        (await contracts.Timelock.MinDelayAsync()).ShouldBe(TimeSpan.FromMinutes(1));
        (await contracts.Bridge.IsPausedAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task TokenMintsTransfersAndDelegates()
    {
        await using var anvil = await Anvil.StartAsync(ct: Ct);
        var (token, _) = await DeployContracts.TokenAndVaultAsync(anvil, anvil.Accounts[0], ct: Ct);
        var (alice, bob) = (anvil.Accounts[3], anvil.Accounts[4]);

        await token.MintAsync(anvil.Accounts[0], alice, 10 * Pha);
        await token.TransferAsync(alice, bob, 3 * Pha);
        await token.DelegateAsync(alice, bob);

        (await token.BalanceOfAsync(alice)).ShouldBe(7 * Pha);
        (await token.VotesOfAsync(bob)).ShouldBe(7 * Pha);
        (await token.TotalSupplyAsync()).ShouldBe(10 * Pha);
        var fault = await Should.ThrowAsync<DevChainException>(() => token.MintAsync(alice, alice, Pha));
        fault.RevertData.Span[..4].ToArray().ShouldBe(AbiFunction.Parse("OwnableUnauthorizedAccount(address)").Selector.ToArray());
    }

    [Fact]
    public async Task VaultSharesGrowDearer_AndLeaveInTwoSteps()
    {
        await using var anvil = await Anvil.StartAsync(ct: Ct);
        var owner = anvil.Accounts[0];
        var (token, vault) = await DeployContracts.TokenAndVaultAsync(anvil, owner, new DeploymentOptions { UnlockDelay = TimeSpan.FromDays(21) }, Ct);
        await token.MintAsync(owner, owner, 1000 * Pha);

        await vault.DepositAsync(owner, 100 * Pha, anvil.Accounts[3]);
        await vault.AddRewardsAsync(owner, 19 * Pha);
        (await vault.BalanceOfAsync(anvil.Accounts[3])).ShouldBe(100 * Pha);
        // One base unit is lost to rounding, by ERC-4626 in the vault's favour.
        (await vault.ConvertToAssetsAsync(100 * Pha)).ShouldBe((119 * Pha) - 1);

        await vault.RequestUnlockAsync(anvil.Accounts[3], 40 * Pha);
        (await vault.TotalSupplyAsync()).ShouldBe(60 * Pha);
        await Should.ThrowAsync<DevChainException>(() => vault.ClaimUnlockedAsync(anvil.Accounts[3], 0));
        await anvil.Controls.IncreaseTimeAsync(TimeSpan.FromDays(21), Ct);
        await vault.ClaimUnlockedAsync(anvil.Accounts[3], 0);
        (await token.BalanceOfAsync(anvil.Accounts[3])).ShouldBeInRange((47 * Pha) + (6 * Pha / 10) - 2, (47 * Pha) + (6 * Pha / 10));
        (await vault.TotalAssetsAsync()).ShouldBeInRange((71 * Pha) + (4 * Pha / 10), (71 * Pha) + (4 * Pha / 10) + 2);
    }

    [Fact]
    public async Task SharesAreHandedOutToMany_AtThePriceOfPhalasSnapshot()
    {
        await using var anvil = await Anvil.StartAsync(ct: Ct);
        var owner = anvil.Accounts[0];
        var (token, vault) = await DeployContracts.TokenAndVaultAsync(anvil, owner, ct: Ct);
        var (assets, shares) = (BigInteger.Parse("42148385793480375048000000", Invariant), BigInteger.Parse("35407137584585511432035582", Invariant));
        await token.MintAsync(owner, owner, assets);
        await vault.DepositAsync(owner, shares, owner);
        await vault.AddRewardsAsync(owner, assets - shares);
        var stakers = DevAccounts.Voters(300).Select((key, i) => KeyValuePair.Create(key.Address, (i + 1) * Pha)).ToArray();

        await SeedHolders.ShareOutAsync(anvil, vault, owner, stakers);

        (await vault.ConvertToAssetsAsync(Pha)).ShouldBe(1_190_392_352_185_782_573);
        (await vault.BalanceOfAsync(stakers[299].Key)).ShouldBe(300 * Pha);
        (await vault.BalanceOfAsync(owner)).ShouldBe(shares - (45_150 * Pha));
    }

    [Fact]
    public async Task ASecondChainHasOtherAddresses()
    {
        await using var l1 = await Anvil.StartAsync(new AnvilOptions { ChainId = 1337 }, Ct);
        await using var l2 = await Anvil.StartAsync(new AnvilOptions { ChainId = 2035 }, Ct);
        var onL1 = await DeployContracts.RunAsync(l1, ct: Ct);
        var onL2 = await DeployContracts.TokenAndVaultAsync(l2, l2.Accounts[9], ct: Ct);

        onL2.Token.Address.ShouldNotBe(onL1.Token.Address);
        await onL2.Token.MintAsync(l2.Accounts[9], l2.Accounts[9], Pha);
        (await onL1.Token.TotalSupplyAsync()).ShouldBe(BigInteger.Zero);
    }

    [Fact]
    public async Task ClaimerPaysOnce_AndOnlyWhatItsSignerAllowed()
    {
        await using var anvil = await Anvil.StartAsync(ct: Ct);
        var contracts = await DeployContracts.RunAsync(anvil, ct: Ct);
        var (owner, receiver) = (contracts.Owner, anvil.Accounts[5]);
        await contracts.Token.MintAsync(owner, contracts.Claimer.Address, 100 * Pha);
        await contracts.Token.MintAsync(owner, owner, 100 * Pha);
        await contracts.Vault.DepositAsync(owner, 100 * Pha, contracts.Claimer.Address);
        var user = Address.Parse("0x0102030405060708090a0b0c0d0e0f1011121314");
        var other = Address.Parse("0x1102030405060708090a0b0c0d0e0f1011121314");

        await contracts.Claimer.ClaimAsync(anvil.Accounts[6], user, 3 * Pha, 2 * Pha, receiver);
        await contracts.Claimer.AdminClaimAsync(owner, other, Pha, 5 * Pha, receiver, anvil.Accounts[7]);

        (await contracts.Token.BalanceOfAsync(receiver)).ShouldBe(4 * Pha);
        (await contracts.Vault.BalanceOfAsync(receiver)).ShouldBe(2 * Pha);
        await Should.ThrowAsync<DevChainException>(() => contracts.Claimer.ClaimAsync(anvil.Accounts[6], user, Pha, 0, receiver));
        var impostor = new DevClaimer(anvil, contracts.Claimer.Address, DevAccounts.Key("impostor"));
        var third = Address.Parse("0x2102030405060708090a0b0c0d0e0f1011121314");
        await Should.ThrowAsync<DevChainException>(() => impostor.ClaimAsync(anvil.Accounts[6], third, Pha, 0, receiver));
        ulong head = (await anvil.Client.GetBlockAsync(BlockTag.Latest, Ct))!.Number;
        var logs = await anvil.Client.GetLogsAsync(0, head, [contracts.Claimer.Address], topic0: null, Ct);
        logs.Select(log => log.Topics[0].ToString()).Skip(1).ShouldBe( // the first tells of the owner
        [
            // The topics of Phala's own claimers.
            "0xca8bf70624ec0ecfc925e5746a0e4625afe01129043c1c7201c7ce01075ea3ac",
            "0x206a689f01f3fbf53eb8e25f0e55789c425f964c1baec2d9a9466884e2b4c938",
        ]);
    }
}
