using Dapper;
using Governance.Database;
using Governance.Tallies;
using Governance.Tests.VotingSystems;
using Governance.VotingSystems;

namespace Governance.Tests.Tallies;

/// <summary>The stored counts depend on which votes count, never on how they came and went.</summary>
public sealed class TallyChangesTests
{
    private const int Choices = 5;

    [Theory]
    [InlineData("ranked-choice")]
    [InlineData("copeland")]
    public void RankingsOfSixChoices_AreAtMost720Groups_HoweverManyVotes(string name)
    {
        var (random, system) = (new Random(6), VotingSystemRegistry.Get(name));
        var cells = new HashSet<string>();
        int[] order = [1, 2, 3, 4, 5, 6];
        for (int vote = 0; vote < 20_000; vote++)
        {
            random.Shuffle(order);
            cells.UnionWith(system.Contribute(Choice.Of(order), VotingPower.One, [VotingPower.One]).Select(part => part.Cell));
        }

        cells.Count.ShouldBe(720);
    }

    [Theory]
    [MemberData(nameof(SnapshotLibraryTests.Systems), MemberType = typeof(SnapshotLibraryTests))]
    public async Task SameVotes_LeaveTheSameCells_WhateverTheirOrderAndWhateverWasTakenBack(string name)
    {
        await using var portal = await TestPortal.StartAsync();
        var random = new Random(99);
        for (long round = 0; round < 10; round++)
        {
            var (straight, winding) = (2 * round, (2 * round) + 1);
            var kept = Votes(name, random, 40);
            var takenBack = Votes(name, random, 25);
            await ChangeAsync(portal, kept.Select(vote => (vote with { Proposal = straight }, true)));

            var steps = kept.Concat(takenBack).Select(vote => (vote with { Proposal = winding }, true)).ToArray();
            random.Shuffle(steps);
            await ChangeAsync(portal, steps[..20]);
            await ChangeAsync(portal, steps[20..]);
            random.Shuffle(takenBack);
            await ChangeAsync(portal, takenBack.Select(vote => (vote with { Proposal = winding }, false)));

            var cells = Cells(portal, straight);
            cells.Count.ShouldBeGreaterThan(2);
            Cells(portal, winding).ShouldBe(cells);
        }
    }

    [Theory]
    [MemberData(nameof(SnapshotLibraryTests.Systems), MemberType = typeof(SnapshotLibraryTests))]
    public async Task TakingEveryVoteBack_LeavesNothing(string name)
    {
        await using var portal = await TestPortal.StartAsync();
        var votes = Votes(name, new Random(7), 30);
        await ChangeAsync(portal, votes.Select(vote => (vote, true)));
        Cells(portal, 0).ShouldNotBeEmpty();

        await ChangeAsync(portal, votes.Reverse().Select(vote => (vote, false)));

        Cells(portal, 0).ShouldBeEmpty();
    }

    private static CountedVote[] Votes(string name, Random random, int count) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        VotingPower[] powers = [RandomVotes.Power(random, 120), RandomVotes.Power(random, 20)];
        return new CountedVote(0, VotingSystemRegistry.Get(name), RandomVotes.Choice(name, Choices, random), powers[0] + powers[1], powers);
    })];

    private static Task ChangeAsync(TestPortal portal, IEnumerable<(CountedVote Vote, bool Add)> steps)
    {
        var list = steps.ToArray();
        return portal.Get<Writer>().RunAsync(scope =>
        {
            var tally = TallyChanges.Of(scope);
            foreach (var (vote, add) in list)
            {
                if (add) tally.Add(scope, vote);
                else tally.Remove(scope, vote);
            }
        });
    }

    private static List<(string Cell, long Strategy, string Amount, long Votes)> Cells(TestPortal portal, long proposal)
    {
        using var connection = portal.Get<Db>().Open();
        return connection.Query<(string, long, string, long)>(
            "SELECT cell, strategy, HEX(amount), votes FROM tally_cells WHERE proposal = @proposal ORDER BY cell, strategy", new { proposal }).AsList();
    }
}
