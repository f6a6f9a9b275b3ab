using Dapper;
using Governance.Database;
using Governance.Inbox;
using Governance.Ledger;
using Governance.Messages;
using Governance.Proposals;
using Governance.Recounts;
using Governance.Tallies;
using Governance.Votes;

namespace Governance.Tests.Database;

/// <summary>Entries that are written late are found all the same, at every moment, and are all written in the end.</summary>
public sealed class LateIndexTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ALoneMessages_AreWrittenWithIt()
    {
        await using var portal = await TestPortal.StartAsync();
        await AddAsync(portal, 5, 1);
        portal.Get<Db>().Late.AreWaiting.ShouldBeFalse();
        Keys(portal).ShouldBe([5UL]);
    }

    [Fact]
    public async Task ACrowds_AreFoundInMemory_UntilTheyAreInTheTable()
    {
        await using var portal = await TestPortal.StartAsync();
        var index = portal.Get<Db>().Late.MessageIds;
        await AddAsync(portal, 100, 20);
        index.From.ShouldBe(100);
        index.Find(107).ShouldBe([new LateEntry(107, 0, 107)]);
        index.Find(7).ShouldBeEmpty();
        // In a pause they are written.
        while (portal.Get<Db>().Late.AreWaiting) await Task.Delay(5, Ct);
        index.Find(107).ShouldBeEmpty();
        Keys(portal).ShouldBe(Enumerable.Range(100, 20).Select(key => (ulong)key));
    }

    [Fact]
    public async Task WhatWasRolledBack_WaitsForNothing()
    {
        await using var portal = await TestPortal.StartAsync();
        await Should.ThrowAsync<InvalidOperationException>(() => portal.Get<Writer>().RunAsync(scope =>
        {
            Add(scope, 0, 50);
            throw new InvalidOperationException();
        }));
        portal.Get<Db>().Late.AreWaiting.ShouldBeFalse();
        portal.Get<Db>().Late.MessageIds.Find(3).ShouldBeEmpty();
        Keys(portal).ShouldBeEmpty();
    }

    [Fact]
    public async Task ThroughManyBatches_EachEntryIsAlwaysInOneOfBoth_AndFewWait()
    {
        await using var portal = await TestPortal.StartAsync();
        var index = portal.Get<Db>().Late.MessageIds;
        const int group = 300, groups = 120;
        int most = 0;
        for (int i = 0; i < groups; i++)
        {
            await AddAsync(portal, i * group, group);
            most = Math.Max(most, ((i + 1) * group) - (int)Math.Min(index.From, (i + 1) * group));
            if (i % 10 != 0) continue;
            // Memory before the table, as every reader.
            var waiting = Enumerable.Range(0, (i + 1) * group).Where(key => index.Find((ulong)key).Count > 0).Select(key => (ulong)key).ToHashSet();
            waiting.UnionWith(Keys(portal));
            waiting.Count.ShouldBe((i + 1) * group);
        }

        most.ShouldBeInRange(LateIndex.BatchSize, LateIndex.MostLate);
        while (index.From < long.MaxValue) await Task.Delay(5, Ct);
        Keys(portal).ShouldBe(Enumerable.Range(0, groups * group).Select(key => (ulong)key));
    }

    // More could never be found again on the next start.
    [Fact]
    public async Task HoweverLargeTheGroups_NoMoreWaitThanAStartLooksFor()
    {
        await using var portal = await TestPortal.StartAsync();
        var index = portal.Get<Db>().Late.MessageIds;
        var random = new Random(24_576);
        int total = 0, most = 0;
        while (total < 200_000)
        {
            int group = random.Next(3) == 0 ? random.Next(1, 40) : random.Next(DatabaseOptions.LargestGroup / 2, DatabaseOptions.LargestGroup + 1);
            await AddAsync(portal, total, group);
            total += group;
            most = Math.Max(most, total - (int)Math.Min(index.From, total));
        }

        most.ShouldBeInRange(LateIndex.BatchSize, LateIndex.MostLate);
        new DatabaseOptions { MaxGroup = DatabaseOptions.LargestGroup + 1 }.Faults().ShouldHaveSingleItem().ShouldStartWith("Database:MaxGroup");
    }

    [Fact]
    public async Task VotesWhoseEntriesWait_AreSeenByAllWhoAsk()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync(settings: """{"name":"T","network":"1","symbol":"VOTE","strategies":[{"name":"ticket","params":{}}]}""");
        // A crowd of entries that will not be written meanwhile: their batch is not full, and no pause is long enough.
        await AddAsync(portal, 1_000_000, 40);
        var receipts = new List<Receipt>();
        for (int i = 0; i < 20; i++)
        {
            using var voter = Signers.Named($"late {i}");
            receipts.Add(await portal.AcceptAsync(SampleMessages.Vote(portal, voter, proposal.Id, (i % 3) + 1)));
        }

        await RequireFoundAsync(portal, proposal, receipts);
        portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
        using var again = Signers.Named("late 3");
        var changed = SampleMessages.Vote(portal, again, proposal.Id, 3);
        await portal.AcceptAsync(changed);
        (await portal.SendAsync(changed)).Rejection.ShouldBe(MessageRejection.Duplicate);
        (await portal.Get<TallyStore>().ReadAsync(proposal)).Votes.ShouldBe(20);
        (await portal.Get<VoteStore>().HistoryAsync(proposal.Key, again.Address)).Select(vote => vote.SupersededBy is null).ShouldBe([true, false]);
        portal.Get<Recount>().Run(Ct).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task WhatWaitedWhenTheProcessDied_IsWrittenOnTheNextStart()
    {
        string folder = Directory.CreateTempSubdirectory("governance-test-").FullName;
        var receipts = new List<Receipt>();
        Proposal proposal;
        await using (var portal = await TestPortal.StartAsync(folder))
        {
            proposal = await portal.OpenProposalAsync();
            foreach (var voter in (Ethereum.SigningKey[])[Signers.Alice, Signers.Bob, Signers.Carol]) receipts.Add(await portal.AcceptAsync(SampleMessages.Vote(portal, voter, proposal.Id, 1)));
            using var connection = portal.Get<Db>().OpenForWriting();
            connection.Execute("DELETE FROM message_ids; DELETE FROM votes_of_voters");
        }

        await using (var portal = await TestPortal.StartAsync(folder))
        {
            await RequireFoundAsync(portal, proposal, receipts);
            portal.Get<Recount>().Run(Ct).Differences.ShouldBeEmpty();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task RequireFoundAsync(TestPortal portal, Proposal proposal, List<Receipt> receipts)
    {
        foreach (var receipt in receipts)
        {
            (await portal.Get<MessageStore>().FindAsync(receipt.Message.Id)).ShouldNotBeNull().Idx.ShouldBe(receipt.Message.Idx);
            (await portal.Get<MessageReceipts>().FindAsync(receipt.Message.Id)).ShouldNotBeNull().LeafHash.ShouldBe(receipt.LeafHash);
            var votes = portal.Get<VoteStore>();
            (await votes.OfVoterAsync(receipt.Message.Author, long.MaxValue, 10)).ShouldHaveSingleItem().Id.ShouldBe(receipt.Message.Id);
            (await votes.PageAsync(proposal.Key, new(VoteOrder.Power, null, receipt.Message.Author, null, 10))).ShouldHaveSingleItem().Id.ShouldBe(receipt.Message.Id);
        }

        (await portal.Get<VoteStore>().VotedAsync(proposal.Key, receipts.Select(receipt => receipt.Message.Author))).Count.ShouldBe(receipts.Count);
    }

    private static Task AddAsync(TestPortal portal, int first, int count) => portal.Get<Writer>().RunAsync(scope => Add(scope, first, count));

    // Numbers alone: no message need have them.
    private static void Add(WriteScope scope, int first, int count)
    {
        for (int i = first; i < first + count; i++) LateEntries.Of(scope).Add(scope.Late.MessageIds, new((ulong)i, 0, i));
    }

    private static IReadOnlyList<ulong> Keys(TestPortal portal)
    {
        using var connection = portal.Get<Db>().Open();
        return [.. connection.Query<byte[]>("SELECT key FROM message_ids ORDER BY key").Select(key => LateEntry.KeyOf(key))];
    }
}
