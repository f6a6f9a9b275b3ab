using Governance.Ethereum;
using Governance.Exports;
using Governance.Proposals;
using Governance.Recounts;
using Governance.Strategies;
using Governance.Tallies;
using Governance.Tests.Exports;
using Governance.Tests.Strategies;
using Governance.Votes;

namespace Governance.Tests.Votes;

/// <summary>Votes that change each other's power: a delegator who votes himself takes his power out of his delegate's vote.</summary>
public sealed class DelegatedPowersTests
{
    // Each person's delegates by id: for everywhere, without ".eth", with it; -1 none. Number 6 named nobody, number 7 is nobody's and has nothing.
    private static readonly (int Everywhere, int Short, int Full)[] Named =
        [(1, -1, -1), (2, -1, 3), (-1, 4, 5), (4, 5, 6), (0, -1, -1), (-1, -1, 6), (-1, -1, -1), (5, -1, -1)];

    private static readonly int[] Balances = [3, 50, 700, 11_000, 130_000, 1_700_000, 19_000_000, 0];

    private static readonly int[] TokenDelegates = [1, 1, 1, 3, 5, 3, -1, 0];

    [Fact]
    public async Task ADelegatorWhoVotes_TakesHisPowerBack_WhicheverCameFirst()
    {
        await using var story = await TellAsync();
        await using var portal = await OpenAsync(story, story.Balances, story.ByRegistry("delegation"));
        var proposal = await DelegationStory.ProposeAsync(portal, await story.Chain.PinAsync(), "single-choice", "one");
        async Task<string> Tally() => string.Join(' ', (await portal.Get<TallyStore>().ReadAsync(proposal)).Choices.Select(choice => (choice.VotingPower.ToBigInteger() / WatchedChain.Pha).ToString()));

        // 6 has 19,000,000 of its own, and 3's 11,000 and 5's 1,700,000.
        await VoteAsync(portal, story, proposal, 6, 1);
        (await Tally()).ShouldBe("20711000 0 0");
        await VoteAsync(portal, story, proposal, 5, 2);
        (await Tally()).ShouldBe("19011000 1700700 0");
        // 2's power goes to 5; by voting himself he takes it back. 1 named 2 for everywhere but 3 for the space, who did not vote.
        await VoteAsync(portal, story, proposal, 2, 3);
        (await Tally()).ShouldBe("19011000 1700000 750");
        await VoteAsync(portal, story, proposal, 3, 2);
        (await Tally()).ShouldBe("19000000 1711050 700");
        await VoteAsync(portal, story, proposal, 6, 2);
        (await Tally()).ShouldBe("0 20711050 700");
        (await portal.SendAsync(SampleMessages.Vote(portal, story.People[7], proposal.Id, 1))).Rejection.ShouldBe(VoteRejection.NoVotingPower);

        var history = await portal.Get<VoteStore>().HistoryAsync(proposal.Key, story.Of(6));
        history.Select(vote => vote.VotingPower.ToBigInteger() / WatchedChain.Pha).ShouldBe([19_000_000, 20_711_000]);
        Check(portal, await BundleText.ExportAsync(portal, proposal));

        // Files show what counts, and are not to be resumed: the next vote may change rows that were sent already.
        var file = portal.Get<ExportVotesCsv>().Open(proposal);
        using var csv = new MemoryStream();
        await file.WriteAsync(csv, TestContext.Current.CancellationToken);
        file.IsFrozen.ShouldBeFalse();
        System.Text.Encoding.UTF8.GetString(csv.ToArray()).Split("\r\n").Single(row => row.Contains(story.Of(5).ToString(), StringComparison.Ordinal)).ShouldContain(",1700000,");
    }

