using Governance.Proposals;
using Governance.Tallies;
using Governance.Votes;

namespace Governance.Tests.Votes;

public sealed class CastVoteTests
{
    [Fact]
    public async Task CountsEachVote_ExactlyInBaseUnits()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();

        await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1));
        await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Bob, proposal.Id, 2));

        var tally = await portal.Get<TallyStore>().ReadAsync(proposal);
        proposal.Rules.Decimals.ShouldBe(1);
        tally.Choices.Select(c => c.VotingPower.ToString()).ShouldBe(["1000", "605", "0"]);
        tally.Total.ToString().ShouldBe("1605");
        tally.Votes.ShouldBe(2);
    }

    [Fact]
    public async Task LaterVote_ReplacesTheEarlierAndKeepsIt()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();
        var first = await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1));
        portal.Clock.Now = portal.Clock.Now.AddSeconds(10);
        var second = await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 2));

        var tally = await portal.Get<TallyStore>().ReadAsync(proposal);
        tally.Choices.Select(c => c.VotingPower.ToString()).ShouldBe(["0", "1000", "0"]);
        tally.Votes.ShouldBe(1);
        var history = await portal.Get<VoteStore>().HistoryAsync(proposal.Key, Signers.Alice.Address);
        history.Select(v => (v.Id, v.SupersededBy)).ShouldBe([(second.Message.Id, null), (first.Message.Id, second.Message.Idx)]);
    }

    [Fact]
    public async Task Rejects_AnEarlierVote_DeliveredLate()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();
        long now = portal.Clock.Now.ToUnixTimeSeconds();
        await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1, now + 5));

        (await portal.SendAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 2, now + 4))).Rejection.ShouldBe(VoteRejection.NewerVoteExists);
    }

    [Fact]
    public async Task State_FollowsTheClock()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();
        await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1));
        var tally = await portal.Get<TallyStore>().ReadAsync(proposal);

        SignedProposalState.Of(proposal, tally, DateTimeOffset.FromUnixTimeSeconds(proposal.Start - 1)).ShouldBe(ProposalState.Pending);
        SignedProposalState.Of(proposal, tally, DateTimeOffset.FromUnixTimeSeconds(proposal.End)).ShouldBe(ProposalState.Active);
        SignedProposalState.Of(proposal, tally, DateTimeOffset.FromUnixTimeSeconds(proposal.End + 1)).ShouldBe(ProposalState.Succeeded);
    }
}
