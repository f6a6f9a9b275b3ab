using Governance.VotingSystems;

namespace Governance.Tests.VotingSystems;

/// <summary>Ties, remainders and worked examples of every voting system (src/Governance/VotingSystems/README.md).</summary>
public sealed class VotingSystemTests
{
    private const ulong Token = 1_000_000_000_000_000_000;

    [Fact]
    public void SingleChoice_GivesTheWholePowerToOne() =>
        CountedVotes.Count("single-choice", 3, ("1", 5), ("3", 7), ("1", 1)).ShouldBe(["6", "0", "7"]);

    [Fact]
    public void Approval_GivesTheWholePowerToEach_AndTakesAnEmptyOne() =>
        CountedVotes.Count("approval", 3, ("[2,1]", 5), ("[]", 7), ("[2]", 1)).ShouldBe(["5", "6", "0"]);

    [Fact]
    public void Weighted_GivesALeftUnit_ToTheLargestRemainder() =>
        CountedVotes.Count("weighted", 3, ("""{"1":1,"2":2}""", 10)).ShouldBe(["3", "7", "0"]);

    [Fact]
    public void Weighted_GivesALeftUnit_ToTheLowerNumberOfEqualRemainders() =>
        CountedVotes.Count("weighted", 2, ("""{"2":1,"1":1}""", 5)).ShouldBe(["3", "2"]);

    [Fact]
    public void Weighted_RoundsTheSum_NotTheVotes() =>
        // Three thirds are one: rounding each vote would have lost or moved a unit.
        CountedVotes.Count("weighted", 3, ("""{"1":1,"2":1,"3":1}""", 1), ("""{"1":1,"2":1,"3":1}""", 1), ("""{"1":1,"2":1,"3":1}""", 1)).ShouldBe(["1", "1", "1"]);

    [Fact]
    public void Weighted_TakesDecimalWeightsExactly() =>
        CountedVotes.Count("weighted", 2, ("""{"1":0.1,"2":0.2}""", 3 * Token)).ShouldBe([$"{Token}", $"{2 * Token}"]);

    [Fact]
    public void Quadratic_CountsSnapshotsWorkedExample() =>
        CountedVotes.Count("quadratic", 2, ("""{"1":1}""", 9 * Token), ("""{"2":1}""", 4 * Token), ("""{"2":1}""", Token), ("""{"2":1}""", Token))
            .ShouldBe(["5400000000000000000", "9600000000000000000"]);

    [Fact]
    public void Quadratic_GivesEqualChoicesEqualPower_ButForTheLeftUnit() =>
        CountedVotes.Count("quadratic", 2, ("""{"1":1}""", 7), ("""{"2":1}""", 7), ("""{"1":1,"2":1}""", 3)).ShouldBe(["9", "8"]);

    [Fact]
    public void Quadratic_HoldsForPowersOfOneUnit() =>
        // A thousand single units against one of a thousand: (1000 · 1)² to (√1000)² is 1000 to 1.
        CountedVotes.Count("quadratic", 2, [("""{"2":1}""", 1000), .. Enumerable.Repeat(("""{"1":1}""", 1UL), 1000)]).ShouldBe(["1998", "2"]);

    [Fact]
    public void RankedChoice_EndsWithMoreThanHalf() =>
        CountedVotes.Count("ranked-choice", 3, ("[2,1,3]", 6), ("[1,2,3]", 5)).ShouldBe(["5", "6", "0"]);

    [Fact]
    public void RankedChoice_ExactlyHalfIsNotMore() =>
        // 3 has exactly half, so the weakest, 1, leaves first; its votes go to 2.
        CountedVotes.Count("ranked-choice", 3, ("[3,1,2]", 10), ("[1,2,3]", 4), ("[2,1,3]", 6)).ShouldBe(["0", "10", "10"]);

    [Fact]
    public void RankedChoice_DropsTheLowestNumber_OfEquallyWeakOnes() =>
        CountedVotes.Count("ranked-choice", 3, ("[1,2,3]", 1), ("[2,3,1]", 1), ("[3,1,2]", 1)).ShouldBe(["0", "2", "1"]);

    [Fact]
    public void RankedChoice_CountsAChoiceThatNobodyPutsFirst_AmongTheWeakest() =>
        CountedVotes.Count("ranked-choice", 4, ("[1,2,3,4]", 4), ("[3,1,2,4]", 3), ("[4,3,1,2]", 2)).ShouldBe(["4", "0", "5", "0"]);

    [Fact]
    public void Copeland_DividesEqually_WhenAllIsEqual() =>
        // Ten units for three equal choices: the left one goes to the lowest number.
        CountedVotes.Count("copeland", 3, ("[1,2,3]", 5), ("[3,2,1]", 5)).ShouldBe(["4", "3", "3"]);

    [Fact]
    public void Copeland_SettlesEqualPoints_ByAverageSupport()
    {
        // A cycle in which each wins once, so 2 points each. Support: 1 has 2·4 + 2, 2 has 4 + 2·3, 3 has 3 + 2·2, each divided by 2·2·9:
        // 82, 82 and 79 parts of 243.
        CountedVotes.Count("copeland", 3, ("[1,2,3]", 4 * Token), ("[2,3,1]", 3 * Token), ("[3,1,2]", 2 * Token))
            .ShouldBe(["3037037037037037037", "3037037037037037037", "2925925925925925926"]);
    }

    [Fact]
    public void Copeland_GivesASingleChoiceEverything() => CountedVotes.Count("copeland", 1, ("[1]", 7)).ShouldBe(["7"]);

    [Theory]
    [MemberData(nameof(SnapshotLibraryTests.Systems), MemberType = typeof(SnapshotLibraryTests))]
    public void NoVotes_CountNothing(string name) =>
        CountedVotes.Count(name, 3).ShouldBe(["0", "0", "0"]);

    [Theory]
    [MemberData(nameof(SnapshotLibraryTests.Systems), MemberType = typeof(SnapshotLibraryTests))]
    public void TheLargestPower_NeverOverflows(string name)
    {
        var system = VotingSystemRegistry.Get(name);
        var choice = RandomVotes.Choice(name, 3, new Random(1));
        var most = VotingPower.MaxOfVote;
        // As if 2^31 voters had it: a cell holds their sum, and the count goes through.
        var cells = new TallyCells { Total = Times(most, 31) };
        foreach (var part in system.Contribute(choice, most, [most])) cells.Add(part.Cell, part.Strategy, Times(part.Amount, 31));

        var tally = system.Count(cells, 3, 1);

        tally.Max(line => line.VotingPower).ShouldBeGreaterThan(VotingPower.Zero);
    }

    [Fact]
    public void Custom_IsRefused_WithTheReason()
    {
        VotingSystemRegistry.FaultOf("custom").ShouldNotBeNull().ShouldContain("no rule that says how votes count");
        VotingSystemRegistry.FaultOf("raffle").ShouldNotBeNull().ShouldContain("'raffle'");
        VotingSystemRegistry.FaultOf("weighted").ShouldBeNull();
    }

    private static VotingPower Times(VotingPower amount, int doublings)
    {
        for (int i = 0; i < doublings; i++) amount += amount;
        return amount;
    }
}
