using Governance.Chains;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Indexing;

namespace Governance.Tests.Indexing;

/// <summary>A provider that lies stores nothing; when it stops lying, or another is asked, the index goes on as if nothing had been.</summary>
public sealed class LyingProviderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StoresNothing_OfAnyLie()
    {
        await using var story = await GovernorStory.BeginAsync(new DeploymentOptions { VotingDelay = 3, VotingPeriod = 1_000 });
        await using var proxy = new Proxy(story.Anvil.Url);
        await using var portal = await IndexingPortal.StartAsync(story.Followed(proxy.Url));
        var told = await story.ProposeAsync();
        await story.OpenVotingAsync(told);
        await portal.CatchUpAsync();
        foreach (string name in Lies.After(0).Keys)
        {
            string before = IndexDump.Of(portal);
            var lie = Lies.After((long)(await story.Anvil.Client.GetBlockAsync(BlockTag.Latest, Ct))!.Number)[name];
            await TellMoreAsync(story, told, name);
            proxy.Change = lie;
            for (int step = 0; step < 3; step++)
            {
                await RefusesAsync(portal, name);
                IndexDump.Of(portal).ShouldBe(before, name);
            }

            proxy.Change = null;
            await portal.CatchUpAsync();
        }

        await using var fresh = await IndexingPortal.StartAsync(story.Followed());
        await fresh.CatchUpAsync();
        IndexDump.Of(portal).ShouldBe(IndexDump.Of(fresh));
    }

    [Fact]
    public async Task StoresNothing_OfAnotherChain()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var proxy = new Proxy(story.Anvil.Url) { Change = Lies.OtherChain };
        await using var portal = await IndexingPortal.StartAsync(story.Followed(proxy.Url));
        await RefusesAsync(portal, "another chain's id");
        (await portal.Get<IndexCursorStore>().ListAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("cut in the middle")]
    [InlineData("of more than 4 MB")]
    [InlineData("of a web page")]
    public async Task StoresNothing_OfAReply(string kind)
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var proxy = new Proxy(story.Anvil.Url);
        await using var portal = await IndexingPortal.StartAsync(story.Followed(proxy.Url));
        await portal.CatchUpAsync();
        string before = IndexDump.Of(portal);
        await story.ProposeAsync();

        proxy.ChangeText = kind switch
        {
            "cut in the middle" => text => text[..(text.Length / 2)],
            "of more than 4 MB" => text => text + new string(' ', 4 << 20),
            _ => _ => "<!doctype html><title>502 Bad Gateway</title>",
        };
        await Should.ThrowAsync<RpcException>(() => portal.Follower.StepAsync(Ct));
        IndexDump.Of(portal).ShouldBe(before);
        proxy.ChangeText = null;
        await portal.CatchUpAsync();
        IndexDump.Of(portal).ShouldNotBe(before);
    }

    [Fact]
    public async Task AnEarlyFinalizedBlock_IsHeldTo_AndStopsLoudlyWhenItIsReplaced()
    {
        await using var story = await GovernorStory.BeginAsync(new DeploymentOptions { VotingPeriod = 1_000 });
        await using var proxy = new Proxy(story.Anvil.Url);
        await using var portal = await IndexingPortal.StartAsync(story.Followed(proxy.Url));
        await story.ProposeAsync();
        await story.Anvil.Controls.MineAsync(3, ct: Ct);
        // It calls its head final.
        var head = (await story.Anvil.Client.GetBlockAsync(BlockTag.Latest, Ct))!;
        proxy.Change = (method, asked, answer) =>
        {
            if (method != "eth_getBlockByNumber" || asked[0]!.GetValue<string>() is not ("safe" or "finalized")) return;
            answer["result"]!["number"] = $"0x{head.Number:x}";
            answer["result"]!["hash"] = head.Hash.ToString();
        };
        await portal.CatchUpAsync();
        string before = IndexDump.Of(portal);
        proxy.Change = null;
        await story.Anvil.Controls.ReorgAsync(2, ct: Ct);

        await Should.ThrowAsync<FinalityBrokenException>(() => portal.Follower.StepAsync(Ct));
        (await portal.Get<ChainStatuses>().ReadAsync()).Single().Cursor!.Stopped.ShouldNotBeNull().ShouldContain("finalized block");
        IndexDump.Of(portal).Split('\n').Skip(2).ShouldBe(before.Split('\n').Skip(2), "all but the cursor, which says why it stopped");
    }

    [Fact]
    public async Task AsksAnotherProvider_WhenOneContradictsItself()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var liar = new Proxy(story.Anvil.Url) { Change = Lies.HiddenLogs };
        await using var portal = await IndexingPortal.StartAsync(story.Followed(liar.Url, story.Anvil.Url));
        var told = await story.ProposeAsync();

        await portal.RunServiceAsync(async () =>
        {
            await portal.UntilAsync(async () => (await portal.Get<IndexCursorStore>().FindAsync(story.Anvil.ChainId))?.Head.Number >= (long)(await story.Anvil.Client.GetBlockAsync(BlockTag.Latest, Ct))!.Number);
            await portal.ProposalAsync(story.IdOf(told));
        });
        liar.Asked.ShouldContain("eth_getLogs");
        (await portal.Get<ChainStatuses>().ReadAsync()).Single().Sighting!.FaultAt.ShouldNotBeNull();
    }

    private static async Task RefusesAsync(IndexingPortal portal, string name)
    {
        var refusal = await Record.ExceptionAsync(() => portal.Follower.StepAsync(Ct));
        (refusal is RpcException or ProviderContradictionException).ShouldBeTrue($"'{name}' met {refusal}");
    }

    // A proposal and its cancellation, whose sender is asked for: two blocks with logs.
    private static async Task TellMoreAsync(GovernorStory story, DevProposal told, string name)
    {
        var other = await story.ProposeAsync($"# To be withdrawn: {name}");
        await story.Governor.CancelAsync(story.Voters[0], other);
        if (await story.Governor.StateOfAsync(told.Id) == DevProposalState.Active && name == "no logs") await story.Governor.CastVoteAsync(story.Voters[1], told.Id, DevSupport.For);
    }
}