    [Fact]
    public async Task ADelegateOfTheTokenItself_LosesTheBalancesOfThoseWhoVote()
    {
        await using var story = await TellAsync();
        await using var portal = await OpenAsync(story, story.WithOverride);
        var proposal = await DelegationStory.ProposeAsync(portal, await story.Chain.PinAsync(), "single-choice", "one");
        async Task<string> Tally() => string.Join(' ', (await portal.Get<TallyStore>().ReadAsync(proposal)).Choices.Select(choice => (choice.VotingPower.ToBigInteger() / WatchedChain.Pha).ToString()));

        // 1 has its own 50, 0's 3 and 2's 700; 5 has 4's 130,000 and, delegated to 3, its own 1,700,000.
        await VoteAsync(portal, story, proposal, 0, 2);
        await VoteAsync(portal, story, proposal, 1, 1);
        await VoteAsync(portal, story, proposal, 5, 3);
        (await Tally()).ShouldBe("750 3 1830000");
        await VoteAsync(portal, story, proposal, 3, 1);
        (await Tally()).ShouldBe("11750 3 1830000");
        await VoteAsync(portal, story, proposal, 2, 2);
        await VoteAsync(portal, story, proposal, 4, 2);
        (await Tally()).ShouldBe("11050 130703 1700000");
        Check(portal, await BundleText.ExportAsync(portal, proposal));
    }

    [Fact]
    public async Task WhoAsksForAPower_HearsWhatCountsNow_AndWhoseVoteTookTheRest()
    {
        await using var story = await TellAsync();
        await using var portal = await OpenAsync(story, story.WithOverride, story.ByRegistry("delegation"));
        var proposal = await DelegationStory.ProposeAsync(portal, await story.Chain.PinAsync(), "weighted", "one");
        await portal.AcceptAsync(SampleMessages.VoteText(portal, story.People[2], proposal.Id, "{\"1\":1}"));
        await portal.AcceptAsync(SampleMessages.VoteText(portal, story.People[6], proposal.Id, "{\"2\":1}"));

        async Task<IReadOnlyList<CountedDelegation?>> Ask(int person)
        {
            var reading = await portal.Get<ProposalPowers>().ReadAndKeepAsync(proposal, story.Of(person), TestContext.Current.CancellationToken);
            return await portal.Get<CountedDelegations>().RunAsync(proposal, story.Of(person), reading.Value);
        }

        // 1 has by the token 0's, its own and 2's votes; 2 voted. By the registry it has 0's.
        var one = await Ask(1);
        one.Select(source => Tokens(source!.Counted)).ShouldBe([53, 3]);
        one.Select(source => Tokens(source!.Withheld)).ShouldBe([700, 0]);
        // 5 has by the registry 2's and 3's: 2 voted itself, and 3's delegate for the space, 6, did.
        var five = await Ask(5);
        (Tokens(five[1]!.Counted), Tokens(five[1]!.Withheld)).ShouldBe((0, 11_700));
        five[1]!.EndedBy.ShouldBe([story.Of(2), story.Of(6)], ignoreOrder: true);
    }

