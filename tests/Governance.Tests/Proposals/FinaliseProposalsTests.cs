using Governance.Proposals;
using Governance.Tallies;
using Governance.Votes;

namespace Governance.Tests.Proposals;

public sealed class FinaliseProposalsTests
{
    [Fact]
    public async Task MakesACountFinal_AMinuteAfterTheEnd_WithoutAnyVisitor()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();
        await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1));
        int heard = 0;
        using var subscription = portal.Get<ProposalChanges>().Subscribe(proposal.Id, () => heard++);

        await PassAtAsync(portal, proposal.End);
        (await portal.Get<TallyStore>().ReadAsync(proposal)).Final.ShouldBeFalse();
        heard.ShouldBe(0);
        await PassAtAsync(portal, proposal.End + 1);
        heard.ShouldBe(1);
        await PassAtAsync(portal, proposal.End + 60);
        (await portal.Get<TallyStore>().ReadAsync(proposal)).Final.ShouldBeFalse();
        await PassAtAsync(portal, proposal.End + 61);
        heard.ShouldBe(2);

        var tally = await portal.Get<TallyStore>().ReadAsync(proposal);
        (tally.Final, tally.LedgerSize).ShouldBe((true, 3));
        (await portal.Get<ClosingStore>().FindFinalAsync(proposal.Key)).ShouldBe(new FinalCount(proposal.End + 61, 3));
    }

    [Fact]
    public async Task TheFinalCount_KeepsItsLedgerSize_WhateverIsAcceptedLater()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();
        await PassAtAsync(portal, proposal.End + 1);
        await PassAtAsync(portal, proposal.End + 61);

        await portal.AcceptAsync(SampleMessages.Proposal(portal, "basic", ["For", "Against"]));
        await PassAtAsync(portal, proposal.End + 99);

        (await portal.Get<TallyStore>().ReadAsync(proposal)).LedgerSize.ShouldBe(2);
    }

    [Fact]
    public async Task AClockSetBack_ReopensNothing()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();
        portal.Clock.Now = DateTimeOffset.FromUnixTimeSeconds(proposal.End);
        await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1));
        await PassAtAsync(portal, proposal.End + 1);

        portal.Clock.Now = DateTimeOffset.FromUnixTimeSeconds(proposal.End - 10);
        (await portal.SendAsync(SampleMessages.Vote(portal, Signers.Bob, proposal.Id, 2))).Rejection.ShouldBe(VoteRejection.VotingClosed);
        await portal.Get<FinaliseProposals>().RunAsync();
        (await portal.SendAsync(SampleMessages.Vote(portal, Signers.Bob, proposal.Id, 2))).Rejection.ShouldBe(VoteRejection.VotingClosed);
    }

    [Fact]
    public async Task AClockSetBack_ReopensNothing_AfterARestart()
    {
        string folder = Directory.CreateTempSubdirectory("governance-test-").FullName;
        try
        {
            Proposal proposal;
            await using (var first = await TestPortal.StartAsync(folder))
            {
                proposal = await first.OpenProposalAsync();
                await PassAtAsync(first, proposal.End + 1);
            }

            await using var second = await TestPortal.StartAsync(folder);
            second.Clock.Now = DateTimeOffset.FromUnixTimeSeconds(proposal.End - 10);
            (await second.SendAsync(SampleMessages.Vote(second, Signers.Bob, proposal.Id, 2))).Rejection.ShouldBe(VoteRejection.VotingClosed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task WaitsForAVote_ThatArrivedInTimeAndIsStillUnderWay()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();
        await KeepWaitingAsync(portal, proposal.Id, receivedAtMs: (proposal.End * 1000) + 999);
        await PassAtAsync(portal, proposal.End + 1);
        await PassAtAsync(portal, proposal.End + 600);
        (await portal.Get<TallyStore>().ReadAsync(proposal)).Final.ShouldBeFalse();

        await ForgetWaitingAsync(portal);
        await PassAtAsync(portal, proposal.End + 601);
        (await portal.Get<TallyStore>().ReadAsync(proposal)).Final.ShouldBeTrue();
    }

    [Fact]
    public async Task WaitsForNothing_ThatArrivedTooLateOrIsOfAnotherProposal()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();
        await KeepWaitingAsync(portal, proposal.Id, receivedAtMs: (proposal.End + 1) * 1000);
        await KeepWaitingAsync(portal, "0xanother", receivedAtMs: proposal.End * 1000);
        await PassAtAsync(portal, proposal.End + 1);
        await PassAtAsync(portal, proposal.End + 61);

        (await portal.Get<TallyStore>().ReadAsync(proposal)).Final.ShouldBeTrue();
    }

    private static Task PassAtAsync(TestPortal portal, long seconds)
    {
        portal.Clock.Now = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return portal.Get<FinaliseProposals>().RunAsync();
    }

    private static Task<int> KeepWaitingAsync(TestPortal portal, string proposal, long receivedAtMs) => portal.Get<Governance.Database.Writer>().RunAsync(scope =>
        Dapper.SqlMapper.Execute(scope.Connection, """
            INSERT INTO pending_messages (id, envelope, received_at_ms, attempts, next_try_ms, reason) VALUES (@id, @envelope, @receivedAtMs, 1, 0, 'test')
            """, new { id = Guid.NewGuid().ToByteArray(), envelope = System.Text.Encoding.UTF8.GetBytes($$"""{"proposal":"{{proposal}}"}"""), receivedAtMs }, scope.Transaction));

    private static Task<int> ForgetWaitingAsync(TestPortal portal) => portal.Get<Governance.Database.Writer>().RunAsync(scope =>
        Dapper.SqlMapper.Execute(scope.Connection, "DELETE FROM pending_messages", transaction: scope.Transaction));
}
