using Dapper;
using Governance.Database;
using Governance.Ethereum;
using Governance.Proposals;
using Governance.Votes;

namespace Governance.Tests.Votes;

/// <summary>How SQLite finds a page of votes: by an index in the page's own order, at any depth, with any filter, so that a million votes cost what ten do.</summary>
public sealed class VotePagePlanTests
{
    public static TheoryData<VoteOrder, string?, bool, bool, string> Pages => new()
    {
        { VoteOrder.Power, null, false, false, "votes_by_power" },
        { VoteOrder.Power, null, true, false, "votes_by_power" },
        { VoteOrder.Newest, null, true, false, "votes_by_time" },
        { VoteOrder.Oldest, null, true, false, "votes_by_time" },
        { VoteOrder.Power, "2", true, false, "votes_by_choice" },
        { VoteOrder.Newest, "2", true, false, "votes_by_time" },
        { VoteOrder.Newest, "2", true, true, "votes_by_choice" },
        { VoteOrder.Oldest, "2", true, true, "votes_by_choice" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_IsReadFromItsIndex(VoteOrder order, string? choice, bool isDeep, bool isRare, string index)
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();
        var query = new VoteQuery(order, choice is null ? null : ChoiceFilter.Parse(choice, proposal), null, isDeep ? new VoteCursor(VotingPower.FromUInt64(7), 5) : null, 26);
        var plan = Plan(portal, VoteStore.TextOf(query, isRare), VoteStore.ParametersOf(proposal.Key, query, long.MaxValue));
        plan.ShouldContain($"USING INDEX {index}");
        plan.ShouldNotContain("SCAN");
        // Only a rare choice's few votes are sorted.
        plan.Contains("TEMP B-TREE", StringComparison.Ordinal).ShouldBe(isRare);
    }

    [Fact]
    public async Task AVotersPage_IsOneRowOfTheirIndex_AndTheRareAreCountedInAnIndexAlone()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();
        var query = new VoteQuery(VoteOrder.Power, ChoiceFilter.Parse("1", proposal), Signers.Alice.Address, null, 26);
        string plan = Plan(portal, VoteStore.TextOf(query, isRare: false), VoteStore.ParametersOf(proposal.Key, query, long.MaxValue));
        plan.ShouldContain("SEARCH i USING PRIMARY KEY (key=?)");
        plan.ShouldContain("SEARCH v USING INTEGER PRIMARY KEY (rowid=?)");
        plan.ShouldNotContain("SCAN");
        Plan(portal, VoteStore.CountFew, new { proposal = proposal.Key, choice = "1", few = 10 }).ShouldContain("USING COVERING INDEX votes_by_choice");
    }

    [Fact]
    public async Task EveryFilterAndOrder_ListsTheSameVotesByPages_AsTheWholeListFiltered()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync(settings: """{"name":"T","network":"1","symbol":"VOTE","strategies":[{"name":"ticket","params":{}}]}""");
        for (int i = 0; i < 12; i++)
        {
            using var voter = Signers.Named($"page {i}");
            await portal.AcceptAsync(SampleMessages.Vote(portal, voter, proposal.Id, (i % 3) + 1));
        }

        foreach (var order in Enum.GetValues<VoteOrder>())
        {
            var all = await PagesAsync(portal, proposal, order, null);
            all.Select(vote => vote.Message).Distinct().Count().ShouldBe(12);
            foreach (var choice in (string[])["1", "2", "3"])
                (await PagesAsync(portal, proposal, order, choice)).Select(vote => vote.Message).ShouldBe(all.Where(vote => vote.Choice == choice).Select(vote => vote.Message));
        }

        var one = (await PagesAsync(portal, proposal, VoteOrder.Newest, null))[4];
        var store = portal.Get<VoteStore>();
        (await store.PageAsync(proposal.Key, new(VoteOrder.Newest, null, one.Voter, null, 26))).ShouldHaveSingleItem().Message.ShouldBe(one.Message);
        (await store.PageAsync(proposal.Key, new(VoteOrder.Newest, null, one.Voter, new VoteCursor(one.VotingPower, one.Message), 26))).ShouldBeEmpty();
    }

    private static async Task<List<StoredVote>> PagesAsync(TestPortal portal, Proposal proposal, VoteOrder order, string? choice)
    {
        var filter = choice is null ? null : ChoiceFilter.Parse(choice, proposal);
        var read = new List<StoredVote>();
        while (true)
        {
            VoteCursor? after = read.Count == 0 ? null : new(read[^1].VotingPower, read[^1].Message);
            var page = await portal.Get<VoteStore>().PageAsync(proposal.Key, new(order, filter, null, after, 5));
            read.AddRange(page);
            if (page.Count < 5) return read;
        }
    }

    private static string Plan(TestPortal portal, string sql, object parameters)
    {
        using var connection = portal.Get<Db>().Open();
        return string.Join('\n', connection.Query("EXPLAIN QUERY PLAN " + sql, parameters).Select(row => (string)row.detail));
    }
}
