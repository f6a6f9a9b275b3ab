using System.Numerics;
using Governance.Chains;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Execution;
using Governance.Proposals;
using Governance.Tests.Execution.Lifecycles;
using Governance.Tests.Indexing;
using Governance.Votes;

namespace Governance.Tests.Execution;

/// <summary>A ballot that was signed without gas is taken by the portal exactly when the real governor takes it, and counts once anybody has relayed it.</summary>
public sealed class BallotTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> AllGenerations() => [.. Generations.All.Select(generation => generation.Name)];

    [Theory]
    [MemberData(nameof(AllGenerations))]
    public async Task ASignedBallot_IsRelayedByAnybody_AndCounts(string generation)
    {
        await using var story = await BallotStory.BeginAsync(generation);
        string reason = story.Stated.Execution!.Governor.Generation.Ballots!.HasExtended ? "Oui ✓" : "";
        var accepted = (await story.AcceptAsync(await story.SignAsync(story.Decide(1, reason)))).Value;
        (await story.JudgeAsync()).ShouldHaveSingleItem().Standing.ShouldBe(BallotStanding.Valid);

        var relayed = await story.RelayAsync(accepted);
        await story.LookAsync();
        var vote = (await story.Portal.Get<GovernorVoteStore>().PageAsync(story.Stated.Proposal.Key, new(VoteOrder.Newest, null, story.Key.Address, null, 5))).ShouldHaveSingleItem();
        (vote.Support, vote.Reason, vote.Fact.Transaction).ShouldBe(((byte)1, reason, relayed.TransactionHash));
        vote.VotingPower.ToBigInteger().ShouldBe(1000 * BigInteger.Pow(10, 18));
        var judged = (await story.JudgeAsync()).ShouldHaveSingleItem();
        (judged.Standing, judged.Transaction).ShouldBe((BallotStanding.Relayed, relayed.TransactionHash));
        (await story.AcceptAsync(story.Sign(story.Decide(0), BigInteger.Zero))).Rejection!.Code.ShouldBeOneOf("already-voted", "ballot-nonce-used");
    }

    [Fact]
    public async Task Refuses_WhatTheGovernorWouldRefuse()
    {
        await using var story = await BallotStory.BeginAsync("simple");
        var good = await story.SignQuicklyAsync(story.Decide(1));
        async Task<string?> CodeOf(SignedBallot ballot) => (await story.AcceptAsync(ballot)).Rejection?.Code;

        (await story.Portal.Get<AcceptBallot>().RunAsync("nothing", good, Ct)).Rejection.ShouldBe(BallotRejection.UnknownProposal);
        (await CodeOf(good with { Nonce = null })).ShouldBe("wrong-ballot-format");
        (await CodeOf(story.Sign(story.Decide(1, new string('x', 5_001)), 0))).ShouldBe("wrong-ballot-format");
        (await CodeOf(story.Sign(story.Decide(3), 0))).ShouldBe("invalid-support");
        (await CodeOf(story.Sign(new BallotDecision(story.Key.Address, 255, "", new byte[48]), 0))).ShouldBe("invalid-support");
        (await CodeOf(good with { Decision = good.Decision with { Support = 0 } })).ShouldBe("wrong-ballot-signature");
        (await CodeOf(good with { Decision = good.Decision with { Voter = story.Stage.Anvil.Accounts[7] } })).ShouldBe("wrong-ballot-signature");
        (await CodeOf(good with { Signature = good.Signature[..63] })).ShouldBe("wrong-ballot-signature");
        (await CodeOf(story.Sign(story.Decide(1), 1))).ShouldBe("ballot-nonce-ahead");

        using var poor = DevAccounts.Key("voter", 77);
        var decision = new BallotDecision(poor.Address, 1, "", []);
        var digest = BallotPaper.Of(story.Stated.Execution!.Governor, story.Stated.Execution.Parts.ProposalId, decision)!.Digest(0);
        (await CodeOf(new SignedBallot(decision, 0, poor.Sign(digest).ToArray()))).ShouldBe("no-voting-power");
        (await story.PrepareAsync(decision)).Rejection!.Code.ShouldBe("no-voting-power");
        (await story.JudgeAsync()).ShouldBeEmpty();
        (await CodeOf(good)).ShouldBeNull();
    }

    [Fact]
    public async Task AKeysSignature_IsReadInEveryForm_AndKeptInTheContracts()
    {
        await using var story = await BallotStory.BeginAsync("simple");
        var good = await story.SignQuicklyAsync(story.Decide(1));
        byte[] compact = good.Signature[..64];
        if (good.Signature[64] == 28) compact[32] |= 0x80;
        byte[] fromZero = [.. good.Signature[..64], (byte)(good.Signature[64] - 27)];
        foreach (byte[] form in (byte[][])[compact, fromZero, good.Signature])
            (await story.AcceptAsync(good with { Signature = form })).Value.Ballot.Signature.ShouldBe(good.Signature);
        (await story.JudgeAsync()).ShouldHaveSingleItem("one ballot, however it was written").Standing.ShouldBe(BallotStanding.Valid);
    }

    [Fact]
    public async Task ABallot_SaysWhenItIsNoLongerGood()
    {
        await using var story = await BallotStory.BeginAsync("simple");
        var inFavour = (await story.AcceptAsync(await story.SignQuicklyAsync(story.Decide(1)))).Value;
        var against = (await story.AcceptAsync(await story.SignQuicklyAsync(story.Decide(0)))).Value;
        (await story.JudgeAsync()).ShouldAllBe(judged => judged.Standing == BallotStanding.Valid);

        await story.RelayAsync(against);
        await story.LookAsync();
        var judged = (await story.JudgeAsync()).ToDictionary(each => each.Ballot.Digest);
        (judged[against.Digest].Standing, judged[inFavour.Digest].Standing).ShouldBe((BallotStanding.Relayed, BallotStanding.AlreadyVoted));
        judged[inFavour.Digest].Transaction.ShouldBe(judged[against.Digest].Transaction);

        await story.Stage.Anvil.Controls.MineAsync(12, ct: Ct);
        await story.LookAsync();
        judged = (await story.JudgeAsync()).ToDictionary(each => each.Ballot.Digest);
        (judged[against.Digest].Standing, judged[inFavour.Digest].Standing).ShouldBe((BallotStanding.Relayed, BallotStanding.VotingOver));
        (await story.AcceptAsync(inFavour.Ballot)).Rejection.ShouldBe(BallotRejection.VotingClosed);
    }

    [Fact]
    public async Task ANonceThatAnotherBallotUsed_EndsAPlainBallot_AndNotAKeyedOne()
    {
        await using var plain = await BallotStory.BeginAsync("simple");
        await using var keyed = await BallotStory.BeginAsync("sequential, stored, guarded");
        foreach (var (story, standing) in ((BallotStory, BallotStanding)[])[(plain, BallotStanding.NonceUsed), (keyed, BallotStanding.Valid)])
        {
            var mine = (await story.AcceptAsync(await story.SignQuicklyAsync(story.Decide(1)))).Value;
            await UsePlainNonceAsync(story);
            await story.LookAsync();
            (await story.JudgeAsync()).ShouldHaveSingleItem().Standing.ShouldBe(standing);
            (await story.AcceptAsync(mine.Ballot)).Rejection?.Code.ShouldBe(standing == BallotStanding.Valid ? null : "ballot-nonce-used");
        }

        // The plain counter is good for a keyed governor too.
        (await keyed.AcceptAsync(keyed.Sign(keyed.Decide(2), 1))).Rejection.ShouldBeNull();
    }

    // A ballot of the same account on a second proposal, which is relayed: one counter serves both.
    private static async Task UsePlainNonceAsync(BallotStory story)
    {
        var stage = story.Stage;
        var (other, governor) = (stage.Proposal(2), story.Stated.Execution!.Governor);
        await stage.Troupe.PlayAsync([stage.ProposeAct(Stage.Voters, other)], (await stage.Anvil.Controls.TimeAsync(Ct)).AddSeconds(1));
        await stage.Anvil.Controls.MineAsync(3, ct: Ct);
        var id = new Hash32(VotingPower.FromBigInteger(stage.Generation.HasGuardian ? 2 : other.Id).ToBytes());
        var paper = BallotPaper.Of(governor, id, story.Decide(2))!;
        await stage.Anvil.Transactions.SendAsync(new DevTransaction(stage.Anvil.Accounts[5], governor.Address, paper.CallData(story.Key.Sign(paper.Digest(0)).ToArray())), Ct);
    }

    [Fact]
    public async Task ManyBallots_AreRelayedInOneTransaction_AndABadOneHarmsNoOther()
    {
        await using var story = await BallotStory.BeginAsync("4.9");
        var code = await story.Stage.Anvil.Client.GetCodeAsync((await story.Stage.DeployAsync("Multicall")).Address, BlockRef.Latest, Ct);
        await story.Stage.Anvil.Controls.SetCodeAsync(RelayBallots.Multicall3, code, Ct);
        var mine = (await story.AcceptAsync(await story.SignQuicklyAsync(story.Decide(1)))).Value;
        var changed = (await story.AcceptAsync(await story.SignQuicklyAsync(story.Decide(2)))).Value;

        var receipt = await story.RelayAsync(changed, mine);
        await story.LookAsync();
        var vote = (await story.Portal.Get<GovernorVoteStore>().PageAsync(story.Stated.Proposal.Key, new(VoteOrder.Newest, null, story.Key.Address, null, 5))).ShouldHaveSingleItem();
        (vote.Support, vote.Fact.Transaction).ShouldBe(((byte)2, receipt.TransactionHash));
    }

    [Fact]
    public async Task AProvidersFault_IsNotTheVoters()
    {
        await using var story = await BallotStory.BeginAsync("simple");
        var ballot = await story.SignQuicklyAsync(story.Decide(1));
        await story.AcceptAsync(ballot);
        await story.Stage.Anvil.DisposeAsync();

        var refused = (await story.AcceptAsync(ballot)).Rejection.ShouldNotBeNull();
        (refused.Code, refused.Fault).ShouldBe(("chain-unavailable", RejectionFault.Portal));
        // What was judged at this head is still known; a judgement anew is not to be had.
        (await new JudgeBallots(story.Portal.Get<BallotStore>(), story.Portal.Get<GovernorVoteStore>(), story.Portal.Get<BallotReader>()).RunAsync(story.Stated, Ct))
            .ShouldHaveSingleItem().Standing.ShouldBe(BallotStanding.Unknown);
    }

    [Fact]
    public async Task WhatCanBeSaidWithoutTheChain_IsSaidFirst()
    {
        await using var story = await BallotStory.BeginAsync("simple");
        var (stated, decision) = (story.Stated, story.Decide(1));
        BallotVerifier.Refused(stated, decision).ShouldBeNull();
        BallotVerifier.Refused(stated with { Execution = null }, decision).ShouldBe(BallotRejection.NotOnChain);
        BallotVerifier.Refused(stated with { State = ProposalState.Pending }, decision).ShouldBe(BallotRejection.VotingNotOpen);
        BallotVerifier.Refused(stated with { State = ProposalState.Queued }, decision).ShouldBe(BallotRejection.VotingClosed);
        var governor = stated.Execution!.Governor;
        var mute = stated with { Execution = stated.Execution with { Governor = governor with { Generation = governor.Generation with { Ballots = null } } } };
        BallotVerifier.Refused(mute, decision).ShouldBe(BallotRejection.NotTaken);
    }

    [Fact]
    public async Task TheContractItself_HasTheLastWord()
    {
        await using var story = await BallotStory.BeginAsync("simple");
        var ballot = await story.SignQuicklyAsync(story.Decide(1));
        // Voting has ended in a block that is not indexed yet.
        await story.Stage.Anvil.Controls.MineAsync(12, ct: Ct);
        (await story.AcceptAsync(ballot)).Rejection!.Code.ShouldBe("ballot-refused-by-contract");
    }

    [Fact]
    public async Task AContractAccountsBallot_IsTakenByItsOwnRule()
    {
        await using var story = await BallotStory.BeginAsync("simple");
        var accepted = (await story.AcceptAsync(await story.SignQuicklyAsync(new BallotDecision(story.Wallet, 0, "", [])))).Value;
        await story.RelayAsync(accepted);
        await story.LookAsync();
        story.Stated.Tally.Choices[1].VotingPower.ToBigInteger().ShouldBe(900 * BigInteger.Pow(10, 18));
        (await story.JudgeAsync()).ShouldHaveSingleItem().Standing.ShouldBe(BallotStanding.Relayed);
    }

    [Fact]
    public async Task AVoterLeavesAFewBallots_NotThousands()
    {
        await using var story = await BallotStory.BeginAsync("simple");
        for (int i = 0; i < AcceptBallot.MostOfVoter; i++) (await story.AcceptAsync(await story.SignQuicklyAsync(story.Decide(1, $"reason {i}")))).Rejection.ShouldBeNull();
        (await story.AcceptAsync(await story.SignQuicklyAsync(story.Decide(1, "one more")))).Rejection.ShouldBe(BallotRejection.TooMany);
        (await story.AcceptAsync(await story.SignQuicklyAsync(story.Decide(1, "reason 3")))).Rejection.ShouldBeNull("it is there already");
    }

    [Fact]
    public async Task ABravoGovernor_TakesNoReasonsBySignature_AndKeysOnly()
    {
        await using var story = await BallotStory.BeginAsync("bravo");
        (await story.PrepareAsync(story.Decide(1, "because"))).Rejection.ShouldBe(BallotRejection.NoReasons);
        (await story.PrepareAsync(new(story.Key.Address, 1, "", [1]))).Rejection.ShouldBe(BallotRejection.InvalidSupport);
        var wallet = await story.Stage.DeployAsync("OwnedWallet", story.Key.Address);
        var ballot = await story.SignQuicklyAsync(story.Decide(1));
        (await story.AcceptAsync(ballot with { Decision = ballot.Decision with { Voter = wallet.Address } })).Rejection!.Code.ShouldBe("wrong-ballot-signature");
    }
}
