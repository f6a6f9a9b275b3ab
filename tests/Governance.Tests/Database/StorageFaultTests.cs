using Governance.Database;
using Governance.Inbox;
using Governance.Messages;
using Governance.Recounts;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Governance.Tests.Database;

/// <summary>Promise 2: vote, tally, ledger leaf and receipt are all stored or none of them, wherever storing fails.</summary>
public sealed class StorageFaultTests
{
    private static readonly string[] WhatAVoteRuns =
    [
        "BEGIN", "INSERT INTO messages", "UPDATE votes SET superseded_by", "INSERT INTO votes", "INSERT INTO tally_cells", "INSERT INTO ledger_tiles",
        "INSERT INTO ledger_checkpoints", "COMMIT",
    ];

    [Fact]
    public async Task AVote_IsStoredWholeOrNotAtAll_WhicheverSqlStepFails()
    {
        await using var portal = await TestPortal.StartAsync();
        var interrupted = new HashSet<string>();
        int failed = await FailAtEachStepAsync(portal, async at =>
        {
            var handle = await portal.Get<Writer>().RunAsync(scope => ((SqliteConnection)scope.Connection).Handle!);
            int steps = 0;
            string running = "";
            raw.sqlite3_trace(handle, (_, sql) => running = sql, null);
            raw.sqlite3_progress_handler(handle, 1, _ =>
            {
                if (++steps != at) return 0;
                interrupted.Add(running.Trim());
                return 1;
            }, null);
            return () =>
            {
                // The writer leaves a connection that failed.
                if (handle.IsClosed) return true;
                raw.sqlite3_trace(handle, (strdelegate_trace?)null, null);
                raw.sqlite3_progress_handler(handle, 0, null, null);
                return steps >= at;
            };
        });

        failed.ShouldBeGreaterThan(WhatAVoteRuns.Length);
        TestContext.Current.TestOutputHelper?.WriteLine($"{failed} steps");
        foreach (string statement in WhatAVoteRuns) interrupted.ShouldContain(sql => sql.StartsWith(statement, StringComparison.Ordinal), statement);
    }

    [Fact]
    public async Task AVote_IsStoredWholeOrNotAtAll_WhenTheCommitIsRefused()
    {
        await using var portal = await TestPortal.StartAsync();
        (await FailAtEachStepAsync(portal, async at =>
        {
            var handle = await portal.Get<Writer>().RunAsync(scope => ((SqliteConnection)scope.Connection).Handle!);
            raw.sqlite3_commit_hook(handle, _ => at == 1 ? 1 : 0, null);
            return () =>
            {
                if (!handle.IsClosed) raw.sqlite3_commit_hook(handle, null, null);
                return at == 1;
            };
        })).ShouldBe(1);
    }

