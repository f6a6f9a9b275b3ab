using Governance.DevChain;
using Governance.Ethereum;
using Governance.Strategies;

namespace Governance.Tests.Strategies;

/// <summary>The strategies that read a chain, on a real one, at a pinned block.</summary>
public sealed class ChainStrategiesTests
{
    // calldataload(36) + calldataload(4), returned: balanceOf(account, id) of a contract whose balances are account + id.
    private static readonly byte[] AccountPlusId = Hex.Parse("0x602435600435015f5260205ff3");

    [Fact]
    public async Task TokensAndVaults_AreReadAtTheBlock_WhateverHappensLater()
    {
        await using var chain = await WatchedChain.StartAsync();
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(chain.Followed(new Wire())));
        var voter = chain.Anvil.Accounts[4];
        var (token, vault) = chain.Contracts;
        await token.MintAsync(chain.Owner, voter, 70 * WatchedChain.Pha);
        await token.MintAsync(chain.Owner, chain.Owner, 60 * WatchedChain.Pha);
        await token.DelegateAsync(voter, voter);
        await vault.DepositAsync(chain.Owner, 40 * WatchedChain.Pha, voter);
        await vault.AddRewardsAsync(chain.Owner, 20 * WatchedChain.Pha);
        var block = await chain.PinAsync();
        var assets = await vault.ConvertToAssetsAsync(40 * WatchedChain.Pha);
        await token.TransferAsync(voter, chain.Owner, 70 * WatchedChain.Pha);
        await vault.TransferAsync(voter, chain.Owner, 40 * WatchedChain.Pha);

