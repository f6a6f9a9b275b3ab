using Governance.Chains;
using Governance.DevChain;
using Governance.Execution;
using Governance.Proposals;
using Governance.Tests.Indexing;

namespace Governance.Tests.Execution;

/// <summary>The computed state is what the contract itself answers, at each turn of a proposal's way.</summary>
public sealed class GovernorStateTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DevClock.BlockNumber, 10)]
    [InlineData(DevClock.Timestamp, 600)]
    public async Task EqualsTheContracts_FromProposalToExecution(DevClock clock, int votingPeriod)
    {
        await using var story = await GovernorStory.BeginAsync(new DeploymentOptions { Clock = clock, VotingPeriod = votingPeriod, VotingDelay = clock == DevClock.Timestamp ? 30 : 2 });
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        var told = await story.ProposeAsync();
        (await CompareAsync(story, portal, told)).State.ShouldBe(ProposalState.Pending);
        await story.OpenVotingAsync(told);
        (await CompareAsync(story, portal, told)).State.ShouldBe(ProposalState.Active);
        await story.Governor.CastVoteAsync(story.Voters[0], told.Id, DevSupport.For);
        (await CompareAsync(story, portal, told)).State.ShouldBe(ProposalState.Active);
        await story.CloseVotingAsync(told);
        (await CompareAsync(story, portal, told)).State.ShouldBe(ProposalState.Succeeded);
        await story.Governor.QueueAsync(story.Voters[1], told);
        var queued = await CompareAsync(story, portal, told);
        (queued.State, queued.Execution!.Next!.Kind, queued.Execution.Next.Earliest).ShouldBe((ProposalState.Queued, StepKind.Ready, await story.Governor.EtaOfAsync(told.Id)));
        await story.PassEtaAsync(told);
        (await CompareAsync(story, portal, told)).Execution!.Next!.Kind.ShouldBe(StepKind.Executed);
        var receipt = await story.Governor.ExecuteAsync(story.Voters[2], told);

        var executed = await CompareAsync(story, portal, told);
        (executed.State, executed.Execution!.Next).ShouldBe((ProposalState.Executed, null));
        executed.Execution.Steps.Select(step => step.Kind).ShouldBe([StepKind.Created, StepKind.VotingOpens, StepKind.VotingCloses, StepKind.Succeeded, StepKind.Queued, StepKind.Ready, StepKind.Executed]);
        var last = executed.Execution.Steps[^1];
        (last.Evidence!.Transaction, last.Evidence.BlockHash, last.Actor, last.Confidence).ShouldBe((receipt.TransactionHash, receipt.BlockHash, story.Voters[2], Confidence.Latest));
        executed.Execution.Steps.ShouldAllBe(step => step.At != null && step.Progress == StepProgress.Done);
    }

    [Fact]
    public async Task EqualsTheContracts_AtEachBlockOfTheVotesEdges()
    {
        await using var story = await GovernorStory.BeginAsync(new DeploymentOptions { VotingDelay = 2, VotingPeriod = 3 });
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        var told = await story.ProposeAsync();
        var seen = new List<ProposalState>();
        for (int block = 0; block < 8; block++)
        {
            seen.Add((await CompareAsync(story, portal, told)).State);
            await story.Anvil.Controls.MineAsync(ct: Ct);
        }

        seen.Distinct().ShouldBe([ProposalState.Pending, ProposalState.Active, ProposalState.Defeated]);
    }

    [Fact]
    public async Task EqualsTheContracts_WhenVotesDoNotSuffice()
    {
        await using var story = await GovernorStory.BeginAsync(new DeploymentOptions { QuorumPercent = 40 });
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        DevProposal[] told = [await story.ProposeAsync("# Too few"), await story.ProposeAsync("# Enough with abstentions"), await story.ProposeAsync("# A tie of nothing"), await story.ProposeAsync("# More against")];
        await story.OpenVotingAsync(told[3]);
        await story.Governor.CastVoteAsync(story.Voters[1], told[0].Id, DevSupport.For);
        await story.Governor.CastVoteAsync(story.Voters[1], told[1].Id, DevSupport.For);
        await story.Governor.CastVoteAsync(story.Voters[2], told[1].Id, DevSupport.Abstain);
        await story.Governor.CastVoteAsync(story.Voters[0], told[2].Id, DevSupport.Abstain);
        await story.Governor.CastVoteAsync(story.Voters[0], told[3].Id, DevSupport.Against);
        await story.Governor.CastVoteAsync(story.Voters[1], told[3].Id, DevSupport.For);
        await story.CloseVotingAsync(told[3]);

        var states = new List<ProposalState>();
        foreach (var each in told) states.Add((await CompareAsync(story, portal, each)).State);
        states.ShouldBe([ProposalState.Defeated, ProposalState.Succeeded, ProposalState.Defeated, ProposalState.Defeated]);
    }

    [Fact]
    public async Task EqualsTheContracts_WhenCancelledByItsProposer()
    {
        await using var story = await GovernorStory.BeginAsync(new DeploymentOptions { VotingDelay = 5 });
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        var told = await story.ProposeAsync();
        await story.Governor.CancelAsync(story.Voters[0], told);

        var cancelled = await CompareAsync(story, portal, told);
        cancelled.State.ShouldBe(ProposalState.Canceled);
        cancelled.Execution!.Steps.Select(step => step.Kind).ShouldBe([StepKind.Created, StepKind.Canceled]);
        cancelled.Execution.Steps[1].Actor.ShouldBe(story.Voters[0]);
    }

    [Fact]
    public async Task EqualsTheContracts_WhenTheTimelockIsActedOnPastTheGovernor()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        DevProposal[] told = [await story.ProposeAsync("# To be executed"), await story.ProposeAsync("# To be cancelled")];
        await story.OpenVotingAsync(told[1]);
        foreach (var each in told) await story.Governor.CastVoteAsync(story.Voters[0], each.Id, DevSupport.For);
        await story.CloseVotingAsync(told[1]);
        foreach (var each in told) await story.Governor.QueueAsync(story.Voters[0], each);
        (await CompareAsync(story, portal, told[1])).State.ShouldBe(ProposalState.Queued);
        await story.PassEtaAsync(told[1]);
        await story.Contracts.Timelock.ExecuteDirectlyAsync(story.Voters[1], told[0], story.Governor.Address);
        var cancellation = await story.Contracts.Timelock.CancelDirectlyAsync(story.Contracts.Guardian, told[1].OperationIdOf(story.Governor.Address));

        var executed = await CompareAsync(story, portal, told[0]);
        (executed.State, executed.Execution!.Operation!.Id).ShouldBe((ProposalState.Executed, told[0].OperationIdOf(story.Governor.Address)));
        executed.Execution.Steps[^1].Detail.ShouldContain("directly at the timelock");
        var cancelled = await CompareAsync(story, portal, told[1]);
        (cancelled.State, cancelled.Execution!.Steps[^1].Evidence!.Transaction, cancelled.Execution.Steps[^1].Actor).ShouldBe((ProposalState.Canceled, cancellation.TransactionHash, story.Contracts.Guardian));
    }

    private static async Task<StatedProposal> CompareAsync(GovernorStory story, IndexingPortal portal, DevProposal told)
    {
        await portal.CatchUpAsync();
        var stated = (await portal.Get<ProposalStates>().OfAsync(await portal.ProposalAsync(story.IdOf(told)))).ShouldNotBeNull();
        ((int)stated.State).ShouldBe((int)await story.Governor.StateOfAsync(told.Id));
        return stated;
    }
}
