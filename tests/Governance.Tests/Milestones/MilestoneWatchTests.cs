using System.Numerics;
using System.Text.Json.Nodes;
using Governance.Chains;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Milestones;
using Governance.Tests.Indexing;

namespace Governance.Tests.Milestones;

/// <summary>Milestones against a real chain: each state is what the chain shows, and a reorganisation takes back what it takes back.</summary>
public sealed class MilestoneWatchTests
{
    private const long Day = MilestoneStory.VotingSeconds;

    private static readonly BigInteger Pha = BigInteger.Pow(10, 18);
    private static readonly AbiFunction Burn = AbiFunction.Parse("burn(uint256)");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ACall_IsPendingThenMetThenReverted_EachWithItsBlock()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        await portal.CatchUpAsync();
        var (token, owner) = (story.Contracts.Token, story.Contracts.Owner);
        var proposal = await MilestoneStory.PublishAsync(portal, MilestoneStory.Call(story, token.Address, "totalSupply()(uint256)", ">=", (160 * Pha).ToString()));

        // The answer of the check itself is the first reading: nothing waits for a block.
        var pending = await MilestoneStory.StateAsync(portal, proposal);
        (pending.State, pending.Evidence).ShouldBe((MilestoneState.Pending, null));
        ((CallCondition)pending.Milestone.Condition).ProgressOf(pending.Latest!.Value).ShouldBe(6_250);

        await token.MintAsync(owner, owner, 60 * Pha);
        await portal.CatchUpAsync();
        var met = await MilestoneStory.StateAsync(portal, proposal);
        var head = await HeadAsync(story);
        (met.State, met.Evidence!.Block, met.Confidence).ShouldBe((MilestoneState.Met, head, Confidence.Latest));

        await story.Anvil.Controls.MineAsync(3, ct: Ct);
        await portal.CatchUpAsync();
        (await MilestoneStory.StateAsync(portal, proposal)).Evidence!.Block.ShouldBe(head, "met since then");

