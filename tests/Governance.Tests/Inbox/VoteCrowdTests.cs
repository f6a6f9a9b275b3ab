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

    // What is foreseen of a group, and which of it is refused: the head must be over what was stored, and no other.
    [Theory]
    [InlineData("none", 20, new int[0])]
    [InlineData("the first", 20, new[] { 0 })]
    [InlineData("one in the middle", 20, new[] { 9 })]
    [InlineData("the last", 20, new[] { 19 })]
    [InlineData("some", 20, new[] { 3, 4, 11, 19 })]
    [InlineData("all", 16, new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 })]
    public async Task AHeadForeseenInVain_IsDropped_AndTheLedgerHoldsWhatWasStored(string refused, int votes, int[] places)
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync(settings: Settings);
        var before = SampleMessages.Vote(portal, Voters[39], proposal.Id, 1);
        await portal.AcceptAsync(before);
        long size = 3;
        for (int round = 0; round < 4; round++)
        {
            // Each round they change their vote; refused is who sends another's again. The third round has nothing refused, so the fourth is foreseen again.
            portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
            var group = Enumerable.Range(0, votes).Select(i => round != 2 && places.Contains(i) ? before : SampleMessages.Vote(portal, Voters[i], proposal.Id, 1 + ((i + round) % 3)));
            var stored = await Crowd.StoreTogetherAsync(portal, group);

            stored.Where(vote => vote.Receipt is null).ShouldAllBe(vote => vote.Refusal!.Code == MessageRejection.Duplicate.Code);
            var receipts = stored.Where(vote => vote.Receipt is not null).Select(vote => vote.Receipt!).ToList();
            receipts.Count.ShouldBe(round == 2 ? votes : votes - places.Length, refused);
            receipts.Select(receipt => receipt.Message.Idx).ShouldBe(Enumerable.Range(0, receipts.Count).Select(i => size + i));
            size += receipts.Count;
            receipts.ShouldAllBe(receipt => receipt.Checkpoint.Size == size && receipt.Checkpoint.Signer == receipt.Relayer && receipt.LeafHash == LedgerLeaf.Hash(LedgerLeaf.Entry(receipt.Message)));
            portal.Get<LedgerIntegrity>().Check();
        }

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
