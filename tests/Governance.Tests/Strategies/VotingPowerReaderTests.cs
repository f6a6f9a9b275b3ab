using Governance.Ethereum;
using Governance.Strategies;

namespace Governance.Tests.Strategies;

/// <summary>Power is unknown rather than wrong: several providers, dead ones, lying ones, missing state, contracts that fail.</summary>
public sealed class VotingPowerReaderTests
{
    // Reverts for the account 0x…dead, returns 1 for every other: eq(calldataload(4), 0xdead), jump to revert.
    private static readonly byte[] RevertsForOne = Hex.Parse("0x60043561dead14600f5760015f5260205ff35b5f5ffd");

    private static StrategyDefinition Balance(WatchedChain chain) => PowerReadings.Strategy("erc20-balance-of", $$"""{"address":"{{chain.Token}}"}""");

    [Fact]
    public async Task TwoProvidersThatAgree_ConfirmEachOther()
    {
        await using var chain = await WatchedChain.StartAsync();
        Wire[] wires = [new(), new()];
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(chain.Followed(wires)));
        await chain.Contracts.Token.MintAsync(chain.Owner, chain.Owner, 5);

        var source = (await portal.ReadAsync(chain.Owner, await chain.PinAsync(), Balance(chain))).Value.Sources[0];

        (source.Power.ToString(), source.SingleSource).ShouldBe(("5", false));
        source.Why.ShouldEndWith("told alike by two providers.");
        wires.ShouldAllBe(wire => wire.Requests > 0);
    }

    [Fact]
    public async Task TheThirdProvider_StandsInForADeadOne()
    {
        await using var chain = await WatchedChain.StartAsync();
        Wire[] wires = [new() { IsCut = true }, new(), new()];
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(chain.Followed(wires)));

        (await portal.ReadAsync(chain.Owner, await chain.PinAsync(), Balance(chain))).Value.Sources[0].SingleSource.ShouldBeFalse();
    }

    [Fact]
    public async Task OneProviderAlone_IsMarked_AlsoWhenTheOtherIsDead()
    {
        await using var chain = await WatchedChain.StartAsync();
        var second = new Wire { IsCut = true };
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(chain.Followed(new Wire(), second)));

        var source = (await portal.ReadAsync(chain.Owner, await chain.PinAsync(), Balance(chain))).Value.Sources[0];

        source.SingleSource.ShouldBeTrue();
        source.Why.ShouldEndWith("told by one provider only.");
        second.Requests.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task ALyingProvider_MakesPowerUnknown_NotWrong()
    {
        await using var chain = await WatchedChain.StartAsync();
        await chain.Contracts.Token.MintAsync(chain.Owner, chain.Owner, 5);
        var (five, nine) = (new string('0', 63) + "5", new string('0', 63) + "9");
        var liar = new Wire { Alter = answer => answer.Replace(five, nine, StringComparison.Ordinal) };
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(chain.Followed(new Wire(), liar)));

        var rejection = (await portal.ReadAsync(chain.Owner, await chain.PinAsync(), Balance(chain))).Rejection.ShouldNotBeNull();

        (rejection.Code, rejection.Fault).ShouldBe(("voting-power-unknown", RejectionFault.Portal));
        rejection.Explanation.ShouldContain("disagree");
    }

    [Fact]
    public async Task ADeadChain_OrABlockThatNobodyHas_IsPending_NeverZero()
    {
        await using var chain = await WatchedChain.StartAsync();
        var wire = new Wire();
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(chain.Followed(wire)));
        var block = await chain.PinAsync();

        var missing = await portal.ReadAsync(chain.Owner, block with { Hash = Keccak256.Hash("no such block"u8) }, Balance(chain), question: 1);
        (missing.Rejection?.Code, missing.Rejection?.Fault).ShouldBe(("voting-power-unknown", RejectionFault.Portal));
        wire.IsCut = true;
        (await portal.ReadAsync(chain.Owner, block, Balance(chain), question: 2)).Rejection?.Code.ShouldBe("voting-power-unknown");
        wire.IsCut = false;
        (await portal.ReadAsync(chain.Owner, block, Balance(chain), question: 2)).Rejection.ShouldBeNull();
    }

    [Fact]
    public async Task ManyVotersAtOnce_ShareBatches_AndAreRemembered()
    {
        await using var chain = await WatchedChain.StartAsync();
        var wire = new Wire();
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(chain.Followed(wire)));
        var voters = Enumerable.Range(1, 400).Select(i => Signers.Named($"voter {i}").Address).ToArray();
        await chain.Contracts.Token.MintManyAsync(chain.Owner, [.. voters.Take(300).Select((voter, i) => KeyValuePair.Create(voter, new System.Numerics.BigInteger(i + 1)))]);
        var block = await chain.PinAsync();

        var readings = await Task.WhenAll(voters.Concat(voters).Select(voter => portal.ReadAsync(voter, block, Balance(chain), question: 1)));

        readings.Select(reading => reading.Value.Total.ToString()).ShouldBe(Enumerable.Range(0, 2).SelectMany(_ => Enumerable.Range(1, 400).Select(i => i <= 300 ? $"{i}" : "0")));
        int asked = wire.Requests;
        asked.ShouldBeLessThan(20);
        await Task.WhenAll(voters.Select(voter => portal.ReadAsync(voter, block, Balance(chain), question: 1)));
        wire.Requests.ShouldBe(asked);
    }

    [Fact]
    public async Task AContractThatFailsForOneAccount_FailsForNoOther()
    {
        await using var chain = await WatchedChain.StartAsync();
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(chain.Followed(new Wire())));
        var contract = Address.Parse("0x00000000000000000000000000000000000011aa");
        await chain.Anvil.Controls.SetCodeAsync(contract, RevertsForOne, TestContext.Current.CancellationToken);
        await chain.Anvil.Controls.MineAsync(ct: TestContext.Current.CancellationToken);
        var block = await chain.PinAsync();
        var strategy = PowerReadings.Strategy("erc20-balance-of", $$"""{"address":"{{contract}}"}""");
        Address[] voters = [Signers.Alice.Address, Address.Parse("0x000000000000000000000000000000000000dead"), Signers.Bob.Address];

        var readings = await Task.WhenAll(voters.Select(voter => portal.ReadAsync(voter, block, strategy, question: 1)));

        readings.Select(reading => reading.Rejection?.Code).ShouldBe([null, "voting-power-unknown", null]);
    }

    [Fact]
    public async Task APowerTooLargeToCount_IsRefused_ForThatVoterAlone()
    {
        await using var portal = await TestPortal.StartAsync();
        var large = PowerReadings.Strategy("whitelist-weighted", $$"""
            {"addresses":{"{{Signers.Alice.Address}}":1e60,"{{Signers.Bob.Address}}":3,"{{Signers.Carol.Address}}":1e30} }
            """);
        Address[] voters = [Signers.Alice.Address, Signers.Bob.Address, Signers.Carol.Address];

        var readings = await Task.WhenAll(voters.Select(voter => portal.ReadAsync(voter, null, large, question: 1)));

        readings.Select(reading => reading.Rejection).ShouldBe([VotingPowerReader.TooLarge, null, null]);
    }
}
