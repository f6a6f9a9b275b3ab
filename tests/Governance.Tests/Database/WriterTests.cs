using Governance.Messages;
using Governance.Tallies;
using Microsoft.Data.Sqlite;

namespace Governance.Tests.Database;

public sealed class WriterTests
{
    [Fact]
    public async Task AFullQueue_IsBusy_AndWhatItTookIsStoredWhenTheDatabaseIsFree()
    {
        await using var portal = await TestPortal.StartAsync(maxQueuedWrites: 1);
        var proposal = await portal.OpenProposalAsync();
        var locked = await LockAsync(portal);
        var first = portal.SendAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1));
        // The writer has taken the first and waits for the database; the second fills the queue.
        await Task.Delay(500, TestContext.Current.CancellationToken);
        var second = portal.SendAsync(SampleMessages.Vote(portal, Signers.Bob, proposal.Id, 1));
        await Task.Delay(500, TestContext.Current.CancellationToken);

        var third = await portal.SendAsync(SampleMessages.Vote(portal, Signers.Carol, proposal.Id, 1));
        await locked.DisposeAsync();

        third.Rejection!.Code.ShouldBe(MessageRejection.Busy.Code);
        (await first).Rejection.ShouldBeNull();
        (await second).Rejection.ShouldBeNull();
        (await portal.Get<TallyStore>().ReadAsync(proposal)).Votes.ShouldBe(2);
    }

    [Fact]
    public async Task ADatabaseThatCanNotBeWritten_RefusesAndLosesNothing_AndWorksAgainAfterwards()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();
        var vote = SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1);
        // Longer than the writer waits for its lock.
        await using (await LockAsync(portal)) (await portal.SendAsync(vote)).Rejection!.Code.ShouldBe(MessageRejection.StorageFailed.Code);

        (await portal.Get<TallyStore>().ReadAsync(proposal)).Votes.ShouldBe(0);
        (await portal.SendAsync(vote)).Rejection.ShouldBeNull();
    }

    // Another process that holds the write lock.
    private static async Task<SqliteConnection> LockAsync(TestPortal portal)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(portal.Folder, "governance.db")};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