    // Of each page of the log a header and the page, and the one sync that makes them durable.
    [Theory]
    [InlineData("Write", 10)]
    [InlineData("Sync", 1)]
    public async Task AVote_IsStoredWholeOrNotAtAll_WhicheverWriteOrSyncFails(string kind, int atLeast)
    {
        string folder = Directory.CreateTempSubdirectory("governance-test-").FullName;
        using var disk = new FaultyDisk(folder);
        await using (var portal = await TestPortal.StartAsync(folder, connectionString: disk.ConnectionString))
        {
            int failed = await FailAtEachStepAsync(portal, at =>
            {
                int steps = 0;
                disk.Before = step => step.Kind.ToString() == kind && Interlocked.Increment(ref steps) == at ? FaultyDisk.FaultOf(step) : 0;
                return Task.FromResult(() =>
                {
                    disk.Before = static _ => 0;
                    return steps >= at;
                });
            });

            failed.ShouldBeGreaterThanOrEqualTo(atLeast);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AGroupOfVotes_LosesNoneOfItsNeighbours_WhenStoringFailsOnce()
    {
        string folder = Directory.CreateTempSubdirectory("governance-test-").FullName;
        using var disk = new FaultyDisk(folder);
        await using (var portal = await TestPortal.StartAsync(folder, connectionString: disk.ConnectionString))
        {
            var proposal = await portal.OpenProposalAsync();
            for (int at = 1; at <= 30; at++)
            {
                portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
                int steps = 0, place = at;
                disk.Before = step => Interlocked.Increment(ref steps) == place ? FaultyDisk.FaultOf(step) : 0;
                Ethereum.SigningKey[] voters = [Signers.Alice, Signers.Bob, Signers.Carol];
                var votes = voters.Select(voter => SampleMessages.Vote(portal, voter, proposal.Id, 1 + (place % 3))).ToArray();
                var outcomes = await Task.WhenAll(votes.Select(vote => portal.SendAsync(vote)));
                disk.Before = static _ => 0;
                // A vote that stood alone when the disk failed is refused; one in company was run again.
                outcomes.Count(outcome => outcome.Rejection is not null).ShouldBeLessThanOrEqualTo(1);
                StoredWhole.Check(folder, outcomes.Where(outcome => outcome.Rejection is null).Select(outcome => outcome.Value));
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    // Its entries in the late indexes wait in memory, and nobody put them there: a vote that is run again must find itself all the same.
    [Fact]
    public async Task ACrowdWhoseCommitTookEffect_AndWasReportedAsFailed_IsStoredOnce()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync(settings: """{"name":"T","network":"1","symbol":"VOTE","strategies":[{"name":"ticket","params":{}}]}""");
        Ethereum.SigningKey[] voters = [.. Enumerable.Range(0, 30).Select(i => Signers.Named($"doubt {i}"))];
        int inDoubt = 0;
        for (int at = 1; at <= 6; at++)
        {
            portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
            var handle = await portal.Get<Writer>().RunAsync(scope => ((SqliteConnection)scope.Connection).Handle!);
            int steps = 0, place = at;
            string running = "";
            raw.sqlite3_trace(handle, (_, sql) => running = sql, null);
            // The second commit: the first is that of the write which keeps the writer busy.
            int commits = 0;
            raw.sqlite3_progress_handler(handle, 1, _ =>
            {
                if (!running.StartsWith("COMMIT", StringComparison.Ordinal)) steps = 0;
                else if (++steps == 1) commits++;
                return commits == 2 && steps == place ? 1 : 0;
            }, null);
            var stored = await Crowd.StoreTogetherAsync(portal, voters.Select(voter => SampleMessages.Vote(portal, voter, proposal.Id, 1 + (place % 3))));
            stored.ShouldAllBe(vote => vote.Receipt != null || vote.Refusal!.Code == MessageRejection.Duplicate.Code);
            if (stored.All(vote => vote.Receipt is null)) inDoubt++;
            if (!handle.IsClosed)
            {
                raw.sqlite3_trace(handle, (strdelegate_trace?)null, null);
                raw.sqlite3_progress_handler(handle, 0, null, null);
            }

            var recount = portal.Get<Recount>().Run(TestContext.Current.CancellationToken);
            recount.Differences.ShouldBeEmpty($"step {at}");
            recount.Messages.ShouldBe(2 + (at * voters.Length), $"step {at}");
            (await portal.Get<Governance.Tallies.TallyStore>().ReadAsync(proposal)).Votes.ShouldBe(voters.Length, $"step {at}");
        }

        inDoubt.ShouldBeGreaterThan(0);
        foreach (var voter in voters) voter.Dispose();
    }

    [Fact]
    public async Task ADiskThatIsFullOfTheLogAlone_TakesVotes()
    {
        string folder = Directory.CreateTempSubdirectory("governance-test-").FullName;
        using var disk = new FaultyDisk(folder);
        await using (var portal = await TestPortal.StartAsync(folder, connectionString: disk.ConnectionString))
        {
            var proposal = await portal.OpenProposalAsync();
            await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1));
            // The log may grow no more; the database has room for what is in it.
            long most = new FileInfo(Path.Combine(folder, "governance.db-wal")).Length;
            disk.Before = step => step.Kind == DiskStepKind.Write && step.File.EndsWith("-wal", StringComparison.Ordinal) && step.Offset + step.Bytes.Length > most ? FaultyDisk.Full : 0;
            for (int i = 0; i < 20; i++)
            {
                portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
                await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1 + (i % 3)));
            }

            StoredWhole.Check(folder).Messages.ShouldBe(23);
        }

        Directory.Delete(folder, recursive: true);
    }

    // Sends one vote after another, each replacing the one before; storing fails at the n-th step of the n-th, until one has no such step. Another write of
    // the portal may share the group: the vote is then stored when its turn comes alone.
    private static async Task<int> FailAtEachStepAsync(TestPortal portal, Func<int, Task<Func<bool>>> failAt)
    {
        var proposal = await portal.OpenProposalAsync();
        await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1));
        int messages = 3, refused = 0;
        for (int at = 1; ; at++)
        {
            portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
            var vote = SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1 + (at % 3));
            var mend = await failAt(at);
            var outcome = await portal.SendAsync(vote);
            bool hasFailed = mend();
            // A commit may take effect and yet be reported as failed: then the message is found again at once, and its sender is told so.
            bool isStored = outcome.Rejection is null || outcome.Rejection.Code == MessageRejection.Duplicate.Code;
            if (isStored) messages++;
            else refused++;
            var recount = portal.Get<Recount>().Run(TestContext.Current.CancellationToken);
            recount.Differences.ShouldBeEmpty($"step {at}");
            recount.Messages.ShouldBe(messages, $"step {at}");
            ((await portal.Get<MessageReceipts>().FindAsync(vote.Id)) is not null).ShouldBe(isStored, $"step {at}");
            if (!hasFailed)
            {
                outcome.Rejection.ShouldBeNull($"step {at}");
                refused.ShouldBeGreaterThan(0);
                return at - 1;
            }

            if (!isStored) outcome.Rejection!.Code.ShouldBe(MessageRejection.StorageFailed.Code, $"step {at}");
        }
    }
}
