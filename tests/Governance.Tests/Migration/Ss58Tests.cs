using Governance.Ethereum;
using Governance.Migration;

namespace Governance.Tests.Migration;

/// <summary>Accounts of the old chain: one key, many spellings.</summary>
public sealed class Ss58Tests
{
    // The development key that every Substrate chain knows as Alice.
    private const string Alice = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

    // 0, 2, 42 and 255 are published spellings; the others were made with another implementation (CPython's hashlib).
    [Theory]
    [InlineData(0, "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5")]
    [InlineData(2, "HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F")]
    [InlineData(30, "45R2pfjQUW2s9PQRHU48HQKLKHVMaDja7N3wpBtmF28UYDs2")]
    [InlineData(42, "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")]
    [InlineData(64, "cEaNSpz4PxFcZ7nT1VEKrKewH67rfx6MfcM6yKojyyPz7qaqp")]
    [InlineData(255, "yGHXkYLYqxijLKKfd9Q2CB9shRVu8rPNBS53wvwGTutYg4zTg")]
    [InlineData(1284, "VdvKmYJfD4VXA9fzz1SbmCo2eYHSzUFbaDCZSuaNKJAe8YNg6")]
    [InlineData(7007, "fhEVxe5tBqLSDCpztuuScgqkpnuS1KecNwsB1ZL4U6xkho6cS")]
    [InlineData(16383, "yNa8JpqfFB3q8A29rCwSgxvdU94ufJw2yKKxDgznS5m1PoFvn")]
    public void AKey_IsSpelledForEachNetwork_AndReadBack(int prefix, string text)
    {
        Ss58.Format(Hash32.Parse(Alice), prefix).ShouldBe(text);
        Ss58.TryParse(text, out var key, out int read).ShouldBeTrue();
        (key.ToString(), read).ShouldBe((Alice, prefix));
    }

    [Fact]
    public void EveryPrefix_AndKeysOfZeros_SurviveTheWayThereAndBack()
    {
        Hash32[] keys = [default, Hash32.Parse(Alice), Keccak256.Hash("x"u8)];
        foreach (int prefix in Enumerable.Range(0, 400).Concat([1_000, 5_431, 16_000]).Except([46, 47]))
        foreach (var key in keys)
        {
            Ss58.TryParse(Ss58.Format(key, prefix), out var read, out int network).ShouldBeTrue($"prefix {prefix}");
            (read, network).ShouldBe((key, prefix));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ")] // a wrong last letter: the checksum
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQ")]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQ0")] // 0 is no letter of base58
    [InlineData("15GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")]
    [InlineData("25GUyv")]
    [InlineData("0x1234")]
    public void WhatIsNoAccount_IsRefused(string text)
    {
        Ss58.TryParse(text, out _, out _).ShouldBeFalse();
        OldAccount.TryParse(text, out _).ShouldBeFalse();
    }

    [Fact]
    public void AShortPrefixInTwoBytes_IsRefused_BecauseEachAccountHasOneSpelling()
    {
        // Prefix 30 as two bytes would be 0x47 0x80.
        byte[] body = [0x47, 0x80, .. Hash32.Parse(Alice).Bytes];
        byte[] whole = [.. body, .. Blake2b.Hash([.. "SS58PRE"u8, .. body]).AsSpan(0, 2)];
        Ss58.TryParse(Base58(whole), out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void TwoSpellingsOfOneKey_AreOneAccount_KnownToTheClaimContractByItsFirstTwentyBytes()
    {
        OldAccount.TryParse("45R2pfjQUW2s9PQRHU48HQKLKHVMaDja7N3wpBtmF28UYDs2", out var phala).ShouldBeTrue();
        OldAccount.TryParse("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", out var generic).ShouldBeTrue();
        OldAccount.TryParse(Alice, out var hex).ShouldBeTrue();

        phala.ShouldBe(generic);
        phala.ShouldBe(hex);
        phala.ToSs58(30).ShouldBe("45R2pfjQUW2s9PQRHU48HQKLKHVMaDja7N3wpBtmF28UYDs2");
        phala.ClaimUser.ShouldBe(Address.Parse("0xd43593c715fdd31c61141abd04a99fd6822c8558"));
    }

    private static string Base58(byte[] bytes)
    {
        const string alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        var number = new System.Numerics.BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        var text = "";
        for (; !number.IsZero; number /= 58) text = alphabet[(int)(number % 58)] + text;
        return text;
    }
}
