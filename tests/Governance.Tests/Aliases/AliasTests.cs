using Governance.Aliases;
using Governance.Ethereum;
using Governance.Messages;
using Governance.Recounts;
using Governance.Tallies;
using Governance.Votes;

namespace Governance.Tests.Aliases;

/// <summary>An alias votes in another's name for 90 days, and for nobody else.</summary>
public sealed class AliasTests
{
    private static readonly SigningKey Phone = Signers.Named("alice's phone");

    [Fact]
    public async Task AnAlias_VotesInTheAccountsName_AndWithItsPower()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();
        (await portal.SendAsync(SampleMessages.VoteFor(portal, Phone, Signers.Alice.Address, proposal.Id, 1))).Rejection.ShouldBe(MessageRejection.WrongAlias);

        await portal.AcceptAsync(SampleMessages.Alias(portal, Signers.Alice, Phone.Address.ToString()));
        var receipt = await portal.AcceptAsync(SampleMessages.VoteFor(portal, Phone, Signers.Alice.Address, proposal.Id, 1));

        (receipt.Message.Author, receipt.Message.Signer).ShouldBe((Signers.Alice.Address, Phone.Address));
        (await portal.Get<VoteStore>().HistoryAsync(proposal.Key, Signers.Alice.Address)).Count.ShouldBe(1);
        (await portal.Get<TallyStore>().ReadAsync(proposal)).Total.ToString().ShouldBe("1000");
        portal.Get<Recount>().Run(TestContext.Current.CancellationToken).Differences.ShouldBeEmpty();
        (await portal.SendAsync(SampleMessages.VoteFor(portal, Phone, Signers.Bob.Address, proposal.Id, 1))).Rejection.ShouldBe(MessageRejection.WrongAlias);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public async Task AnAlias_EndsAfterNinetyDays(int secondsAfter, bool valid)
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.AcceptAsync(SampleMessages.Alias(portal, Signers.Alice, Phone.Address.ToString()));
        portal.Clock.Now = portal.Clock.Now.AddDays(90).AddSeconds(secondsAfter);
        var proposal = await portal.OpenProposalAsync();

        var outcome = await portal.SendAsync(SampleMessages.VoteFor(portal, Phone, Signers.Alice.Address, proposal.Id, 1));

        outcome.Rejection.ShouldBe(valid ? null : MessageRejection.WrongAlias);
    }

    [Fact]
    public async Task ARevokedAlias_SignsNoMore_AndCanBeSetAgain()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();
        var phone = Phone.Address.ToString();
        (await portal.SendAsync(SampleMessages.Alias(portal, Signers.Alice, phone, revoke: true))).Rejection.ShouldBe(AliasRejection.DoesNotExist);
        var set = SampleMessages.Alias(portal, Signers.Alice, phone);
        await portal.AcceptAsync(set);
        portal.Clock.Now = portal.Clock.Now.AddSeconds(5);
        await portal.AcceptAsync(SampleMessages.Alias(portal, Signers.Alice, phone, revoke: true));

        (await portal.SendAsync(SampleMessages.VoteFor(portal, Phone, Signers.Alice.Address, proposal.Id, 1))).Rejection.ShouldBe(MessageRejection.WrongAlias);
        (await portal.SendAsync(set)).Rejection.ShouldBe(MessageRejection.Duplicate);
        // Signed before the revocation and delivered after it: it must not undo it.
        (await portal.SendAsync(SampleMessages.Alias(portal, Signers.Alice, phone, timestamp: portal.Clock.Now.ToUnixTimeSeconds() - 1))).Rejection.ShouldBe(AliasRejection.Older);
        portal.Clock.Now = portal.Clock.Now.AddSeconds(5);
        await portal.AcceptAsync(SampleMessages.Alias(portal, Signers.Alice, phone));
        await portal.AcceptAsync(SampleMessages.VoteFor(portal, Phone, Signers.Alice.Address, proposal.Id, 1));
    }

    [Fact]
    public async Task AnAlias_SignsForOneAccountOnly()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.AcceptAsync(SampleMessages.Alias(portal, Signers.Alice, Phone.Address.ToString()));

        (await portal.SendAsync(SampleMessages.Alias(portal, Signers.Bob, Phone.Address.ToString()))).Rejection.ShouldBe(AliasRejection.LinkedElsewhere);
        portal.Clock.Now = portal.Clock.Now.AddDays(90);
        await portal.AcceptAsync(SampleMessages.Alias(portal, Signers.Bob, Phone.Address.ToString()));
    }

    [Fact]
    public async Task Rejects_AnAlias_ThatIsNoneOrOneself()
    {
        await using var portal = await TestPortal.StartAsync();
        (await portal.SendAsync(SampleMessages.Alias(portal, Signers.Alice, Signers.Alice.Address.ToString()))).Rejection.ShouldBe(AliasRejection.SameAddress);
        (await portal.SendAsync(SampleMessages.Alias(portal, Signers.Alice, Phone.Address.ToString().ToLowerInvariant()))).Rejection.ShouldBe(AliasRejection.WrongFormat);
    }

    [Fact]
    public async Task AnAlias_ChangesNoSettings_AndWithdrawsNothing()
    {
        await using var portal = await TestPortal.StartAsync();
        var proposal = await portal.OpenProposalAsync();
        await portal.AcceptAsync(SampleMessages.Alias(portal, Signers.Author, Phone.Address.ToString()));
        var withdrawal = SampleMessages.Delete(portal, proposal.Id, Signers.Author).With(envelope => envelope["address"] = Phone.Address.ToString());

        var rejection = (await portal.SendAsync(withdrawal)).Rejection.ShouldNotBeNull();

        (rejection.Code, rejection.WireText).ShouldBe(("alias-not-allowed", "alias not allowed for the type: delete-proposal"));
    }
}
