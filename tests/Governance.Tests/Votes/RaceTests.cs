using Governance.Ethereum;
using Governance.Inbox;
using Governance.Messages;
using Governance.Proposals;
using Governance.Recounts;
using Governance.Tallies;
using Governance.Votes;

namespace Governance.Tests.Votes;

/// <summary>
/// Promises 4 and 5, over two instances of the rules on one database. The program itself lets one process at a time have a SQLite file; what
/// decides between writers is the same.
/// </summary>
public sealed class RaceTests : IAsyncLifetime
{
    private const int Choices = 16;
    private const int Rounds = 50;

    private readonly string _folder = Directory.CreateTempSubdirectory("governance-test-").FullName;
    private readonly TestClock _clock = new();
    private TestPortal[] _instances = [];
    private Proposal _proposal = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var first = await TestPortal.StartAsync(_folder, _clock);
        _proposal = await first.OpenProposalAsync("single-choice", [.. Enumerable.Range(1, Choices).Select(i => $"Choice {i}")]);
        _instances = [first, await TestPortal.StartAsync(_folder, _clock)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances) await instance.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task TheSameEnvelope_AHundredTimesAtOnce_IsOneVoteWithOneReceipt()
    {
        var body = SampleMessages.Vote(_instances[0], Signers.Alice, _proposal.Id, 3).Body;
        var sent = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
        {
            var outcome = await _instances[i % 2].SendAsync(body);
            // As the message door answers: a duplicate brings the receipt of the first.
            var receipt = outcome.Rejection is null ? outcome.Value : (await _instances[i % 2].Get<MessageReceipts>().FindAsync(body)).ShouldNotBeNull();
            return (outcome.Rejection?.Code, Receipt: $"{receipt.Message.Id} {receipt.Message.Idx} {receipt.Checkpoint.Text} {Hex.Format(receipt.Checkpoint.Signature)}");
        }, Ct)));

        sent.Count(answer => answer.Code is null).ShouldBe(1);
        sent.Where(answer => answer.Code is not null).ShouldAllBe(answer => answer.Code == MessageRejection.Duplicate.Code);
        sent.Select(answer => answer.Receipt).Distinct().ShouldHaveSingleItem();
        (await _instances[0].Get<TallyStore>().ReadAsync(_proposal)).Votes.ShouldBe(1);
        RequireRecountEqual(messages: 3, votes: 1);
    }

    [Fact]
    public async Task RacingVotesOfOneVoter_HaveOneWinner_ByTimeThenById()
    {
        long accepted = 0;
        for (int round = 0; round < Rounds; round++)
        {
            _clock.Now = _clock.Now.AddSeconds(10);
            // Four seconds, four ballots in each: the last second's larger id wins, whoever comes first.
            long now = _clock.Now.ToUnixTimeSeconds();
            var ballots = Enumerable.Range(0, Choices).Select(i => (Choice: i + 1, Time: now + (i % 4), Ballot: SampleMessages.Vote(_instances[0], Signers.Alice, _proposal.Id, i + 1, now + (i % 4)))).ToArray();
            new Random(round).Shuffle(ballots);
            var outcomes = await Task.WhenAll(ballots.Select((b, i) => Task.Run(() => _instances[i % 2].SendAsync(b.Ballot), Ct)));
            accepted += outcomes.Count(outcome => outcome.Rejection is null);
            outcomes.Where(outcome => outcome.Rejection is not null).ShouldAllBe(outcome => outcome.Rejection == VoteRejection.NewerVoteExists || outcome.Rejection == VoteRejection.EqualTimeLowerId);

            var winner = ballots.MaxBy(b => (b.Time, b.Ballot.Id));
            foreach (var instance in _instances) await RequireCurrentAsync(instance, winner.Ballot.Id, winner.Choice, round);
        }

        RequireRecountEqual(messages: 2 + accepted, votes: accepted);
    }

    private async Task RequireCurrentAsync(TestPortal instance, Hash32 winner, int choice, int round)
    {
        var history = await instance.Get<VoteStore>().HistoryAsync(_proposal.Key, Signers.Alice.Address);
        history.Where(vote => vote.SupersededBy is null).ShouldHaveSingleItem($"round {round}").Id.ShouldBe(winner, $"round {round}");
        var tally = await instance.Get<TallyStore>().ReadAsync(_proposal);
        tally.Votes.ShouldBe(1);
        tally.Choices.Select(c => c.VotingPower.ToString()).ShouldBe(Enumerable.Range(1, Choices).Select(i => i == choice ? "1000" : "0"), $"round {round}");
    }

    private void RequireRecountEqual(long messages, long votes)
    {
        foreach (var instance in _instances)
        {
            var report = instance.Get<Recount>().Run(Ct);
            report.Differences.ShouldBeEmpty();
            (report.Messages, report.Votes).ShouldBe((messages, votes));
        }
    }
}
