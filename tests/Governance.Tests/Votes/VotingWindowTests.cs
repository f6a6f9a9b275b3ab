using Governance.Messages;
using Governance.Proposals;
using Governance.Tallies;
using Governance.Votes;

namespace Governance.Tests.Votes;

/// <summary>Promise 16: the window is exact, for the moment of arrival by the portal's clock and for the time that the voter claims.</summary>
public sealed class VotingWindowTests
{
    private const long Opens = 1_780_000_000;
    private const long Ends = Opens + 86_400;

    [Theory]
    [InlineData(Opens - 1, 999, "voting-not-open")]
    [InlineData(Opens, 0, null)]
    [InlineData(Ends, 0, null)]
    [InlineData(Ends, 999, null)]
    [InlineData(Ends + 1, 0, "voting-closed")]
    public async Task Arrival_IsExactToTheSecond(long at, int milliseconds, string? code)
    {
        await using var portal = await TestPortal.StartAsync(clock: At(Opens - 100));
        var proposal = await OpenAsync(portal);
        portal.Clock.Now = DateTimeOffset.FromUnixTimeSeconds(at).AddMilliseconds(milliseconds);

        // Claimed within the window, so that only the arrival decides.
        var vote = SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1, Math.Clamp(at, Opens, Ends));
        (await portal.SendAsync(vote)).Rejection?.Code.ShouldBe(code);
        (await portal.Get<TallyStore>().ReadAsync(proposal)).Votes.ShouldBe(code is null ? 1 : 0);
    }

    [Theory]
    [InlineData(Opens, Opens - 1, "signed-outside-window")]
    [InlineData(Opens, Opens, null)]
    [InlineData(Ends, Ends, null)]
    [InlineData(Ends, Ends + 1, "signed-outside-window")]
    // A voter's clock may be wrong by this much, as in Snapshot, but never lead out of the window.
    [InlineData(Opens, Opens + 300, null)]
    [InlineData(Opens, Opens + 301, "wrong-timestamp")]
    [InlineData(Opens + 299, Opens, null)]
    public async Task TheClaimedTime_IsExactToTheSecond(long at, long claimed, string? code)
    {
        await using var portal = await TestPortal.StartAsync(clock: At(Opens - 100));
        var proposal = await OpenAsync(portal);
        portal.Clock.Now = DateTimeOffset.FromUnixTimeSeconds(at);

        (await portal.SendAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1, claimed))).Rejection?.Code.ShouldBe(code);
        (await portal.Get<TallyStore>().ReadAsync(proposal)).Votes.ShouldBe(code is null ? 1 : 0);
    }

    [Theory]
    [InlineData(6 * 86_400, null)]
    [InlineData((6 * 86_400) + 1, "wrong-timestamp")]
    public async Task AnOldBallot_CountsForSixDays(long age, string? code)
    {
        await using var portal = await TestPortal.StartAsync(clock: At(Opens));
        var proposal = await OpenAsync(portal, days: 30);
        var vote = SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1, Opens);
        portal.Clock.Now = DateTimeOffset.FromUnixTimeSeconds(Opens + age);

        (await portal.SendAsync(vote)).Rejection?.Code.ShouldBe(code);
    }

    [Fact]
    public async Task AClockSetBack_ReopensNothing_EvenWithinTheSecondBeforeItIsWrittenDown()
    {
        await using var portal = await TestPortal.StartAsync(clock: At(Opens));
        var proposal = await OpenAsync(portal);
        portal.Clock.Now = DateTimeOffset.FromUnixTimeSeconds(Ends + 1);
        (await portal.SendAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1, Ends))).Rejection.ShouldBe(VoteRejection.VotingClosed);

        portal.Clock.Now = DateTimeOffset.FromUnixTimeSeconds(Ends - 10);
        (await portal.SendAsync(SampleMessages.Vote(portal, Signers.Bob, proposal.Id, 1))).Rejection.ShouldBe(VoteRejection.VotingClosed);
        (await portal.Get<TallyStore>().ReadAsync(proposal)).Votes.ShouldBe(0);
    }

    private static TestClock At(long seconds) => new() { Now = DateTimeOffset.FromUnixTimeSeconds(seconds) };

    private static async Task<Proposal> OpenAsync(TestPortal portal, int days = 1)
    {
        await portal.AcceptAsync(SampleMessages.Settings(portal, SampleMessages.WhitelistSettings()));
        var receipt = await portal.AcceptAsync(SampleMessages.Proposal(portal, "basic", ["For", "Against", "Abstain"], message =>
        {
            message["start"] = Opens;
            message["end"] = Opens + (days * 86_400L);
        }));
        return (await portal.Get<ProposalStore>().FindAsync(receipt.Message.Id.ToString())).ShouldNotBeNull();
    }
}
