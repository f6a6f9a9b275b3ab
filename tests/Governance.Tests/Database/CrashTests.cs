using Governance.Ledger;
using Microsoft.Data.Sqlite;

namespace Governance.Tests.Database;

/// <summary>Promises 1 and 2 at every moment: what a kill or a loss of power leaves at each write, sync and truncation is opened and recounted.</summary>
public sealed class CrashTests
{
    private readonly Lock _lock = new();
    private readonly List<Receipt> _acknowledged = [];

    [Fact]
    public async Task EveryMoment_LeavesWhatWasAcknowledged_AndNothingHalf()
    {
        string folder = Directory.CreateTempSubdirectory("governance-test-").FullName;
        using var disk = new FaultyDisk(folder);
        await using (var portal = await TestPortal.StartAsync(folder, connectionString: disk.ConnectionString))
        {
            var proposal = await portal.OpenProposalAsync();
            await VoteAsync(portal, proposal.Id, Signers.Alice);
            var film = new CrashFilm(disk, seed: 2, everyNth: 1, picture => StoredWhole.Check(picture, Acknowledged()));
            await VoteAsync(portal, proposal.Id, Signers.Alice);
            await VoteAsync(portal, proposal.Id, Signers.Bob, Signers.Alice, Signers.Carol);
            await CopyTheLogIntoTheDatabaseAsync(disk);
            // Into a log that begins anew.
            await VoteAsync(portal, proposal.Id, Signers.Bob);
            await VoteAsync(portal, proposal.Id, Signers.Carol, Signers.Alice);
            film.End();
            film.Pictures.ShouldBeGreaterThan(150);
        }

        StoredWhole.Check(folder, _acknowledged).Messages.ShouldBe(10);
        Directory.Delete(folder, recursive: true);
    }

    private Receipt[] Acknowledged()
    {
        lock (_lock) return [.. _acknowledged];
    }

    private async Task VoteAsync(TestPortal portal, string proposal, params Ethereum.SigningKey[] voters)
    {
        portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
        int choice = 1 + (_acknowledged.Count % 3);
        await Task.WhenAll(voters.Select(async voter =>
        {
            var receipt = await portal.AcceptAsync(SampleMessages.Vote(portal, voter, proposal, choice));
            lock (_lock) _acknowledged.Add(receipt);
        }));
    }

    private static async Task CopyTheLogIntoTheDatabaseAsync(FaultyDisk disk)
    {
        await using var connection = new SqliteConnection(disk.ConnectionString + ";Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous=FULL; PRAGMA wal_checkpoint(RESTART)";
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        reader.GetInt64(0).ShouldBe(0, "the log was copied whole");
    }
}
