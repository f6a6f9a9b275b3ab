using Governance.Chains;
using Governance.Ethereum;
using Governance.Inbox;
using Governance.Strategies;
using Governance.Tallies;
using Governance.Tests.Votes;
using Governance.Votes;

namespace Governance.Tests.Strategies;

/// <summary>Power is read at a block that the chain calls finalized, by its hash; else votes wait and say for what.</summary>
public sealed class SettledBlockTests
{
    // The tests' nodes finalize eight blocks behind their head.
    private const int ToFinality = 9;

    [Fact]
    public async Task AVote_WaitsUntilItsSnapshotBlockIsFinalized_AndThenCounts()
    {
        await using var story = await DelegationStory.StartAsync(1);
        await using var portal = await OpenAsync(story, Confidence.Finalized);
        await story.MintAsync(5);
        var block = await story.Chain.PinAsync();
        var proposal = await DelegationStory.ProposeAsync(portal, block, "single-choice", "one");
        var vote = SampleMessages.Vote(portal, story.People[0], proposal.Id, 1);

        var waits = (await portal.SendAsync(vote)).Rejection.ShouldNotBeNull();
        (waits.Code, waits.Fault).ShouldBe((VoteRejection.PowerUnknown.Code, RejectionFault.Portal));
        waits.Explanation.ShouldContain($"block {block.Number} of chain 31337 is not finalized yet");
        (await portal.Get<PendingStore>().FindAsync(vote.Id)).ShouldNotBeNull().Reason.ShouldContain("not finalized yet");

        await story.Chain.Anvil.Controls.MineAsync(ToFinality, ct: TestContext.Current.CancellationToken);
        portal.Clock.Now = portal.Clock.Now.AddMinutes(1);
        await portal.Get<RetryPendingService>().RunOnceAsync(TestContext.Current.CancellationToken);
        (await portal.Get<TallyStore>().ReadAsync(proposal)).Total.ToString().ShouldBe("5000000000000000000");
    }

    [Fact]
    public async Task ABlockThatAReorganisationReplaced_GivesNoPower()
    {
        await using var story = await DelegationStory.StartAsync(1);
        await using var portal = await OpenAsync(story, Confidence.Finalized);
        await story.MintAsync(5);
        var block = await story.Chain.PinAsync();
        await story.Chain.Anvil.Controls.ReorgAsync(1, ct: TestContext.Current.CancellationToken);
        await story.Chain.Anvil.Controls.MineAsync(ToFinality, ct: TestContext.Current.CancellationToken);

        (await ReadAsync(portal, story, block)).Rejection.ShouldNotBeNull().Explanation.ShouldContain("the chain has replaced it");
    }

    [Theory]
    [InlineData(Confidence.Safe, 3, false)]
    [InlineData(Confidence.Safe, 5, true)]
    [InlineData(Confidence.Latest, 0, true)]
    [InlineData(Confidence.Finalized, 7, false)]
    public async Task HowSure_IsTheOperatorsToSay(Confidence confidence, int later, bool isRead)
    {
        await using var story = await DelegationStory.StartAsync(1);
        await using var portal = await OpenAsync(story, confidence);
        await story.MintAsync(5);
        var block = await story.Chain.PinAsync();
        if (later > 0) await story.Chain.Anvil.Controls.MineAsync(later, ct: TestContext.Current.CancellationToken);

        ((await ReadAsync(portal, story, block)).Rejection is null).ShouldBe(isRead);
    }

    [Fact]
    public async Task AChainThatNamesNoFinalizedBlock_IsToBeDeclared()
    {
        await using var story = await DelegationStory.StartAsync(1);
        var wire = new Wire { Answer = question => question["params"]?.AsArray() is [var block, ..] && block?.ToString() == "finalized" ? """{"code":-39001,"message":"finalized block not found"}""" : null };
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(story.Chain.Followed(Confidence.Finalized, wire)));
        await story.MintAsync(5);

        var unknown = (await ReadAsync(portal, story, await story.Chain.PinAsync())).Rejection.ShouldNotBeNull();
        (unknown.Code, unknown.Fault).ShouldBe((VotingPowerReader.Unknown.Code, RejectionFault.Portal));
        unknown.Explanation.ShouldContain("Confidence=latest");
    }

    [Fact]
    public async Task AnotherChainsBlock_MustBeFinalizedToo()
    {
        await using var here = await WatchedChain.StartAsync();
        await using var there = await WatchedChain.StartAsync(2035);
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(here.Followed(Confidence.Finalized, new Wire()), there.Followed(Confidence.Finalized, new Wire())));
        var (block, other) = (await here.PinAsync(), await there.PinAsync());
        await here.Anvil.Controls.MineAsync(ToFinality, ct: TestContext.Current.CancellationToken);
        var sum = PowerReadings.Strategy("math", $$"""
            {"operation":"max","operands":[
              {"type":"strategy","strategy":{"name":"erc20-balance-of","params":{"address":"{{here.Token}}"} } },
              {"type":"strategy","strategy":{"name":"erc20-balance-of","network":"2035","params":{"address":"{{there.Token}}"} } }]}
            """);
        async Task<Outcome<PowerReading>> Read() => await portal.Get<VotingPowerReader>().ReadAsync(null, [sum], [block, other], 18, here.Owner, TestContext.Current.CancellationToken);

        (await Read()).Rejection.ShouldNotBeNull().Explanation.ShouldContain("of chain 2035 is not finalized yet");
        await there.Anvil.Controls.MineAsync(ToFinality, ct: TestContext.Current.CancellationToken);
        (await Read()).Rejection.ShouldBeNull();
    }

    [Fact]
    public async Task StateThatTheProviderHasNoMore_MakesTheVoteWait()
    {
        await using var story = await DelegationStory.StartAsync(1);
        var wire = new Wire();
        await using var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(story.Chain.Followed(Confidence.Latest, wire)));
        await DelegationStory.OpenSpaceAsync(portal, story.Balances);
        await story.MintAsync(5);
        var proposal = await DelegationStory.ProposeAsync(portal, await story.Chain.PinAsync(), "single-choice", "one");
        wire.Answer = question => question["method"]!.GetValue<string>() == "eth_call" ? """{"code":-32000,"message":"missing trie node 5c1f (path ) state is not available, archive node needed"}""" : null;
        var vote = SampleMessages.Vote(portal, story.People[0], proposal.Id, 1);

        (await portal.SendAsync(vote)).Rejection.ShouldNotBeNull().Code.ShouldBe(VoteRejection.PowerUnknown.Code);
        (await portal.Get<PendingStore>().FindAsync(vote.Id)).ShouldNotBeNull().Reason.ShouldContain("missing trie node");
        wire.Answer = null;
        portal.Clock.Now = portal.Clock.Now.AddMinutes(1);
        await portal.Get<RetryPendingService>().RunOnceAsync(TestContext.Current.CancellationToken);
        (await portal.Get<TallyStore>().ReadAsync(proposal)).Votes.ShouldBe(1);
    }

    private static Task<Outcome<PowerReading>> ReadAsync(TestPortal portal, DelegationStory story, SnapshotBlock block) =>
        portal.ReadAsync(story.Of(0), block, PowerReadings.Strategy("erc20-balance-of", $$"""{"address":"{{story.Chain.Token}}"}"""));

    private static async Task<TestPortal> OpenAsync(DelegationStory story, Confidence confidence)
    {
        var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(story.Chain.Followed(confidence, new Wire())));
        await DelegationStory.OpenSpaceAsync(portal, story.Balances);
        return portal;
    }
}
