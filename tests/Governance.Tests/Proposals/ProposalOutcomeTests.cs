using Governance.Ethereum;
using Governance.Proposals;
using Governance.Tests.VotingSystems;
using Governance.VotingSystems;

namespace Governance.Tests.Proposals;

/// <summary>Every system's outcome: quorums of each kind, exact marks, ties, and the words for them. Powers are tenths of a PHA.</summary>
public sealed class ProposalOutcomeTests
{
    [Theory]
    [InlineData(10, 5, 0, true, "More power was for it than against it: 1 PHA to 0.5 PHA.")]
    [InlineData(5, 10, 0, false, "More power was against it than for it: 1 PHA to 0.5 PHA.")]
    [InlineData(7, 7, 3, false, "For and against are equal with 0.7 PHA each, which does not pass.")]
    [InlineData(0, 0, 20, false, "Nobody voted for or against it, so it does not pass.")]
    [InlineData(9, 0, 0, false, "The quorum was not reached: all votes came to 0.9 PHA of 1 PHA, so 0.1 PHA is missing.")]
    [InlineData(6, 0, 4, true, "More power was for it than against it: 0.6 PHA to 0 PHA.")]
    public void Basic_ComparesForAndAgainst_AndCountsAllVotesForTheQuorum(ulong inFavour, ulong against, ulong abstain, bool passed, string reason) =>
        Check(Basic(inFavour, against, abstain, quorum: 10), passed, reason);

    [Theory]
    [InlineData(6, 0, 4, false, "The quorum was not reached: votes for and against it (abstentions do not count here) came to 0.6 PHA of 1 PHA, so 0.4 PHA is missing.")]
    [InlineData(6, 4, 4, true, "More power was for it than against it: 0.6 PHA to 0.4 PHA.")]
    public void Basic_LeavesAbstentionsOut_WhereTheProposalHidesThem(ulong inFavour, ulong against, ulong abstain, bool passed, string reason) =>
        Check(Basic(inFavour, against, abstain, quorum: 10, hideAbstain: true), passed, reason);

    [Theory]
    [InlineData(0, 10, true, "The votes against did not exceed the mark that would reject it: 1 PHA, the mark is 1 PHA.")]
    [InlineData(500, 11, false, "The votes against exceeded the mark that rejects it: 1.1 PHA, the mark is 1 PHA.")]
    [InlineData(0, 0, true, "The votes against did not exceed the mark that would reject it: 0 PHA, the mark is 1 PHA.")]
    public void Basic_WithARejectionQuorum_AsksOnlyTheVotesAgainst(ulong inFavour, ulong against, bool passed, string reason) =>
        Check(Basic(inFavour, against, 0, quorum: 10, QuorumTypes.Rejection), passed, reason);

    [Theory]
    [InlineData(QuorumTypes.For, 9, 1, false, "The quorum was not reached: votes for it came to 0.9 PHA of 1 PHA, so 0.1 PHA is missing.")]
    [InlineData(QuorumTypes.For, 10, 0, true, "More power was for it than against it: 1 PHA to 0.3 PHA.")]
    [InlineData(QuorumTypes.ForAbstain, 9, 1, true, "More power was for it than against it: 0.9 PHA to 0.3 PHA.")]
    [InlineData(QuorumTypes.ForAbstain, 5, 4, false, "The quorum was not reached: votes for it and abstentions came to 0.9 PHA of 1 PHA, so 0.1 PHA is missing.")]
    public void Basic_WithAGovernorsQuorum_CountsWhatTheGovernorCounts(string quorumType, ulong inFavour, ulong abstain, bool passed, string reason) =>
        Check(Basic(inFavour, 3, abstain, quorum: 10, quorumType), passed, reason);

