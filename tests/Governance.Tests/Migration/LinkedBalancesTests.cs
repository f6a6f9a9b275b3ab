using System.Text;
using Governance.Ethereum;
using Governance.Migration;

namespace Governance.Tests.Migration;

/// <summary>Who speaks for an old account, by the written rules, and how much of it counts where.</summary>
public sealed class LinkedBalancesTests
{
    private const string Contract = "0x8b6d7ab0be8d1f6ae40738c4cff75134110a777f";
    private static readonly Address Ada = Address.Parse("0x00000000000000000000000000000000000000ad");
    private static readonly Address Ben = Address.Parse("0x00000000000000000000000000000000000000be");
    private static readonly LinkRules Elsewhere = new(ClaimedTokens.Elsewhere, ClaimedTokens.Here, VoterIsL2Receiver: true, new Dictionary<OldAccount, string>());
    private static readonly LinkRules Here = Elsewhere with { Paid = ClaimedTokens.Here };

    [Fact]
    public void Unclaimed_HasNoVote_AndIsShown()
    {
        var account = Link([Entry(1, 10, 5)], [], "").Accounts.Single();
        (account.Standing, account.Voter, Parts(account)).ShouldBe((Standing.Unclaimed, null, (0, 0, 15)));
    }

    [Fact]
    public void AnImportedLink_CountsTheWholeBalance_UntilItIsClaimed()
    {
        var linked = Link([Entry(1, 10, 5), Entry(2, 7, 0)], [], $"{Key(1)},{Ada}\n{Key(2)},{Ada}\n");
        linked.Of(Ada).ToString().ShouldBe("22");
        linked.AccountsOf(Ada).Count().ShouldBe(2);
    }

    [Fact]
    public void AClaimedBalance_CountsWhereItWasPaid_AndNotHereAsWell()
    {
        var linked = Link([Entry(1, 10, 5)], [Claimed(1, Ada)], "");
        var account = linked.AccountsOf(Ada).Single();
        (account.Standing, Parts(account), linked.Of(Ada).IsZero).ShouldBe((Standing.Linked, (0, 15, 0), true));
    }

    [Fact]
    public void TheStakedPartOfABridgedClaim_CountsHere_UntilTheLayer2PaysIt()
    {
        var account = Link([Entry(1, 10, 5)], [Bridged(1, Ada, Ben)], "").AccountsOf(Ben).Single();
        Parts(account).ShouldBe((5, 10, 0));
        Parts(Link([Entry(1, 10, 5)], [Bridged(1, Ada, Ben)], "", Elsewhere with { Bridged = ClaimedTokens.Elsewhere }).Accounts.Single()).ShouldBe((0, 15, 0));
        Link([Entry(1, 10, 5)], [Bridged(1, Ada, Ben)], "", Elsewhere with { VoterIsL2Receiver = false }).Of(Ada).ToString().ShouldBe("5");
    }

    [Fact]
    public void WhereNoOtherSourceCountsWhatWasPaid_TheOldBalanceCountsHere()
    {
        var linked = Link([Entry(1, 10, 5), Entry(2, 1, 1)], [Claimed(1, Ada), Bridged(2, Ada, Ben)], "", Here);
        (linked.Of(Ada).ToString(), linked.Of(Ben).ToString()).ShouldBe(("15", "2"));
    }

    [Fact]
    public void OneOldAccount_ClaimedForTwoReceivers_CountsForNeither()
    {
        var account = Link([Entry(1, 10, 5)], [Claimed(1, Ada), Claimed(1, Ben, logIndex: 1)], "", Here).Accounts.Single();
        (account.Standing, account.Voter, Parts(account)).ShouldBe((Standing.Conflict, null, (0, 0, 15)));
        account.Claims.Count.ShouldBe(2);
        account.Why.ShouldContain("two different receivers");
        // Twice for the same one is no contradiction.
        Link([Entry(1, 10, 5)], [Claimed(1, Ada), Claimed(1, Ada, logIndex: 1)], "", Here).Of(Ada).ToString().ShouldBe("15");
    }

    [Fact]
    public void AClaimAndALink_ThatNameDifferentReceivers_CountForNeither()
    {
        var account = Link([Entry(1, 10, 5)], [Bridged(1, Ada, Ben)], $"{Key(1)},{Ada}").Accounts.Single();
        // What was paid is paid; the open part has nobody.
        (account.Standing, Parts(account)).ShouldBe((Standing.Conflict, (0, 10, 5)));
        Link([Entry(1, 10, 5)], [Bridged(1, Ada, Ben)], $"{Key(1)},{Ben}").Of(Ben).ToString().ShouldBe("5");
    }

    [Fact]
    public void TwoKeysWithTheSameFirstTwentyBytes_AreInConflict_OnceOneOfThemIsClaimed()
    {
        var twin = Key(1)[..42] + new string('9', 24);
        string list = $"{Key(1)},10,0\n{twin},20,0\n", links = $"{twin},{Ben}";
        Link([list], [], links).Of(Ben).ToString().ShouldBe("20");

        var linked = Link([list], [Claimed(1, Ada)], links, Here);
        linked.Accounts.Select(account => account.Standing).ShouldAllBe(standing => standing == Standing.Conflict);
        (linked.Of(Ada).IsZero, linked.Of(Ben).IsZero).ShouldBe((true, true));
    }

