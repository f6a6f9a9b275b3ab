using System.Globalization;
using System.Text;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;
using Governance.Recounts;
using Governance.Tallies;

namespace Governance.Tests.Inbox;

/// <summary>Messages that come together are decided together, and each hears what it would hear alone.</summary>
public sealed class VoteCrowdTests
{
    private static readonly SigningKey[] Voters = [.. Enumerable.Range(0, 40).Select(i => Signers.Named("crowd " + i.ToString(CultureInfo.InvariantCulture)))];

    private static string Settings
    {
        get
        {
            string addresses = string.Join(',', Voters.Select(voter => $"\"{voter.Address}\""));
            return $$$"""
                {"name":"Crowd","network":"1","symbol":"VOTE","strategies":[{"name":"whitelist","params":{"addresses":[{{{addresses}}}]}}]}
                """;
        }
    }

    [Fact]
    public async Task WhatACrowdHears_IsWhatEachHearsAlone()
    {
        await using var together = await TestPortal.StartAsync();
        await using var alone = await TestPortal.StartAsync();
        var proposal = await together.OpenProposalAsync(settings: Settings);
        (await alone.OpenProposalAsync(settings: Settings)).Id.ShouldBe(proposal.Id);
        byte[][] messages = [.. Messages(together, proposal.Id)];

        var heard = await Task.WhenAll(messages.Select(message => together.SendAsync(message)));

        var expected = new List<Outcome<Receipt>>();
        foreach (byte[] message in messages) expected.Add(await alone.SendAsync(message));
        heard.Select(CodeOf).ShouldBe(expected.Select(CodeOf));
        heard.Count(outcome => outcome.Rejection is null).ShouldBe(Voters.Length + 1);
        heard.Select(CodeOf).Distinct().Count().ShouldBeGreaterThan(6);
        foreach (var (outcome, same) in heard.Zip(expected).Where(pair => pair.First.Rejection is null))
        {
            (outcome.Value.Message.Id, outcome.Value.Message.Ipfs, outcome.Value.Message.Evidence).ShouldBe((same.Value.Message.Id, same.Value.Message.Ipfs, same.Value.Message.Evidence));
            outcome.Value.LeafHash.ShouldBe(LedgerLeaf.Hash(LedgerLeaf.Entry(outcome.Value.Message)));
        }

        (await together.Get<TallyStore>().ReadAsync(proposal)).Votes.ShouldBe((await alone.Get<TallyStore>().ReadAsync(proposal)).Votes);
    }

    [Fact]
    public async Task TheSameVoteManyTimesAtOnce_IsStoredOnce_AndAllOthersHearOfADuplicate()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync(settings: Settings);
        var vote = SampleMessages.Vote(portal, Voters[0], proposal.Id, 1);
        // Remembered proposals go the short way.
        await portal.AcceptAsync(SampleMessages.Vote(portal, Voters[1], proposal.Id, 1));

        var heard = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => portal.SendAsync(vote)));

        heard.Count(outcome => outcome.Rejection is null).ShouldBe(1);
        heard.Where(outcome => outcome.Rejection is not null).ShouldAllBe(outcome => outcome.Rejection!.Code == MessageRejection.Duplicate.Code);
        (await portal.Get<TallyStore>().ReadAsync(proposal)).Votes.ShouldBe(2);
    }

    [Fact]
    public async Task AHeadForeseenInVain_IsDropped_AndTheLedgerHoldsWhatWasStored()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync(settings: Settings);
        var first = SampleMessages.Vote(portal, Voters[0], proposal.Id, 1);
        // Remembered proposals go the short way.
        await portal.AcceptAsync(SampleMessages.Vote(portal, Voters[39], proposal.Id, 1));
        List<Outcome<Receipt>> heard =
        [
            // All as foreseen; all but one of a kind; foreseen, and not signed beside because the one before was in vain; all as foreseen again.
            .. await Task.WhenAll(Voters[..20].Select(voter => portal.SendAsync(voter == Voters[0] ? first : SampleMessages.Vote(portal, voter, proposal.Id, 2)))),
            .. await Task.WhenAll(Enumerable.Repeat(first, 20).Append(SampleMessages.Vote(portal, Voters[20], proposal.Id, 3)).Select(vote => portal.SendAsync(vote))),
            .. await Task.WhenAll(Voters[21..39].Select(voter => portal.SendAsync(SampleMessages.Vote(portal, voter, proposal.Id, 2)))),
            .. await Task.WhenAll(Voters[..20].Select(voter => portal.SendAsync(SampleMessages.Vote(portal, voter, proposal.Id, 3, reason: "changed", timestamp: portal.Clock.Now.ToUnixTimeSeconds() + 1)))),
        ];

        var accepted = heard.Where(outcome => outcome.Rejection is null).Select(outcome => outcome.Value).ToList();
        accepted.Count.ShouldBe(20 + 1 + 18 + 20);
        accepted.ShouldAllBe(receipt => receipt.Checkpoint.Signer == receipt.Relayer && receipt.LeafHash == LedgerLeaf.Hash(LedgerLeaf.Entry(receipt.Message)));
        accepted.Select(receipt => receipt.Message.Idx).Order().ShouldBe(Enumerable.Range(3, accepted.Count).Select(index => (long)index));
        portal.Get<LedgerIntegrity>().Check();
        portal.Get<Recount>().Run(TestContext.Current.CancellationToken).Differences.ShouldBeEmpty();
    }

    // In an order that is none: votes that count among everything that does not.
    private static IEnumerable<byte[]> Messages(TestPortal portal, string proposal)
    {
        var random = new Random(6);
        List<byte[]> messages = [.. Voters.Select((voter, i) => SampleMessages.Vote(portal, voter, proposal, 1 + (i % 3), reason: new string('r', i)).Body.ToArray())];
        for (int i = 0; i < 12; i++)
        {
            var (voter, outsider) = (Voters[i], Signers.Named("outsider " + i.ToString(CultureInfo.InvariantCulture)));
            messages.Add(SampleMessages.Vote(portal, outsider, proposal, 1).Body.ToArray());
            messages.Add(SampleMessages.VoteFor(portal, outsider, voter.Address, proposal, 1).Body.ToArray());
            messages.Add(SampleMessages.Vote(portal, voter, proposal, 7, timestamp: portal.Clock.Now.ToUnixTimeSeconds() + 1).Body.ToArray());
            messages.Add(SampleMessages.Vote(portal, voter, "0x" + new string('b', 64), 1).Body.ToArray());
            messages.Add(SampleMessages.Vote(portal, voter, proposal, 1, space: "elsewhere.test").Body.ToArray());
            messages.Add(Replaced(SampleMessages.Vote(portal, voter, proposal, 1, reason: "mine"), "mine", "ours"));
            messages.Add(SampleMessages.Vote(portal, voter, proposal, 1, timestamp: portal.Clock.Now.ToUnixTimeSeconds() - 1_000_000).Body.ToArray());
            messages.Add(SampleMessages.Vote(portal, voter, proposal, 2).Body.ToArray()[..^(i + 1)]);
        }

        messages.Add(SampleMessages.Alias(portal, Voters[0], Signers.Stranger.Address.ToString()).Body.ToArray());
        return messages.OrderBy(_ => random.Next());
    }

    private static byte[] Replaced(SignedMessage message, string part, string other) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(message.Body.ToArray()).Replace(part, other, StringComparison.Ordinal));

    private static string CodeOf(Outcome<Receipt> outcome) => outcome.Rejection?.Code ?? "accepted";
}
