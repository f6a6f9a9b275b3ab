using Governance.Ethereum;
using Governance.Strategies;
using Governance.Tests.Votes;

namespace Governance.Tests.Strategies;

/// <summary>Who named whom, read from a registry's events on a real chain, and what a delegate's power is before anybody voted.</summary>
public sealed class DelegationStrategiesTests
{
    [Fact]
    public async Task ARegistryIsReadAtTheBlock_ASpacesDelegateBeforeAGeneralOne_AndNotPassedOn()
    {
        await using var story = await DelegationStory.StartAsync(6);
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(story.Chain.Followed(new Wire())));
        await story.MintAsync(1, 20, 300, 4000, 0, 50);
        await story.NameAsync(0, "", 2);
        await story.NameAsync(1, "", 2);
        await story.NameAsync(1, "phala.eth", 3);
        await story.NameAsync(2, "phala", 4);
        await story.NameAsync(3, "other.eth", 4);
        await story.NameAsync(4, "", 2);
        await story.NameAsync(5, "", 4);
        await story.NameAsync(5, "", 3);
        await story.NameAsync(0, "phala.eth", 4);
        await story.ClearAsync(0, "phala.eth");
        var block = await story.Chain.PinAsync();
        await story.NameAsync(0, "", 3);
        await story.ClearAsync(2, "phala");

        var ofTwo = await ReadAsync(portal, story, block, "delegation", 2);
        ofTwo.Raw.ShouldBe(Tokens(21));
        ofTwo.Delegated.ShouldNotBeNull().From.ShouldBe(
            new[] { new Delegator(story.Of(0), Tokens(1), []), new Delegator(story.Of(1), Tokens(20), [story.Of(3)]) }.OrderBy(one => one.Account));
        (await ReadAsync(portal, story, block, "delegation", 3)).Raw.ShouldBe(Tokens(70));
        (await ReadAsync(portal, story, block, "delegation", 4)).Raw.ShouldBe(Tokens(300));
        (await ReadAsync(portal, story, block, "delegation", 0)).Raw.ShouldBe(Tokens(0));