    [Theory]
    [InlineData("single-choice", "delegation", 11)]
    [InlineData("quadratic", "delegation", 12)]
    [InlineData("ranked-choice", "delegation", 13)]
    [InlineData("single-choice", "override", 14)]
    [InlineData("weighted", "override", 15)]
    public async Task AnyOrderOfArrival_GivesTheSameTally_AndEachPowerIsSnapshots(string system, string kind, int seed)
    {
        await using var story = await TellAsync();
        string[] strategies = kind == "override" ? [story.WithOverride] : [story.Balances, story.ByRegistry("delegation")];
        await using var portal = await OpenAsync(story, strategies);
        var block = await story.Chain.PinAsync();
        // Who delegated his tokens to nobody has no votes by the token.
        var (random, people) = (new Random(seed), kind == "override" ? 6 : 7);
        for (int round = 0; round < 4; round++)
        {
            // Some vote, some twice.
            (int Person, int At)[] votes = [.. Enumerable.Range(0, people).Where(_ => random.Next(4) > 0).SelectMany(person => Enumerable.Range(0, random.Next(1, 3)).Select(n => (person, (2 * person) + n)))];
            var tallies = new List<string>();
            for (int order = 0; order < 3; order++)
            {
                var proposal = await DelegationStory.ProposeAsync(portal, block, system, $"{round}.{order}");
                random.Shuffle(votes);
                foreach (var (person, at) in votes)
                {
                    var sent = await portal.SendAsync(Vote(portal, story, proposal, system, person, at));
                    if (sent.Rejection is { } refused) refused.ShouldBe(VoteRejection.NewerVoteExists);
                }

                var tally = await portal.Get<TallyStore>().ReadAsync(proposal);
                tallies.Add(string.Join(' ', tally.Choices.Select(choice => $"{choice.VotingPower} [{string.Join(',', choice.ByStrategy)}]")) + $" of {tally.Total}, {tally.Votes} votes");
                await CheckPowersAsync(portal, story, proposal, kind, [.. votes.Select(vote => vote.Person).Distinct()]);
                (await BundleText.ExportAsync(portal, proposal)).Audit().Differences.ShouldBeEmpty();
            }

            tallies.Distinct().Count().ShouldBe(1, string.Join('\n', tallies));
        }

        portal.Get<Recount>().Run(TestContext.Current.CancellationToken).Differences.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\\\"unless\\\"", "\\\"unlesS\\\"", "wrong-root")]
    [InlineData("\\\"received\\\":\\\"117", "\\\"received\\\":\\\"917", "wrong-power")]
    [InlineData("\\\"delegated\\\"", "\\\"delegatee\\\"", "wrong-power")]
    public async Task AnAuditFinds_PowerThatIsNotItsDelegators(string old, string other, string code)
    {
        await using var story = await TellAsync();
        await using var portal = await OpenAsync(story, story.Balances, story.ByRegistry("delegation"));
        var proposal = await DelegationStory.ProposeAsync(portal, await story.Chain.PinAsync(), "single-choice", "one");
        await VoteAsync(portal, story, proposal, 5, 2);
        await VoteAsync(portal, story, proposal, 4, 2);
        await VoteAsync(portal, story, proposal, 2, 2);
        var bundle = await BundleText.ExportAsync(portal, proposal);
        int line = bundle.Lines.FindIndex(text => text.Contains(old, StringComparison.Ordinal));
        bundle.Replace(line, old, other);
        bundle.Mend(line);

        bundle.Audit().Differences.Select(difference => difference.Code).ShouldContain(code);
    }

    [Fact]
    public async Task ARecountFinds_AVoteThatKeptWhatItsDelegatorTookBack()
    {
        await using var story = await TellAsync();
        await using var portal = await OpenAsync(story, story.Balances, story.ByRegistry("delegation"));
        var proposal = await DelegationStory.ProposeAsync(portal, await story.Chain.PinAsync(), "single-choice", "one");
        await VoteAsync(portal, story, proposal, 6, 1);
        await VoteAsync(portal, story, proposal, 5, 2);
        await using (var connection = portal.Get<Governance.Database.Db>().OpenForWriting())
        {
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE votes SET voting_power = (SELECT MAX(voting_power) FROM votes) WHERE superseded_by IS NULL AND message = (SELECT MAX(message) FROM votes)";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        portal.Get<Recount>().Run(TestContext.Current.CancellationToken).Differences.Select(difference => difference.Code).ShouldContain("wrong-stored-power");
    }

    // What Snapshot's library computes of the same registry, token and list of voters, written down again from its definition.
    private static async Task CheckPowersAsync(TestPortal portal, DelegationStory story, Proposal proposal, string kind, int[] voters)
    {
        foreach (int person in voters)
        {
            var stored = (await portal.Get<VoteStore>().HistoryAsync(proposal.Key, story.Of(person))).Single(vote => vote.SupersededBy is null);
            long expected = kind == "override" ? WithOverride(person, voters) : Balances[person] + DelegatorsOf(person, voters).Sum(delegator => Balances[delegator]);
            stored.VotingPower.ShouldBe(VotingPower.FromBigInteger(expected * WatchedChain.Pha), $"{kind}: {person} among {string.Join(' ', voters)}");
        }
    }

    private static IEnumerable<int> DelegatorsOf(int person, int[] voters)
    {
        var delegateOf = new Dictionary<int, int>();
        foreach (Func<(int Everywhere, int Short, int Full), int> id in (Func<(int Everywhere, int Short, int Full), int>[])[n => n.Everywhere, n => n.Short, n => n.Full])
        {
            for (int delegator = 0; delegator < Named.Length; delegator++)
            {
                if (voters.Contains(id(Named[delegator])) && !voters.Contains(delegator)) delegateOf[delegator] = id(Named[delegator]);
            }
        }

        return delegateOf.Where(entry => entry.Value == person).Select(entry => entry.Key);
    }

    private static long WithOverride(int person, int[] voters)
    {
        long votes = Enumerable.Range(0, Balances.Length).Where(other => TokenDelegates[other] == person).Sum(other => (long)Balances[other]);
        votes = Math.Max(0, votes - voters.Where(other => other != person && TokenDelegates[other] == person).Sum(other => (long)Balances[other]));
        return TokenDelegates[person] >= 0 && TokenDelegates[person] != person ? votes + Balances[person] : votes;
    }

    private static int Tokens(VotingPower power) => (int)(power.ToBigInteger() / WatchedChain.Pha);

    private static async Task<DelegationStory> TellAsync()
    {
        var story = await DelegationStory.StartAsync(Balances.Length);
        await story.MintAsync(Balances);
        for (int person = 0; person < Named.Length; person++)
        {
            var (everywhere, shorter, full) = Named[person];
            if (everywhere >= 0) await story.NameAsync(person, "", everywhere);
            if (full >= 0) await story.NameAsync(person, "phala.eth", full);
            if (shorter >= 0) await story.NameAsync(person, "phala", shorter);
            if (TokenDelegates[person] >= 0) await story.DelegateTokensAsync(person, TokenDelegates[person]);
        }

        return story;
    }

    private static async Task<TestPortal> OpenAsync(DelegationStory story, params string[] strategies)
    {
        var portal = await TestPortal.StartAsync(chains: PowerReadings.Registry(story.Chain.Followed(new Wire())), limits: new ProposalLimits { ActiveProposalsPerAuthor = 100, ProposalsPerDay = 100 });
        await DelegationStory.OpenSpaceAsync(portal, strategies);
        return portal;
    }

    private static async Task VoteAsync(TestPortal portal, DelegationStory story, Proposal proposal, int person, int choice)
    {
        portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
        await portal.AcceptAsync(SampleMessages.Vote(portal, story.People[person], proposal.Id, choice));
    }

    private static SignedMessage Vote(TestPortal portal, DelegationStory story, Proposal proposal, string system, int person, int at)
    {
        long time = portal.Clock.Now.ToUnixTimeSeconds() + at;
        int first = 1 + (at * 7 % 3), second = 1 + (first % 3);
        return system switch
        {
            "single-choice" => SampleMessages.Vote(portal, story.People[person], proposal.Id, first, time),
            "ranked-choice" => SampleMessages.Ranking(portal, story.People[person], proposal.Id, [first, second, 6 - first - second], time),
            _ => SampleMessages.VoteText(portal, story.People[person], proposal.Id, $$"""{"{{first}}":{{at + 1}},"{{second}}":3}""", time),
        };
    }

    private static void Check(TestPortal portal, BundleText bundle)
    {
        bundle.Audit().Differences.ShouldBeEmpty();
        portal.Get<Recount>().Run(TestContext.Current.CancellationToken).Differences.ShouldBeEmpty();
    }
}