    [Theory]
    [InlineData("single-choice", "1", "2")]
    [InlineData("approval", "[1]", "[2]", "[2,1]")]
    [InlineData("weighted", """{"1":1}""", """{"2":3}""", """{"1":1,"2":1}""")]
    [InlineData("quadratic", """{"1":1}""", """{"2":3}""", """{"1":1,"2":1}""")]
    [InlineData("ranked-choice", "[1,2,3]", "[2,1,3]")]
    [InlineData("copeland", "[1,2,3]", "[2,1,3]")]
    public void OtherSystems_NameTheWinnerOrTheTie(string system, string one, string two, string? both = null)
    {
        var won = Outcome(system, 10, QuorumTypes.Default, (one, 70), (two, 69));
        (won.Passed, won.Winner, won.Tied.Count).ShouldBe((true, 1, 0));
        won.Reason.ShouldStartWith("“Choice 1” won with ");

        // Where power can be divided, 141 units are odd: the unit that is left over must not decide.
        (string, ulong)[] equal = [(one, 70), (two, 70)];
        var tied = Outcome(system, 10, QuorumTypes.Default, both is null ? equal : [.. equal, (both, 1)]);
        (tied.Passed, tied.Winner).ShouldBe((false, null));
        tied.Tied.ShouldBe([1, 2]);
        tied.Reason.ShouldMatch("“Choice 1” and “Choice 2” are equal with [0-9.]+ PHA each, so none is chosen.");

        var few = Outcome(system, 100, QuorumTypes.Default, (one, 99));
        (few.Passed, few.QuorumReached).ShouldBe((false, false));
        few.Reason.ShouldBe("The quorum was not reached: all votes came to 9.9 PHA of 10 PHA, so 0.1 PHA is missing.");
        Outcome(system, 0, QuorumTypes.Default).Reason.ShouldBe("Nobody voted.");
    }

    [Fact]
    public void AForQuorum_AsksTheLeadingChoicesPower()
    {
        Outcome("single-choice", 100, QuorumTypes.For, ("1", 99), ("2", 98)).Reason
            .ShouldBe("The quorum was not reached: the leading choice's power came to 9.9 PHA of 10 PHA, so 0.1 PHA is missing.");
        Outcome("single-choice", 100, QuorumTypes.For, ("1", 100), ("2", 98)).Winner.ShouldBe(1);
    }

    [Fact]
    public void ARejectionMark_AsksNothing_WhereThereIsNoAgainst() =>
        Outcome("single-choice", 100, QuorumTypes.Rejection, ("2", 1)).Winner.ShouldBe(2);

    [Fact]
    public void AnApprovalOfNothing_ChoosesNothing() => Outcome("approval", 0, QuorumTypes.Default, ("[]", 5)).Reason.ShouldBe("Nobody chose anything.");

    private static void Check(ProposalOutcome outcome, bool passed, string reason)
    {
        outcome.Reason.ShouldBe(reason);
        outcome.Passed.ShouldBe(passed);
    }

    private static ProposalOutcome Basic(ulong inFavour, ulong against, ulong abstain, ulong quorum, string quorumType = QuorumTypes.Default, bool hideAbstain = false)
    {
        var tally = new Tally(
            [.. new[] { inFavour, against, abstain }.Select((power, i) => new ChoiceTally(i + 1, power, [power]))], inFavour + against + abstain, 3, 0);
        return ProposalOutcome.Of(Proposal("basic", quorum, quorumType, hideAbstain), tally);
    }

    private static ProposalOutcome Outcome(string system, ulong quorum, string quorumType, params (string Choice, ulong Power)[] votes)
    {
        var counted = votes.Select(vote => (Choice.Parse(vote.Choice), new VotingPower[] { vote.Power })).ToArray();
        var choices = CountedVotes.Count(VotingSystemRegistry.Get(system), 3, 1, counted);
        var tally = new Tally(choices, CountedVotes.Sum(votes.Select(vote => (VotingPower)vote.Power)), votes.Length, 0);
        return ProposalOutcome.Of(Proposal(system, quorum, quorumType, hideAbstain: false), tally);
    }

    private static Proposal Proposal(string system, ulong quorum, string quorumType, bool hideAbstain) => new()
    {
        Id = "0x1", Space = "phala.test", Kind = ProposalKind.Signed, Author = default, CreatedAt = 1, Title = "T", Body = "", VotingSystem = system,
        Choices = ["Choice 1", "Choice 2", "Choice 3"], Start = 1, End = 2, Snapshot = 1,
        Rules = new ProposalRules { Strategies = [], Decimals = 1, Symbol = "PHA", Quorum = quorum, QuorumType = quorumType, HideAbstain = hideAbstain },
    };
}
