using System.Diagnostics;
using System.Text.Json;
using Governance.Chains;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Execution;
using Governance.Indexing;
using Governance.Proposals;

namespace Governance.Tests.Indexing;

/// <summary>After each reorganisation the database is what a fresh index of the new chain gives.</summary>
public sealed class ReorgTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(12)]
    [InlineData(64)]
    public async Task LeavesNoTrace_OfReplacedBlocks(int depth)
    {
        // finalized is 64 blocks behind the head: the deepest that a chain may do.
        await using var story = await GovernorStory.BeginAsync(new DeploymentOptions { VotingPeriod = 200 });
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        var told = await FullStoryAsync(story, depth);
        await portal.CatchUpAsync();
        (await portal.Get<ProposalStore>().PageAsync(null, null, ProposalCursor.Start, 10)).Count.ShouldBe(2);

        await story.Anvil.Controls.ReorgAsync(depth, ct: Ct);
        await EqualsAFreshIndexAsync(story, portal);
        var reorg = (await portal.Get<IndexCursorStore>().LastReorgAsync(story.Anvil.ChainId)).ShouldNotBeNull();
        reorg.Depth.ShouldBe(depth);

        // The new chain goes its own way, with another vote where the old one had been.
        await story.Governor.CastVoteAsync(story.Voters[1], told.Id, DevSupport.Abstain, "on the new chain");
        await EqualsAFreshIndexAsync(story, portal);
    }

    [Fact]
    public async Task LeavesNoTrace_OfAQueueAndAnExecution()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        var told = await story.ProposeAsync();
        await story.OpenVotingAsync(told);
        await story.Governor.CastVoteAsync(story.Voters[0], told.Id, DevSupport.For);
        await story.CloseVotingAsync(told);
        await portal.CatchUpAsync();
        await story.Governor.QueueAsync(story.Voters[0], told);
        await portal.CatchUpAsync();
        await story.PassEtaAsync(told);
        await story.Governor.ExecuteAsync(story.Voters[0], told);
        await portal.CatchUpAsync();
        (await StateAsync(story, portal, told)).ShouldBe(ProposalState.Executed);

        await story.Anvil.Controls.ReorgAsync(1, ct: Ct);
        await EqualsAFreshIndexAsync(story, portal);
        (await StateAsync(story, portal, told)).ShouldBe(ProposalState.Queued);

        await story.Anvil.Controls.ReorgAsync(3, ct: Ct);
        await EqualsAFreshIndexAsync(story, portal);
        (await StateAsync(story, portal, told)).ShouldBe(ProposalState.Succeeded);
    }

    [Fact]
    public async Task FollowsAHeadThatGoesBackwards_OnceItStays()
    {
        await using var story = await GovernorStory.BeginAsync(new DeploymentOptions { VotingPeriod = 30 });
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        await FullStoryAsync(story);
        await portal.CatchUpAsync();
        var before = (await portal.Get<IndexCursorStore>().FindAsync(story.Anvil.ChainId))!.Head;

        await story.Anvil.Controls.RollbackAsync(4, Ct);
        await portal.Follower.StepAsync(Ct);
        (await portal.Get<IndexCursorStore>().FindAsync(story.Anvil.ChainId))!.Head.ShouldBe(before, "one provider that lags is no reorganisation");
        await EqualsAFreshIndexAsync(story, portal);
        (await portal.Get<IndexCursorStore>().FindAsync(story.Anvil.ChainId))!.Head.Number.ShouldBe(before.Number - 4);

        await story.Anvil.Controls.MineAsync(7, ct: Ct);
        await EqualsAFreshIndexAsync(story, portal);
    }

    [Fact]
    public async Task LeavesNoTrace_WhenTheOldChainComesBack()
    {
        await using var story = await GovernorStory.BeginAsync(new DeploymentOptions { VotingPeriod = 30 });
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        var told = await story.ProposeAsync();
        await story.OpenVotingAsync(told);
        await portal.CatchUpAsync();
        var fork = await story.Anvil.Controls.SnapshotAsync(Ct);
        var time = (await story.Anvil.Controls.TimeAsync(Ct)).AddMinutes(1);

        async Task TellAAsync()
        {
            await story.Anvil.Controls.SetNextBlockTimeAsync(time, Ct);
            await story.Governor.CastVoteAsync(story.Voters[0], told.Id, DevSupport.For, "chain A");
        }

        await TellAAsync();
        await portal.CatchUpAsync();
        string chainA = IndexDump.Of(portal);

        await story.Anvil.Controls.RevertAsync(fork, Ct);
        fork = await story.Anvil.Controls.SnapshotAsync(Ct);
        await story.Anvil.Controls.SetNextBlockTimeAsync(time, Ct);
        await story.Governor.CastVoteAsync(story.Voters[1], told.Id, DevSupport.Against, "chain B");
        await story.Anvil.Controls.MineAsync(ct: Ct);
        await EqualsAFreshIndexAsync(story, portal);
        IndexDump.Of(portal).ShouldNotBe(chainA);

        await story.Anvil.Controls.RevertAsync(fork, Ct);
        await TellAAsync();
        await EqualsAFreshIndexAsync(story, portal);
        IndexDump.Of(portal).ShouldBe(chainA);
    }

    [Fact]
    public async Task StopsLoudly_WhenTheChainDiffersBelowFinality()
    {
        // finalized is eight blocks behind the head.
        await using var story = await GovernorStory.BeginAsync(anvilOptions: new AnvilOptions { GenesisTime = DateTimeOffset.UtcNow.AddDays(-1), SlotsInAnEpoch = 4 });
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        await story.ProposeAsync();
        await story.Anvil.Controls.MineAsync(4, ct: Ct);
        await portal.CatchUpAsync();
        var before = (await portal.Get<IndexCursorStore>().FindAsync(story.Anvil.ChainId))!;
        before.Finalized!.Number.ShouldBe(before.Head.Number - 8);

        await story.Anvil.Controls.ReorgAsync(11, ct: Ct);
        await Should.ThrowAsync<FinalityBrokenException>(() => portal.Follower.StepAsync(Ct));

        var status = (await portal.Get<ChainStatuses>().ReadAsync()).Single();
        status.Cursor!.Stopped.ShouldNotBeNull().ShouldContain("finalized block");
        (status.Cursor with { Stopped = null }).ShouldBe(before);
        await portal.Get<ChainFollowers>().ForgetAsync(story.Anvil.ChainId);
        await EqualsAFreshIndexAsync(story, portal);
    }

    [Fact]
    public async Task LeavesNoTrace_AmongBlocksOfOneTimestamp()
    {
        await using var story = await GovernorStory.BeginAsync(new DeploymentOptions { VotingPeriod = 200 });
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        await story.Anvil.Client.RequestAsync("anvil_setBlockTimestampInterval", Ct, JsonSerializer.SerializeToElement(0));
        var told = await FullStoryAsync(story);
        await portal.CatchUpAsync();
        var head = (await story.Anvil.Client.GetBlockAsync(BlockTag.Latest, Ct))!;
        foreach (ulong before in (ulong[])[1, 2, 3]) (await story.Anvil.Client.GetBlockAsync(BlockRef.At(head.Number - before), Ct))!.Timestamp.ShouldBe(head.Timestamp);

        await story.Anvil.Controls.ReorgAsync(2, ct: Ct);
        (await story.Anvil.Client.GetBlockAsync(BlockTag.Latest, Ct))!.Timestamp.ShouldBe(head.Timestamp);
        await EqualsAFreshIndexAsync(story, portal);
        await story.Governor.CastVoteAsync(story.Voters[1], told.Id, DevSupport.Abstain, "on the new chain");
        await EqualsAFreshIndexAsync(story, portal);
        (await portal.Get<IndexCursorStore>().LastReorgAsync(story.Anvil.ChainId)).ShouldNotBeNull().Depth.ShouldBe(2);
    }

    // A finished vote, an open one, events in nearly every block: wherever the fork lies, something is undone.
    private static async Task<DevProposal> FullStoryAsync(GovernorStory story, int blocks = 9)
    {
        var told = await story.ProposeAsync();
        await story.OpenVotingAsync(told);
        await story.Governor.CastVoteAsync(story.Voters[0], told.Id, DevSupport.For, "kept");
        await story.Anvil.Controls.MineAsync(Math.Max(9, blocks), ct: Ct);
        await story.ProposeAsync("# Another one");
        await story.Governor.CastVoteWithParamsAsync(story.Voters[2], told.Id, DevSupport.Against, "with params", [7]);
        await story.Governor.CastVoteAsync(story.Voters[1], told.Id, DevSupport.For, "in the last block");
        return told;
    }

    private static async Task EqualsAFreshIndexAsync(GovernorStory story, IndexingPortal portal)
    {
        var watch = Stopwatch.StartNew();
        await portal.CatchUpAsync();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        await using var fresh = await IndexingPortal.StartAsync(story.Followed());
        await fresh.CatchUpAsync();
        IndexDump.Of(portal).ShouldBe(IndexDump.Of(fresh));
    }

    private static async Task<ProposalState> StateAsync(GovernorStory story, IndexingPortal portal, DevProposal told) =>
        (await portal.Get<ProposalStates>().OfAsync(await portal.ProposalAsync(story.IdOf(told))))!.State;
}
