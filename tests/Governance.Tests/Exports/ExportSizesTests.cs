using Governance.Database;
using Governance.DevChain;
using Governance.Exports;
using Governance.Tests.Indexing;
using Governance.Tests.Migration;

namespace Governance.Tests.Exports;

public sealed class ExportSizesTests
{
    [Theory]
    [InlineData(0, "")]
    [InlineData(3, "A reason, \"quoted\", with a comma.")]
    [InlineData(200, "Every other vote has a reason, and it is a long one: nobody may take a single vote for all of them.")]
    public async Task WhatIsReckoned_IsCloseToWhatIsMade(int votes, string reason)
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync("basic", ["For", "Against", "Abstain"]);
        for (int i = 0; i < votes; i++)
        {
            portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
            await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Bob, proposal.Id, 1 + (i % 3), reason: i % 2 == 0 ? reason : ""));
        }

        var reckoned = portal.Get<ExportSizes>().Of(proposal, 0);
        reckoned.Rows.ShouldBe(votes);
        Close(reckoned.CsvAbout, await BytesAsync(portal.Get<ExportVotesCsv>().Open(proposal)), 2);
        Close(reckoned.NdjsonAbout, await BytesAsync(portal.Get<ExportVotesNdjson>().Open(proposal)), 2);
        var made = (await portal.Get<ExportSqlite>().RunAsync(proposal, null, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        await using (made.Content) Close(reckoned.SqliteAbout, made.Content.Length, 10);
        // The settings and the proposal are not reckoned but guessed: they tell in a bundle of few votes.
        if (votes >= 200) Close(reckoned.BundleAbout, await BytesAsync(portal.Get<ExportBundle>().Open(proposal)!), 10);
    }

    [Fact]
    public async Task AGovernorsFiles_AreReckonedFromItsFirstVotes()
    {
        await using var story = await GovernorStory.BeginAsync();
        await using var portal = await IndexingPortal.StartAsync(story.Followed());
        var told = await story.ProposeAsync();
        await story.OpenVotingAsync(told);
        foreach (var voter in story.Voters) await story.Governor.CastVoteAsync(voter, told.Id, DevSupport.For, "Because of this, and of \"that\".");
        await portal.CatchUpAsync();
        var proposal = await portal.ProposalAsync(story.IdOf(told));

        var reckoned = portal.Get<ExportSizes>().Of(proposal, story.Voters.Count);
        reckoned.Rows.ShouldBe(story.Voters.Count);
        Close(reckoned.CsvAbout, await BytesAsync(portal.Get<ExportVotesCsv>().Open(proposal)), 2);
        Close(reckoned.NdjsonAbout, await BytesAsync(portal.Get<ExportVotesNdjson>().Open(proposal)), 2);
    }

    [Fact]
    public async Task ListsThatAProposalCountsBy_WeighInItsBundle()
    {
        await using var story = await MigrationStory.TellAsync();
        await using var portal = await story.OpenPortalAsync();
        var proposal = await story.PublishAsync(portal);
        using var connection = portal.Get<Db>().Open();
        var lists = ProposalLists.Read(connection, proposal).ToList();
        lists.Count.ShouldBe(3);
        ProposalLists.Length(connection, proposal).ShouldBe(lists.Sum(list => list.Content.LongLength));
    }

    private static void Close(long about, long exact, int percent) => Math.Abs(about - exact).ShouldBeLessThanOrEqualTo(exact * percent / 100, $"{about} is far from {exact}");

    private static async Task<long> BytesAsync(ExportFile file)
    {
        using var output = new MemoryStream();
        await file.WriteAsync(output, TestContext.Current.CancellationToken);
        return output.Length;
    }
}
