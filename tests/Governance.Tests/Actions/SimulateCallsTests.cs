using System.Numerics;
using System.Text.Json.Nodes;
using Governance.Actions;
using Governance.Chains;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Execution;
using Governance.Tests.Indexing;

namespace Governance.Tests.Actions;

/// <summary>Calls that are tried and change nothing, on a real chain, with and without eth_simulateV1.</summary>
public sealed class SimulateCallsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AProposalsActions_AreTriedInTheTimelocksName_WithWhatTheyWouldSay()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        var told = await story.ProposeAsync();
        await portal.CatchUpAsync();
        var execution = (await portal.Get<ProposalStates>().OfAsync(await portal.ProposalAsync(story.IdOf(told))))!.Execution!;

        ProposalActions.Of(execution).ShouldHaveSingleItem().Sentence.ShouldBe($"Lets the paused {story.Contracts.Bridge.Address} work again.");
        var simulation = await portal.Get<SimulateProposal>().RunAsync(story.IdOf(told), execution);

        (simulation.Succeeds, simulation.IsSequence, simulation.Executor).ShouldBe((true, true, story.Contracts.Timelock.Address));
        simulation.At.ShouldBe(BlockPoint.Of((await story.Anvil.Client.GetBlockAsync(BlockTag.Latest, Ct))!));
        simulation.Calls.ShouldHaveSingleItem().Events.ShouldNotBeNull().ShouldHaveSingleItem().ShouldContain("says Unpaused: account the timelock");
        (await story.Contracts.Bridge.IsPausedAsync()).ShouldBeTrue("nothing was changed");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatWouldFail_SaysWhy(bool knowsTheMethod)
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var proxy = new Proxy(story.Anvil.Url) { Change = (method, _, answer) => { if (method == "eth_simulateV1" && !knowsTheMethod) Refuse(answer); } };
        var chains = new ChainRegistry();
        chains.Add(story.Followed(proxy.Url));
        var simulate = new SimulateCalls(chains);
        var (bridge, stranger) = (story.Contracts.Bridge.Address, story.Voters[0]);
        Task<Simulation> TryAsync(Address executor, params TriedCall[] calls) => simulate.RunAsync(story.Anvil.ChainId, executor, calls, ContractNames.None, Ct);

        var refused = await TryAsync(stranger, new TriedCall(bridge, 0, DevBridge.Unpause.Encode()));
        refused.IsSequence.ShouldBe(knowsTheMethod);
        refused.Calls.ShouldHaveSingleItem().Reason.ShouldBe($"The contract refuses it: OwnableUnauthorizedAccount(account {stranger}).");
        (await TryAsync(stranger, new TriedCall(bridge, BigInteger.Pow(10, 30), []))).Calls[0].Reason.ShouldNotBeNull().ShouldContain("are to be sent");

        // The second call works only after the first.
        var (pause, unpause) = (new TriedCall(bridge, 0, DevBridge.Pause.Encode()), new TriedCall(bridge, 0, DevBridge.Unpause.Encode()));
        (await TryAsync(story.Contracts.Timelock.Address, unpause, pause)).Succeeds.ShouldBe(knowsTheMethod);
        var first = await TryAsync(story.Contracts.Timelock.Address, pause, unpause);
        first.Calls.Select(call => call.Succeeds).ShouldBe(knowsTheMethod ? [false, null] : [false, true]);
    }

    [Fact]
    public async Task ASilentChain_IsNoAnswer()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var proxy = new Proxy(story.Anvil.Url) { RequestsLeft = 0 };
        var chains = new ChainRegistry();
        chains.Add(story.Followed(proxy.Url));
        await Should.ThrowAsync<RpcException>(() => new SimulateCalls(chains).RunAsync(story.Anvil.ChainId, story.Voters[0], [], ContractNames.None, Ct));
    }

    private static void Refuse(JsonObject answer)
    {
        answer.Remove("result");
        answer["error"] = new JsonObject { ["code"] = -32601, ["message"] = "the method eth_simulateV1 does not exist" };
    }
}