        Task<string> Raw(string name, string address, string more = "") => portal.RawAsync(voter, block, PowerReadings.Strategy(name, $$"""{"address":"{{address}}"{{more}}}"""));
        (await Raw("erc20-balance-of", chain.Token)).ShouldBe($"{70 * WatchedChain.Pha}");
        (await Raw("erc20-votes", chain.Token)).ShouldBe($"{70 * WatchedChain.Pha}");
        (await Raw("erc20-balance-of", chain.Vault)).ShouldBe($"{40 * WatchedChain.Pha}");
        (await Raw("erc4626-assets-of", chain.Vault, ",\"decimals\":18")).ShouldBe($"{assets}");
        assets.ShouldBeGreaterThan(59 * WatchedChain.Pha);
    }

    [Fact]
    public async Task AnNft_IsOneWholeVote()
    {
        await using var chain = await WatchedChain.StartAsync();
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(chain.Followed(new Wire())));
        await chain.Contracts.Token.MintAsync(chain.Owner, chain.Owner, 3);
        var reading = (await portal.ReadAsync(chain.Owner, await chain.PinAsync(), PowerReadings.Strategy("erc721", $$"""{"address":"{{chain.Token}}"}"""))).Value;

        (reading.Sources[0].Raw.ToString(), reading.Sources[0].RawDecimals, reading.Total.ToString()).ShouldBe(("3", 0, "3000000000000000000"));
    }

    [Fact]
    public async Task AMultiTokensBalance_IsAskedWithItsId()
    {
        await using var chain = await WatchedChain.StartAsync();
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(chain.Followed(new Wire())));
        var contract = Address.Parse("0x00000000000000000000000000000000000011aa");
        await chain.Anvil.Controls.SetCodeAsync(contract, AccountPlusId, TestContext.Current.CancellationToken);
        await chain.Anvil.Controls.MineAsync(ct: TestContext.Current.CancellationToken);
        var voter = Address.Parse("0x0000000000000000000000000000000000000100");

        var block = await chain.PinAsync();
        (await portal.RawAsync(voter, block, PowerReadings.Strategy("erc1155-balance-of", $$"""{"address":"{{contract}}","tokenId":"7","decimals":0}"""))).ShouldBe("263");
        (await portal.RawAsync(voter, block, PowerReadings.Strategy("erc1155-balance-of", $$"""{"address":"{{contract}}","tokenId":8,"decimals":0}"""))).ShouldBe("264");
    }

    [Fact]
    public async Task TheChainsOwnCoin_IsReadAtTheBlock()
    {
        await using var chain = await WatchedChain.StartAsync();
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(chain.Followed(new Wire())));
        var voter = Signers.Alice.Address;
        Task GiveAsync(int ether) => chain.Anvil.Transactions.SendAsync(
            new DevTransaction(chain.Owner, voter, [], ether * WatchedChain.Pha), TestContext.Current.CancellationToken);
        await GiveAsync(5);
        var block = await chain.PinAsync();
        await GiveAsync(4);

        (await portal.RawAsync(voter, block, PowerReadings.Strategy("eth-balance"))).ShouldBe($"{5 * WatchedChain.Pha}");
    }

    [Fact]
    public async Task AnyView_IsCalledWithItsArguments()
    {
        await using var chain = await WatchedChain.StartAsync();
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(chain.Followed(new Wire())));
        var (voter, spender) = (chain.Anvil.Accounts[4], chain.Anvil.Accounts[5]);
        await chain.Contracts.Token.MintAsync(chain.Owner, voter, 11);
        await chain.Contracts.Token.ApproveAsync(voter, spender, 22);
        var block = await chain.PinAsync();

        const string uintOut = "\"outputs\":[{\"name\":\"amount\",\"type\":\"uint256\"}]";
        var balanceOf = $$"""{"address":"{{chain.Token}}","decimals":0,"methodABI":{"name":"balanceOf","inputs":[{"type":"address"}],{{uintOut}} } }""";
        var allowance = $$"""{"address":"{{chain.Token}}","decimals":0,"output":"amount","args":["%{address}","{{spender}}"],"methodABI":{"name":"allowance","inputs":[{"type":"address"},{"type":"address"}],{{uintOut}} } }""";
        (await portal.RawAsync(voter, block, PowerReadings.Strategy("contract-call", balanceOf))).ShouldBe("11");
        (await portal.RawAsync(voter, block, PowerReadings.Strategy("contract-call", allowance))).ShouldBe("22");
    }

    [Fact]
    public async Task TwoChains_AreEachReadAtTheirOwnBlock()
    {
        await using var l1 = await WatchedChain.StartAsync(31337);
        await using var l2 = await WatchedChain.StartAsync(2035);
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(l1.Followed(new Wire()), l2.Followed(new Wire())));
        var voter = l1.Anvil.Accounts[4];
        await l1.Contracts.Token.MintAsync(l1.Owner, voter, 5);
        await l2.Contracts.Token.MintAsync(l2.Owner, voter, 7);
        // Block times grow by a second at least, so the two chains' latest blocks are made to be of one time.
        var time = await l1.Anvil.Controls.TimeAsync(TestContext.Current.CancellationToken) + TimeSpan.FromMinutes(1);
        await l1.Anvil.Controls.MineAtAsync(time, TestContext.Current.CancellationToken);
        await l2.Anvil.Controls.MineAtAsync(time, TestContext.Current.CancellationToken);
        var (here, there) = (await l1.PinAsync(), await l2.PinAsync());
        await l2.Anvil.Controls.MineAtAsync(time.AddSeconds(1), TestContext.Current.CancellationToken);
        var sum = PowerReadings.Strategy("math", $$"""
            {"operation":"max","operands":[
              {"type":"strategy","strategy":{"name":"erc20-balance-of","params":{"address":"{{l1.Token}}","decimals":0} } },
              {"type":"strategy","strategy":{"name":"erc20-balance-of","network":"2035","params":{"address":"{{l2.Token}}","decimals":0} } }]}
            """);

        var blocks = await portal.Get<SnapshotFinder>().FindAsync([sum], 31337, here.Number, TestContext.Current.CancellationToken);

        blocks.ShouldBe([there, here]);
        var power = await portal.Get<VotingPowerReader>().ReadAsync(null, [sum], blocks!, 0, voter, TestContext.Current.CancellationToken);
        power.Value.Total.ToString().ShouldBe("7");
    }
}