        await token.SendAsync(owner, Burn, 10 * Pha);
        await portal.CatchUpAsync();
        var reverted = await MilestoneStory.StateAsync(portal, proposal);
        (reverted.State, reverted.Evidence!.Block).ShouldBe((MilestoneState.Reverted, await HeadAsync(story)));
        ((CallCondition)reverted.Milestone.Condition).ProgressOf(reverted.Latest!.Value).ShouldBe(9_375);
    }

    [Fact]
    public async Task AReorganisation_TakesBackWhatItsBlocksHaveShown()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        await portal.CatchUpAsync();
        var (token, owner) = (story.Contracts.Token, story.Contracts.Owner);
        var minted = new JsonObject { ["address"] = token.Address.ToString(), ["signature"] = "Transfer(address indexed from,address indexed to,uint256 value)", ["where"] = new JsonObject { ["to"] = owner.ToString() } };
        var proposal = await MilestoneStory.PublishAsync(portal,
            With(MilestoneStory.Call(story, token.Address, "balanceOf(address)(uint256)", ">", "0"), owner),
            MilestoneStory.Of(story, "event", minted));

        await token.MintAsync(owner, owner, Pha);
        await portal.CatchUpAsync();
        var met = await MilestoneStory.StatesAsync(portal, proposal);
        met.Select(each => each.State).ShouldBe([MilestoneState.Met, MilestoneState.Met]);
        met[1].Evidence!.Transaction.ShouldNotBeNull();

        await story.Anvil.Controls.ReorgAsync(1, ct: Ct);
        await portal.CatchUpAsync();
        var undone = await MilestoneStory.StatesAsync(portal, proposal);
        undone.Select(each => each.State).ShouldBe([MilestoneState.Pending, MilestoneState.Pending], "not reverted: on this chain it never was");

        await token.MintAsync(owner, owner, Pha);
        await portal.CatchUpAsync();
        (await MilestoneStory.StatesAsync(portal, proposal)).Select(each => (each.State, each.Evidence!.Block.Hash))
            .ShouldBe([(MilestoneState.Met, (await HeadAsync(story)).Hash), (MilestoneState.Met, (await HeadAsync(story)).Hash)]);
    }

    [Fact]
    public async Task Overdue_FromTheFirstSecondAfterItsDate_AndMetLateIsSaid()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        await portal.CatchUpAsync();
        var proposal = await MilestoneStory.PublishAsync(portal, MilestoneStory.Call(story, story.Contracts.Token.Address, "totalSupply()(uint256)", ">", (100 * Pha).ToString()));
        portal.Portal.Clock.Now = portal.Portal.Clock.Now.AddSeconds(2 * Day);
        (await MilestoneStory.StateAsync(portal, proposal)).State.ShouldBe(MilestoneState.Pending);

        portal.Portal.Clock.Now = portal.Portal.Clock.Now.AddSeconds(1);
        (await MilestoneStory.StateAsync(portal, proposal)).State.ShouldBe(MilestoneState.Overdue);

        // The chain's time is far past the test clock's: what it shows now it shows late.
        await story.Contracts.Token.MintAsync(story.Contracts.Owner, story.Contracts.Owner, 1);
        await portal.CatchUpAsync();
        var late = await MilestoneStory.StateAsync(portal, proposal);
        (late.State, late.IsLate).ShouldBe((MilestoneState.Met, true));
    }

    [Fact]
    public async Task ASilentProvider_MakesItUnknown_NeverUnmet()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var proxy = new Proxy(story.Anvil.Url);
        await using var portal = await IndexingPortal.StartAsync(story.Followed(proxy.Url));
        await portal.CatchUpAsync();
        var token = story.Contracts.Token;
        var proposal = await MilestoneStory.PublishAsync(portal,
            MilestoneStory.Call(story, token.Address, "totalSupply()(uint256)", ">=", "1"), MilestoneStory.Call(story, token.Address, "totalSupply()(uint256)", "<", "1"));
        async Task<MilestoneState[]> StatesAsync() => [.. (await MilestoneStory.StatesAsync(portal, proposal)).Select(each => each.State)];

        int announced = 0;
        using var heard = portal.Get<Governance.Proposals.ProposalChanges>().Subscribe(proposal.Id, () => Interlocked.Increment(ref announced));
        await portal.RunServiceAsync(async () =>
        {
            await portal.UntilAsync(async () => await StatesAsync() is [MilestoneState.Met, MilestoneState.Pending]);
            (announced, proxy.RequestsLeft) = (0, 0);
            await portal.UntilAsync(async () => await StatesAsync() is [MilestoneState.Unknown, MilestoneState.Unknown]);
            var unknown = await MilestoneStory.StatesAsync(portal, proposal);
            unknown.Select(each => each.LastKnown).ShouldBe([MilestoneState.Met, MilestoneState.Pending]);
            unknown.ShouldAllBe(each => each.Fault != null);
            await portal.UntilAsync(() => Task.FromResult(announced > 0));

            // Its date passes while nobody can say: that makes it no more known.
            portal.Portal.Clock.Now = portal.Portal.Clock.Now.AddSeconds(3 * Day);
            (await StatesAsync()).ShouldBe([MilestoneState.Unknown, MilestoneState.Unknown]);
            proxy.RequestsLeft = int.MaxValue;
            await portal.UntilAsync(async () => await StatesAsync() is [MilestoneState.Met, MilestoneState.Overdue]);
        });
    }

    [Fact]
    public async Task CallsThatOneProviderRefuses_StopNothingElse()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var proxy = new Proxy(story.Anvil.Url);
        await using var portal = await IndexingPortal.StartAsync(story.Followed(proxy.Url));
        await portal.CatchUpAsync();
        var proposal = await MilestoneStory.PublishAsync(portal, MilestoneStory.Call(story, story.Contracts.Token.Address, "totalSupply()(uint256)", ">=", "1"));
        proxy.Change = (method, _, answer) =>
        {
            if (method != "eth_call") return;
            answer.Remove("result");
            answer["error"] = new JsonObject { ["code"] = -32601, ["message"] = "the method eth_call does not exist" };
        };
        await story.Anvil.Controls.MineAsync(2, ct: Ct);
        await portal.CatchUpAsync();

        (await portal.Get<IndexCursorStore>().FindAsync(story.Anvil.ChainId))!.Head.ShouldBe(await HeadAsync(story));
        (await MilestoneStory.StateAsync(portal, proposal)).State.ShouldBe(MilestoneState.Unknown);
        proxy.Change = null;
        await portal.CatchUpAsync();
        (await MilestoneStory.StateAsync(portal, proposal)).State.ShouldBe(MilestoneState.Met);
    }

    [Fact]
    public async Task ATimelockOperation_IsMetByItsExecution_WithTheTransaction()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        await portal.CatchUpAsync();
        var (timelock, guardian) = (story.Contracts.Timelock, story.Contracts.Guardian);
        var operation = story.OpenTheBridge();
        var id = operation.OperationIdOf(story.Governor.Address);
        var proposal = await MilestoneStory.PublishAsync(portal, MilestoneStory.Of(story, "timelock", new JsonObject { ["address"] = timelock.Address.ToString(), ["operation"] = id.ToString() }));

        await timelock.ScheduleDirectlyAsync(guardian, operation, operation.SaltOf(story.Governor.Address), TimeSpan.FromMinutes(1));
        await timelock.CancelDirectlyAsync(guardian, id);
        await portal.CatchUpAsync();
        var cancelled = await MilestoneStory.StateAsync(portal, proposal);
        (cancelled.State, cancelled.Latest!.Holds).ShouldBe((MilestoneState.Pending, false), "it may be scheduled again");

        await timelock.ScheduleDirectlyAsync(guardian, operation, operation.SaltOf(story.Governor.Address), TimeSpan.FromMinutes(1));
        await story.Anvil.Controls.IncreaseTimeAsync(TimeSpan.FromMinutes(2), Ct);
        var executed = await timelock.ExecuteDirectlyAsync(guardian, operation, story.Governor.Address);
        await story.Anvil.Controls.MineAsync(2, ct: Ct);
        await portal.CatchUpAsync();
        var met = await MilestoneStory.StateAsync(portal, proposal);
        (met.State, met.Evidence!.Transaction).ShouldBe((MilestoneState.Met, executed.TransactionHash));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ASafesTransaction_IsMetOrFails_WhetherItsHashIsIndexedOrNot(bool isIndexed)
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        await portal.CatchUpAsync();
        var safe = await SafeVoice.PlaceAsync(story.Anvil, "a safe");
        var (good, bad, module) = (Keccak256.Hash("good"u8), Keccak256.Hash("bad"u8), DevAccounts.Key("module").Address);
        JsonObject Safe(string member, string value) => MilestoneStory.Of(story, "safe", new JsonObject { ["address"] = safe.ToString(), [member] = value });
        var proposal = await MilestoneStory.PublishAsync(portal, Safe("transaction", good.ToString()), Safe("transaction", bad.ToString()), Safe("module", module.ToString()));
        async Task<MilestoneState[]> StatesAsync()
        {
            await portal.CatchUpAsync();
            return [.. (await MilestoneStory.StatesAsync(portal, proposal)).Select(each => each.State)];
        }

        var moduleWord = new Hash32([.. new byte[12], .. module.Bytes]);
        await SafeVoice.SayAsync(story.Anvil, safe, Topic("ExecutionFailure(bytes32,uint256)"), bad, isIndexed);
        await SafeVoice.SayAsync(story.Anvil, safe, Topic("ExecutionFromModuleFailure(address)"), moduleWord, true);
        (await StatesAsync()).ShouldBe([MilestoneState.Pending, MilestoneState.Failed, MilestoneState.Pending]);
        await SafeVoice.SayAsync(story.Anvil, safe, Topic("ExecutionSuccess(bytes32,uint256)"), good, isIndexed);
        await SafeVoice.SayAsync(story.Anvil, safe, Topic("ExecutionFromModuleSuccess(address)"), moduleWord, true);
        (await StatesAsync()).ShouldBe([MilestoneState.Met, MilestoneState.Failed, MilestoneState.Met]);
    }

    [Fact]
    public async Task AnEvent_CountsFromPublicationOn_AndWithItsValuesOnly()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        await portal.CatchUpAsync();
        var (token, owner, other) = (story.Contracts.Token, story.Contracts.Owner, story.Voters[0]);
        await token.MintAsync(owner, owner, 7);
        var wanted = new JsonObject
        {
            ["address"] = token.Address.ToString(), ["signature"] = "Transfer(address indexed from,address indexed to,uint256 value)",
            ["where"] = new JsonObject { ["to"] = owner.ToString(), ["value"] = 7 },
        };
        var proposal = await MilestoneStory.PublishAsync(portal, MilestoneStory.Of(story, "event", wanted));
        await portal.CatchUpAsync();
        (await MilestoneStory.StateAsync(portal, proposal)).State.ShouldBe(MilestoneState.Pending, "it was said before");

        await token.MintAsync(owner, owner, 8);
        await token.MintAsync(owner, other, 7);
        await portal.CatchUpAsync();
        (await MilestoneStory.StateAsync(portal, proposal)).State.ShouldBe(MilestoneState.Pending);
        var said = await token.MintAsync(owner, owner, 7);
        await token.MintAsync(owner, owner, 7);
        await portal.CatchUpAsync();
        var met = await MilestoneStory.StateAsync(portal, proposal);
        (met.State, met.Evidence!.Transaction).ShouldBe((MilestoneState.Met, said.TransactionHash));

        await portal.Get<Governance.Indexing.ChainFollowers>().ForgetAsync(story.Anvil.ChainId);
        await portal.CatchUpAsync();
        (await MilestoneStory.StateAsync(portal, proposal)).Evidence!.Transaction.ShouldBe(said.TransactionHash, "indexed afresh it says the same");
    }

    private static JsonObject With(JsonObject milestone, Address argument)
    {
        milestone["call"]!["arguments"] = new JsonArray(argument.ToString());
        return milestone;
    }

    private static Hash32 Topic(string signature) => Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(signature));

    private static async Task<BlockPoint> HeadAsync(GovernorStory story) => BlockPoint.Of((await story.Anvil.Client.GetBlockAsync(BlockTag.Latest, Ct))!);
}
