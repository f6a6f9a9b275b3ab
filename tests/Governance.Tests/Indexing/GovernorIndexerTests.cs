using Dapper;
using Governance.Database;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Recounts;
using Governance.Proposals;
using Governance.Spaces;
using Governance.Tallies;
using Governance.Votes;

namespace Governance.Tests.Indexing;

public sealed class GovernorIndexerTests
{
    [Fact]
    public async Task KeepsAProposalAndItsVotes_WithTheirBlocks()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        await portal.CatchUpAsync();
        var told = await story.ProposeAsync();
        await story.OpenVotingAsync(told);
        await story.Governor.CastVoteAsync(story.Voters[0], told.Id, DevSupport.For, "it is time");
        await story.Governor.CastVoteAsync(story.Voters[1], told.Id, DevSupport.Against);
        var last = await story.Governor.CastVoteWithParamsAsync(story.Voters[2], told.Id, DevSupport.Abstain, "why not", [1, 2]);
        await portal.CatchUpAsync();

        var proposal = await portal.ProposalAsync(story.IdOf(told));
        (proposal.Title, proposal.Author, proposal.Space).ShouldBe(("Open the bridge", story.Voters[0], GovernorStory.Space));
        proposal.Body.ShouldBe(told.Description);
        (proposal.Start, proposal.End).ShouldBe(((long)await story.Governor.SnapshotOfAsync(told.Id), (long)await story.Governor.DeadlineOfAsync(told.Id)));
        (proposal.Rules.Symbol, proposal.Rules.Decimals, proposal.Rules.QuorumType).ShouldBe(("PHA", 18, "for-abstain"));
        proposal.Rules.Quorum.ToString().ShouldBe("4000000000000000000");

        var tally = await portal.Get<TallyStore>().ReadAsync(proposal);
        tally.Choices.Select(choice => choice.VotingPower.ToString()).ShouldBe(["60000000000000000000", "30000000000000000000", "10000000000000000000"]);
        (tally.Votes, tally.Total.ToString()).ShouldBe((3, "100000000000000000000"));

        var votes = await portal.Get<GovernorVoteStore>().PageAsync(proposal.Key, new VoteQuery(VoteOrder.Newest, null, null, null, 10));
        votes.Select(vote => (vote.Voter, vote.Choice.Json, vote.Reason)).ShouldBe([(story.Voters[2], "3", "why not"), (story.Voters[1], "2", ""), (story.Voters[0], "1", "it is time")]);
        (votes[0].Fact.Block, votes[0].Fact.BlockHash, votes[0].Fact.Transaction).ShouldBe(((long)last.BlockNumber, last.BlockHash, last.TransactionHash));
        votes[0].Params.ShouldBe([1, 2]);
    }

    [Fact]
    public async Task ARecountOfItsVotes_FindsWhatDiffers()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        var told = await story.ProposeAsync();
        await story.OpenVotingAsync(told);
        await story.Governor.CastVoteAsync(story.Voters[0], told.Id, DevSupport.For);
        await story.Governor.CastVoteAsync(story.Voters[1], told.Id, DevSupport.Abstain);
        await portal.CatchUpAsync();
        var proposal = await portal.ProposalAsync(story.IdOf(told));
        var recount = portal.Get<Recount>();
        var report = recount.Run(TestContext.Current.CancellationToken);
        (report.IsEqual, report.OnChainVotes).ShouldBe((true, 2));

        await portal.Get<Writer>().RunAsync(scope => scope.Connection.Execute("DELETE FROM governor_votes WHERE voter = @voter", new { voter = story.Voters[1] }, scope.Transaction));
        recount.Run(TestContext.Current.CancellationToken).Differences.Select(difference => difference.ToString()).ShouldBe([
            $"wrong-tally: proposal {proposal.Id}, cell '' of strategy -1: stored are 90000000000000000000 of 2 votes, counted 60000000000000000000 of 1",
            $"wrong-tally: proposal {proposal.Id}, cell '3' of strategy -1: stored are 30000000000000000000 of 1 votes, counted 0 of 0"]);

        // More is taken from a delegate than he voted with.
        await portal.Get<Writer>().RunAsync(scope => scope.Connection.Execute("UPDATE governor_votes SET kind = @kind", new { kind = (int)GovernorVoteKind.Reduction }, scope.Transaction));
        recount.Run(TestContext.Current.CancellationToken).Differences.ShouldHaveSingleItem().ToString().ShouldStartWith($"wrong-tally: proposal {proposal.Id}: its stored votes do not add up");
    }

    [Fact]
    public async Task AnAccountsVotes_AreListedNewestFirst_APageAtATime()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        foreach (string title in (string[])["first", "second", "third"])
        {
            var told = await story.ProposeAsync(title);
            await story.OpenVotingAsync(told);
            await story.Governor.CastVoteAsync(story.Voters[0], told.Id, DevSupport.For, title);
            await story.Governor.CastVoteAsync(story.Voters[1], told.Id, DevSupport.For, title);
        }

        await portal.CatchUpAsync();
        var votes = portal.Get<GovernorVoteStore>();
        var newest = await votes.OfVoterAsync(story.Voters[0], OnChainCursor.Start, 2);
        newest.Select(vote => vote.Reason).ShouldBe(["third", "second"]);
        (await votes.OfVoterAsync(story.Voters[0], OnChainCursor.Of(newest[^1]), 2)).Select(vote => vote.Reason).ShouldBe(["first"]);
    }

    [Fact]
    public void AFractionalVote_GivesAPartToEachChoice()
    {
        // GovernorCountingFractional: against, for, abstain, 16 bytes each.
        byte[] parts = [.. new byte[15], 1, .. new byte[15], 2, .. new byte[15], 3];
        var vote = new GovernorVote(7, default, 255, 6, "", parts, new Chains.ChainFact(1, 1, default, 0, default, 0));
        vote.Choice.Json.ShouldBe("""{"1":2,"2":1,"3":3}""");
        GovernorCounting.Instance.Contribute(vote.Choice, vote.VotingPower, []).Select(part => $"{part.Cell}:{part.Amount}").ShouldBe(["1:2", "2:1", "3:3"]);
        (vote with { Params = [] }).Choice.Json.ShouldBe("{}");
    }

    [Fact]
    public async Task ShowsTheGovernorsSpace_ThoughNobodyOpenedIt()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        await portal.CatchUpAsync();

        var space = portal.Get<SpaceStore>().Find(GovernorStory.Space).ShouldNotBeNull();
        (space.Settings.Name, space.Settings.Symbol, space.Settings.Network, space.Settings.OnlyMembers).ShouldBe(("PhaGovernor", "PHA", 31337ul, true));
        (await portal.Get<ProposalStore>().PageAsync(GovernorStory.Space, null, ProposalCursor.Start, 10)).ShouldBeEmpty();
    }
}
