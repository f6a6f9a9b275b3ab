using System.Numerics;
using Governance.Ethereum;
using Governance.Execution;

namespace Governance.Tests.Execution;

/// <summary>Ballots of every generation against digests that were computed elsewhere.</summary>
public sealed class BallotPaperTests
{
    private static readonly Address Voter = Address.Parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
    private static readonly Hash32 ProposalId = new(VotingPower.FromUInt64(12_648_430).ToBytes());
    private static readonly BallotForm Phala = new(BallotContent.VoterAndNonce, "Phala Governor", "1", BallotNonces.Plain, true, GovernorSignatureRule.CodeDecides);
    private static readonly BallotForm Former = Phala with { Content = BallotContent.Support, Nonces = BallotNonces.None };

    public static TheoryData<string, BallotForm, string, int, string> Digests() => new()
    {
        { "5.x", Phala, "", 0, "0xffb152559456f8880fb349efbd6989b6ad903c73f37b7345ee63cc7adb010400" },
        { "5.x with a reason", Phala, "Oui ✓", 7, "0xe2f986ef5ea6eca4259b7ff7972028bab83358258558684e6edecc42ae580c45" },
        { "4.x", Former, "", 0, "0x42c1a9fd667e3e32e685645e5ed9784d14c53afd0cbb23beb88a5c06d7fdb1d6" },
        { "4.x with a reason", Former, "Oui ✓", 0, "0x537b6b5586241ca5549e2fb515694f7b25a8f17fa6f537e1428b999150ce27be" },
        { "Bravo", Former with { DomainName = "Compound Governor Bravo", DomainVersion = null }, "", 0, "0xd0a8d66f5767fe34b2c7977baea3ff6e152bb2d4a7e95f467cb6e056583d2327" },
    };

    [Theory]
    [MemberData(nameof(Digests))]
    public void ABallotsDigest_IsTheGenerations(string generation, BallotForm form, string reason, int nonce, string digest) =>
        Paper(form, reason).ShouldNotBeNull(generation).Digest(nonce).ToString().ShouldBe(digest);

    [Fact]
    public void AGovernorThatTakesNoBallots_HasNoPaper()
    {
        Paper(null, "").ShouldBeNull();
        Paper(Former with { HasExtended = false }, "why").ShouldBeNull();
    }

    [Theory]
    [InlineData(BallotContent.VoterAndNonce, "", "8ff262e3")]
    [InlineData(BallotContent.Support, "", "3bccf4fd")]
    public void TheCall_IsTheGenerations(BallotContent content, string reason, string selector) =>
        Convert.ToHexStringLower(Paper(Phala with { Content = content }, reason)!.CallData(new byte[65])[..4]).ShouldBe(selector);

    private static BallotPaper? Paper(BallotForm? form, string reason) => BallotPaper.Of(
        new Governor(1, Address.Parse("0x1111111111111111111111111111111111111111"), "phala.eth", "", null, "PHA", 18, "", "", null, GovernorGeneration.Plain with { Ballots = form }),
        ProposalId, new BallotDecision(Voter, 1, reason, []));
}
