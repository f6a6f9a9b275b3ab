using Governance.Proposals;
using Governance.Recounts;
using Governance.Tallies;
using Governance.Votes;

namespace Governance.Tests.Proposals;

/// <summary>A proposal may be changed by its author until it starts, and withdrawn at any time; nothing is ever erased.</summary>
public sealed class ChangeProposalTests
{
    private static readonly string[] Basic = ["For", "Against"];

    [Fact]
    public async Task AnUpdate_ChangesWhatIsAsked_NeverWhen()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await PublishAsync(portal);

        var receipt = await portal.AcceptAsync(SampleMessages.Update(portal, proposal.Id, "copeland", ["A", "B", "C"]));

        var changed = (await portal.Get<ProposalStore>().FindAsync(proposal.Id)).ShouldNotBeNull();
        (changed.Title, changed.VotingSystem, changed.UpdatedMessage).ShouldBe(("Leave the parachain, better said", "copeland", receipt.Message.Idx));
        changed.Choices.ShouldBe(["A", "B", "C"]);
        (changed.Start, changed.End, changed.Snapshot, changed.Message).ShouldBe((proposal.Start, proposal.End, proposal.Snapshot, proposal.Message));
        // Copeland divides power, so it needs more decimals; the quorum stays the same amount.
        (proposal.Rules.Decimals, proposal.Rules.Quorum.ToString()).ShouldBe((1, "1000"));
        (changed.Rules.Decimals, changed.Rules.Quorum.ToString()).ShouldBe((18, "100" + new string('0', 18)));
    }

    [Fact]
    public async Task AChangedProposal_CountsByItsNewSystem()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await PublishAsync(portal);
        await portal.AcceptAsync(SampleMessages.Update(portal, proposal.Id, "single-choice", ["A", "B", "C"]));
        portal.Clock.Now = DateTimeOffset.FromUnixTimeSeconds(proposal.Start);

        await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 3));

        var changed = (await portal.Get<ProposalStore>().FindAsync(proposal.Id)).ShouldNotBeNull();
        (await portal.Get<TallyStore>().ReadAsync(changed)).Choices.Select(choice => choice.VotingPower.ToString()).ShouldBe(["0", "0", "1000"]);
        portal.Get<Recount>().Run(TestContext.Current.CancellationToken).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task AnUpdate_IsRefused_FromTheFirstSecondOfVoting()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await PublishAsync(portal);
        portal.Clock.Now = DateTimeOffset.FromUnixTimeSeconds(proposal.Start - 1);
        await portal.AcceptAsync(SampleMessages.Update(portal, proposal.Id, "basic", Basic));
        portal.Clock.Now = DateTimeOffset.FromUnixTimeSeconds(proposal.Start);

        (await portal.SendAsync(SampleMessages.Update(portal, proposal.Id, "basic", Basic))).Rejection.ShouldBe(ProposalRejection.AlreadyStarted);
    }

    [Fact]
    public async Task AnUpdate_IsRefused_WhenItIsNotTheAuthorsOrOlderOrUnfit()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await PublishAsync(portal);
        portal.Clock.Now = portal.Clock.Now.AddSeconds(10);
        async Task<string?> Refused(SignedMessage message) => (await portal.SendAsync(message)).Rejection?.WireText;

        (await Refused(SampleMessages.Update(portal, proposal.Id, "basic", Basic, key: Signers.Alice))).ShouldBe("Not the author");
        (await Refused(SampleMessages.Update(portal, "0x12", "basic", Basic))).ShouldBe("unknown proposal");
        (await Refused(SampleMessages.Update(portal, proposal.Id, "basic", ["Only"]))).ShouldBe("wrong choices for basic type voting");
        (await Refused(SampleMessages.Update(portal, proposal.Id, "custom", Basic))).ShouldBe("invalid voting type");
        (await Refused(SampleMessages.Update(portal, proposal.Id, "basic", Basic, m => m["title"] = ""))).ShouldBe("wrong proposal format");
        (await Refused(SampleMessages.Update(portal, proposal.Id, "basic", Basic, m => m["privacy"] = "shutter"))).ShouldBe("not allowed to set privacy");
        var older = SampleMessages.Update(portal, proposal.Id, "basic", Basic, m => m["timestamp"] = portal.Clock.Now.ToUnixTimeSeconds() - 5);
        await portal.AcceptAsync(SampleMessages.Update(portal, proposal.Id, "basic", Basic));
        (await portal.SendAsync(older)).Rejection.ShouldBe(ProposalRejection.OlderUpdate);
    }

    [Fact]
    public async Task AnUpdate_IsRefused_WhereTheSpaceFixesAnotherSystem()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await PublishAsync(portal, """{"type":"basic"}""");

        (await portal.SendAsync(SampleMessages.Update(portal, proposal.Id, "approval", Basic))).Rejection?.WireText.ShouldBe("space voting type mismatch");
    }

    [Fact]
    public async Task AWithdrawnProposal_TakesNoVotes_LeavesTheLists_AndStays()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();
        await portal.AcceptAsync(SampleMessages.Vote(portal, Signers.Alice, proposal.Id, 1));
        (await portal.SendAsync(SampleMessages.Delete(portal, proposal.Id, Signers.Alice))).Rejection.ShouldBe(ProposalRejection.NotAllowedToDelete);

        var receipt = await portal.AcceptAsync(SampleMessages.Delete(portal, proposal.Id, Signers.Author));

        var store = portal.Get<ProposalStore>();
        var withdrawn = (await store.FindAsync(proposal.Id)).ShouldNotBeNull();
        withdrawn.DeletedMessage.ShouldBe(receipt.Message.Idx);
        var tally = await portal.Get<TallyStore>().ReadAsync(withdrawn);
        tally.Votes.ShouldBe(1);
        SignedProposalState.Of(withdrawn, tally, portal.Clock.Now).ShouldBe(ProposalState.Canceled);
        (await portal.SendAsync(SampleMessages.Vote(portal, Signers.Bob, proposal.Id, 1))).Rejection.ShouldBe(VoteRejection.UnknownProposal);
        (await store.PageAsync(TestPortal.Space, null, ProposalCursor.Start, 10)).ShouldBeEmpty();
        (await store.PageAsync(TestPortal.Space, null, ProposalCursor.Start, 10, withDeleted: true)).Count.ShouldBe(1);
        portal.Clock.Now = portal.Clock.Now.AddSeconds(1);
        (await portal.SendAsync(SampleMessages.Delete(portal, proposal.Id, Signers.Author))).Rejection.ShouldBe(ProposalRejection.UnknownProposal);
    }

    // Opens in an hour, with a quorum of 100 tokens.
    private static async Task<Proposal> PublishAsync(TestPortal portal, string? voting = null)
    {
        await portal.AcceptAsync(SampleMessages.Settings(portal, SampleMessages.WhitelistSettings(voting ?? """{"quorum":100}""")));
        long start = portal.Clock.Now.ToUnixTimeSeconds() + 3600;
        var receipt = await portal.AcceptAsync(SampleMessages.Proposal(portal, "basic", Basic, message =>
        {
            message["start"] = start;
            message["end"] = start + 3600;
        }));
        return (await portal.Get<ProposalStore>().FindAsync(receipt.Message.Id.ToString())).ShouldNotBeNull();
    }
}