    [Fact]
    public void ClaimsForTheZeroAddress_AndCustodyAccounts_HaveNoVote()
    {
        Link([Entry(1, 10, 5)], [Claimed(1, default)], "", Here).Accounts.Single().Standing.ShouldBe(Standing.Conflict);
        var rules = Here with { Excluded = new Dictionary<OldAccount, string> { [new OldAccount(Hash32.Parse(Key(1)))] = "the bridge's reserve" } };
        var account = Link([Entry(1, 10, 5)], [Claimed(1, Ada)], "", rules).Accounts.Single();
        (account.Standing, account.Why, Parts(account)).ShouldBe((Standing.Excluded, "the bridge's reserve", (0, 0, 15)));
    }

    [Fact]
    public void WhateverTheEvidence_TheThreePartsAreTheBalance_AndNoAccountCountsForTwo()
    {
        var random = new Random(5);
        for (int round = 0; round < 200; round++)
        {
            var entries = Enumerable.Range(0, 8).Select(i => Entry(i, random.Next(100), random.Next(100))).ToArray();
            var claims = Enumerable.Range(0, random.Next(10)).Select(n => random.Next(2) == 0
                ? Claimed(random.Next(8), random.Next(3) == 0 ? Ben : Ada, (uint)n) : Bridged(random.Next(8), Ada, random.Next(3) == 0 ? Ben : Ada, (uint)n)).ToArray();
            var links = string.Concat(Enumerable.Range(0, 8).Where(_ => random.Next(3) == 0).Select(i => $"{Key(i)},{(random.Next(2) == 0 ? Ada : Ben)}\n"));
            var rules = new LinkRules((ClaimedTokens)random.Next(2), (ClaimedTokens)random.Next(2), random.Next(2) == 0, Elsewhere.Excluded);

            var linked = Link(entries, claims, links, rules);

            linked.Accounts.ShouldAllBe(account => account.Counted + account.PaidOut + account.WithoutVote == account.Balance.Total);
            linked.Accounts.Where(account => !account.Counted.IsZero).ShouldAllBe(account => account.Voter != null);
            LinkedBalances.Sum(linked.Accounts, account => account.Counted).ShouldBe(linked.Of(Ada) + linked.Of(Ben));
        }
    }

    [Theory]
    [InlineData("account,free\n", "line 1")]
    [InlineData("account,free,staked\n5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY,1,2\n0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d,1,2", "line 3")]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY,1.5,2", "line 1")]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY,1,-2", "line 1")]
    [InlineData("0x5FbDB2315678afecb367f032d93F642f64180aa3,1,2", "line 1")]
    public void AListThatIsNotFullyUnderstood_IsRefused(string content, string where) =>
        Should.Throw<FormatException>(() => OldBalances.Parse("old.csv", Encoding.UTF8.GetBytes(content))).Message.ShouldContain(where);

    [Theory]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY,0x0000000000000000000000000000000000000000", "line 1")]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "line 1")]
    [InlineData("account,receiver\n5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY,0x00000000000000000000000000000000000000ad\n45R2pfjQUW2s9PQRHU48HQKLKHVMaDja7N3wpBtmF28UYDs2,0x00000000000000000000000000000000000000be", "line 3")]
    public void ALinkList_ThatLinksOneAccountTwice_IsRefused(string content, string where) =>
        Should.Throw<FormatException>(() => LinkList.Parse("links.csv", Encoding.UTF8.GetBytes(content))).Message.ShouldContain(where);

    private static LinkedBalances Link(string[] entries, Claim[] claims, string links, LinkRules? rules = null) => LinkedBalances.Link(
        OldBalances.Parse("old.csv", Encoding.UTF8.GetBytes(string.Join('\n', entries))), new ClaimRecord(1, [new ClaimContract(Address.Parse(Contract), 0)], 9, default, claims),
        LinkList.Parse("links.csv", Encoding.UTF8.GetBytes(links)), rules ?? Elsewhere);

    private static (int Counted, int Paid, int Without) Parts(LinkedBalance account) =>
        ((int)account.Counted.Low, (int)account.PaidOut.Low, (int)account.WithoutVote.Low);

    private static string Key(int n) => Keccak256.Hash([(byte)n]).ToString();

    private static string Entry(int n, int free, int staked) => $"{Key(n)},{free},{staked}";

    private static Claim Claimed(int n, Address receiver, uint logIndex = 0) =>
        new(Address.Parse(Contract), new OldAccount(Hash32.Parse(Key(n))).ClaimUser, 1, 1, receiver, null, 5, default, default, logIndex);

    private static Claim Bridged(int n, Address receiver, Address l2, uint logIndex = 0) => Claimed(n, receiver, logIndex) with { L2Receiver = l2 };
}