        // A delegate keeps his own power unless he named somebody himself; then it is the other's, and not passed on.
        (await ReadAsync(portal, story, block, "with-delegation", 3)).Raw.ShouldBe(Tokens(4000 + 20 + 50));
        (await ReadAsync(portal, story, block, "with-delegation", 2)).Raw.ShouldBe(Tokens(1));
        (await ReadAsync(portal, story, block, "with-delegation", 4)).Raw.ShouldBe(Tokens(300));
        (await ReadAsync(portal, story, block, "with-delegation", 1)).Raw.ShouldBe(Tokens(0));
    }

    [Fact]
    public async Task AnErc20WithOverride_IsTheVotes_AndTheOwnBalanceOfWhoDelegatedToAnother()
    {
        await using var story = await DelegationStory.StartAsync(4);
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(story.Chain.Followed(new Wire())));
        await story.MintAsync(1, 20, 300, 4000);
        await story.DelegateTokensAsync(0, 1);
        await story.DelegateTokensAsync(1, 1);
        await story.DelegateTokensAsync(2, 1);
        var block = await story.Chain.PinAsync();
        await story.DelegateTokensAsync(0, 3);

        async Task<PowerSource> Read(int person) =>
            (await portal.ReadAsync(story.Of(person), block, PowerReadings.Strategy("erc20-votes-with-override", $$"""{"address":"{{story.Chain.Token}}"}"""))).Value.Sources[0];
        (await Read(1)).Delegated.ShouldBe(new DelegatedPower(Tokens(321), [], null));
        var zero = await Read(0);
        (zero.Raw, zero.Delegated).ShouldBe((Tokens(1), new DelegatedPower(Tokens(0), [], new TakenBack(story.Of(1), Tokens(1)))));
        // Who delegated to nobody has no votes in such a token.
        (await Read(3)).Raw.ShouldBe(Tokens(0));
    }

    [Fact]
    public async Task AProvidersLimitIsFoundOut_AndALaterBlockCostsOnlyTheBlocksBetween()
    {
        await using var story = await DelegationStory.StartAsync(2);
        await story.MintAsync(7, 0);
        await story.NameAsync(0, "", 1);
        await story.Chain.Anvil.Controls.MineAsync(60, ct: TestContext.Current.CancellationToken);
        int refused = 0, asked = 0;
        var wire = new Wire
        {
            Answer = question =>
            {
                if (question["method"]!.GetValue<string>() != "eth_getLogs") return null;
                asked++;
                var range = question["params"]![0]!;
                long blocks = Convert.ToInt64(range["toBlock"]!.GetValue<string>(), 16) - Convert.ToInt64(range["fromBlock"]!.GetValue<string>(), 16) + 1;
                if (blocks <= 20) return null;
                refused++;
                return """{"code":-32005,"message":"query exceeds max block range 20"}""";
            },
        };
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(story.Chain.Followed(wire)));
        var first = await story.Chain.PinAsync();

        (await ReadAsync(portal, story, first, "delegation", 1)).Raw.ShouldBe(Tokens(7));
        refused.ShouldBeGreaterThan(0);
        await story.ClearAsync(0, "");
        var second = await story.Chain.PinAsync();
        int before = asked;
        (await ReadAsync(portal, story, second, "delegation", 1)).Raw.ShouldBe(Tokens(0));
        (asked - before).ShouldBe(1);
        (await ReadAsync(portal, story, first, "delegation", 1)).Raw.ShouldBe(Tokens(7));
        (asked - before).ShouldBe(1);
    }

    [Theory]
    [InlineData("delegation", "{}", "needs params.strategies")]
    [InlineData("delegation", """{"strategies":[{"name":"horoscope"}]}""", "does not know the strategy 'horoscope'")]
    [InlineData("delegation", """{"strategies":[{"name":"delegation","params":{"strategies":[{"name":"ticket"}]}}]}""", "delegations are not passed on")]
    [InlineData("with-delegation", """{"strategies":[{"name":"erc20-votes-with-override","params":{"address":"0x5FbDB2315678afecb367f032d93F642f64180aa3"}}]}""", "delegations are not passed on")]
    [InlineData("delegation", """{"strategies":[{"name":"ticket"}],"delegationNetwork":"x"}""", "delegationNetwork must be a chain's number")]
    [InlineData("delegation", """{"strategies":[{"name":"ticket"}],"delegationSpace":5}""", "delegationSpace must be a space's name")]
    [InlineData("delegation", """{"strategies":[{"name":"ticket"}],"registry":"0x12"}""", "registry must be the registry's address")]
    [InlineData("delegation", """{"strategies":[{"name":"ticket"}],"fromBlock":-1}""", "fromBlock must be a block's number")]
    [InlineData("delegation", """{"strategies":[{"name":"ticket"}]}""", "reads chain 31337, which this portal does not follow")]
    [InlineData("math", """{"operation":"square-root","strategy":{"name":"delegation","params":{"strategies":[{"name":"ticket"}]}}}""", "who votes changes it")]
    [InlineData("math", """{"operation":"square-root","strategy":{"name":"with-delegation","params":{"strategies":[{"name":"ticket"}]}}}""", "must name its space")]
    [InlineData("erc20-votes-with-override", """{"address":"0x5FbDB2315678afecb367f032d93F642f64180aa3","includeSnapshotDelegations":true}""", "params.includeSnapshotDelegations is not supported")]
    [InlineData("erc20-votes-with-override", """{"address":"0x5FbDB2315678afecb367f032d93F642f64180aa3","isSnapshotDelegatedScore":1}""", "params.isSnapshotDelegatedScore is not supported")]
    [InlineData("erc20-votes-with-override", """{"address":"0x5FbDB2315678afecb367f032d93F642f64180aa3","getVotesName":"power"}""", "params.getVotesName is not supported")]
    [InlineData("delegation-with-cap", "{}", "does not count the strategy 'delegation-with-cap'")]
    public async Task Settings_AreRefused_WithTheStrategysNameAndTheReason(string name, string parameters, string reason)
    {
        await using var portal = await TestPortal.StartAsync();
        portal.Get<StrategyRegistry>().FaultOf(PowerReadings.Strategy(name, parameters)).ShouldNotBeNull().ShouldContain(reason);
    }

    [Theory]
    [InlineData("phala-network.eth", "phala-network.eth|phala-network|")]
    [InlineData("phala.test", "phala.test|")]
    [InlineData("a-space-whose-name-is-too-long.eth", "a-space-whose-name-is-too-long|")]
    public void Delegations_StandUnderTheName_TheNameWithoutEth_AndNone(string space, string ids) =>
        DelegateRegistry.IdsOf(space).Select(id => System.Text.Encoding.UTF8.GetString(id.Bytes).TrimEnd('\0')).ShouldBe(ids.Split('|'));

    private static async Task<PowerSource> ReadAsync(TestPortal portal, DelegationStory story, SnapshotBlock block, string name, int person)
    {
        var strategy = StrategyDefinition.Read(System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(story.ByRegistry(name)), 31337).ShouldNotBeNull();
        portal.Get<StrategyRegistry>().FaultOf(strategy).ShouldBeNull();
        var outcome = await portal.ReadAsync(story.Of(person), block, strategy);
        outcome.Rejection.ShouldBeNull();
        return outcome.Value.Sources[0];
    }

    private static VotingPower Tokens(int tokens) => VotingPower.FromBigInteger(tokens * WatchedChain.Pha);
}
