using Governance.Chains;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Execution;
using Governance.Proposals;
using Governance.Tests.Execution.Lifecycles;

namespace Governance.Tests.Indexing;

/// <summary>A community that moved from Compound's Bravo to OpenZeppelin 5, whose ids go on where Bravo's ended: one space, two governors, each by its own rules.</summary>
public sealed class TwoGovernorsTests
{
    private static readonly AbiFunction HandOver = AbiFunction.Parse("handOver(address)");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BothGovernorsOfOneSpace_AreFollowed_EachByItsOwnRules()
    {
        await using var stage = await Stage.SetAsync(Generations.Named("bravo") with { Proposers = 2 });
        var timelock = await stage.DeployAsync("CompoundTimelock", Stage.DelaySeconds, Stage.GraceSeconds);
        var successor = await stage.DeployAsync("CompoundStyleGovernor", stage.Token.Address, timelock.Address, 2, 9, 20, 4, 77);
        await timelock.SendAsync(stage.Owner, HandOver, successor.Address);
        await using var portal = await IndexingPortal.StartAsync(new FollowedChain(
            stage.Anvil.Client, [new FollowedGovernor(stage.Governor, GovernorStory.Space), new FollowedGovernor(successor.Address, GovernorStory.Space)], 0));

        // Bravo's 77th, then the successor's 78th; three voters abstain on both, which only the successor counts towards its quorum.
        await stage.Troupe.PlayAsync([stage.ProposeAct(Stage.Voters, stage.Proposal(1))], await NextAsync(stage));
        var told = stage.Proposal(2);
        await new DevGovernor(stage.Anvil, successor.Address).ProposeAsync(stage.Owner, told);
        for (int i = 0; i < 3; i++) await stage.Anvil.Controls.MineAtAsync(await NextAsync(stage), Ct);
        var vote = AbiFunction.Parse("castVote(uint256,uint8)");
        await stage.Troupe.PlayAsync(
            [
                .. new[] { 5, 6, 7 }.Select(voter => stage.VoteAct(voter, 77, 2)), stage.VoteAct(1, 77, 1),
                .. new[] { 5, 6, 7 }.Select(voter => new Act(voter, successor.Address, vote.Encode((System.Numerics.BigInteger)78, 2))),
                new(1, successor.Address, vote.Encode((System.Numerics.BigInteger)78, 1)),
            ], await NextAsync(stage));
        await stage.Anvil.Controls.MineAsync(15, ct: Ct);
        await portal.CatchUpAsync();

        var stated = await portal.Get<ProposalStates>().OfAsync(await portal.Get<ProposalStore>().PageAsync(GovernorStory.Space, null, ProposalCursor.Start, 10));
        stated.Select(each => (each.Execution!.Governor.Name, each.Proposal.Id.Split(':')[^1], each.State, each.Proposal.Rules.QuorumType)).ShouldBe(
            [("CompoundStyleGovernor", "78", ProposalState.Succeeded, "for-abstain"), ("Compound Governor Bravo", "77", ProposalState.Defeated, "for")]);
        var states = await stage.AskStatesAsync([77]);
        states[0][^1].ShouldBe((byte)ProposalState.Defeated);
    }

    private static async Task<DateTimeOffset> NextAsync(Stage stage) => (await stage.Anvil.Controls.TimeAsync(Ct)).AddSeconds(1);
}
