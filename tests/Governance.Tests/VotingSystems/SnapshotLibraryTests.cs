using System.Text.Json;
using Governance.Clients;
using Governance.VotingSystems;

namespace Governance.Tests.VotingSystems;

/// <summary>Random proposals of every voting system against Snapshot's own library: which choices are valid, and the counts.</summary>
public sealed class SnapshotLibraryTests
{
    private const int Proposals = 200;

    public static TheoryData<string> Systems => [.. VotingSystemRegistry.Names.Order()];

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task AgreesWithSnapshot_InChoicesAndCounts(string name)
    {
        var lines = await NodeClients.RunAsync("voting.mjs", [name, "20261122", $"{Proposals}"], null, TestContext.Current.CancellationToken);
        lines.Count.ShouldBe(Proposals);
        int compared = 0;
        int refused = 0;
        for (int round = 0; round < lines.Count; round++)
        {
            compared += Compare(VotingSystemRegistry.Get(name), lines[round], round);
            refused += CompareChoices(VotingSystemRegistry.Get(name), lines[round]);
        }

        compared.ShouldBeGreaterThan(Proposals);
        refused.ShouldBeGreaterThan(Proposals);
    }

    private static int Compare(IVotingSystem system, JsonElement line, int round)
    {
        int choices = line.GetProperty("choices").GetInt32();
        int strategies = line.GetProperty("strategies").GetInt32();
        var votes = line.GetProperty("votes").EnumerateArray().Select(ReadVote).ToArray();
        votes.ShouldAllBe(vote => system.Accepts(vote.Choice, choices));
        var total = CountedVotes.Sum(votes.Select(vote => CountedVotes.Sum(vote.Powers)));
        var tally = CountedVotes.Count(system, choices, strategies, votes);

        CountedVotes.ShouldAgree(total, line.GetProperty("total"), total, "total");
        for (int i = 0; i < choices; i++)
        {
            CountedVotes.ShouldAgree(tally[i].VotingPower, line.GetProperty("scores")[i], total, $"choice {i + 1} of proposal {round}");
            for (int k = 0; k < strategies; k++)
                CountedVotes.ShouldAgree(tally[i].ByStrategy[k], line.GetProperty("scoresByStrategy")[i][k], total, $"choice {i + 1}, strategy {k} of proposal {round}");
        }

        if (system.Name is not "approval") SumsExactly(system, tally, votes, total);
        return choices;
    }

    private static void SumsExactly(IVotingSystem system, IReadOnlyList<ChoiceTally> tally, (Choice Choice, VotingPower[] Powers)[] votes, VotingPower total)
    {
        CountedVotes.Sum(tally.Select(choice => choice.VotingPower)).ShouldBe(total);
        CountedVotes.Sum(tally.SelectMany(choice => choice.ByStrategy)).ShouldBe(total);
        if (system.Name is "quadratic") return;
        // All others divide each strategy's power within its own column.
        for (int k = 0; k < tally[0].ByStrategy.Count; k++)
            CountedVotes.Sum(tally.Select(choice => choice.ByStrategy[k])).ShouldBe(CountedVotes.Sum(votes.Select(vote => vote.Powers[k])));
    }

    private static int CompareChoices(IVotingSystem system, JsonElement line)
    {
        int choices = line.GetProperty("choices").GetInt32();
        int refused = 0;
        foreach (var entry in line.GetProperty("valid").EnumerateArray())
        {
            bool isOurs = Choice.TryRead(entry.GetProperty("choice"), out var choice) && system.Accepts(choice, choices);
            isOurs.ShouldBe(entry.GetProperty("isValid").GetBoolean(), $"{system.Name} of {choices}: {entry}");
            if (!isOurs) refused++;
        }

        return refused;
    }

    private static (Choice Choice, VotingPower[] Powers) ReadVote(JsonElement vote) => (
        Choice.Parse(vote.GetProperty("choice").GetRawText()),
        [.. vote.GetProperty("powers").EnumerateArray().Select(power => VotingPower.TryParse(power.GetString(), out var value) ? value : throw new FormatException())]);
}
