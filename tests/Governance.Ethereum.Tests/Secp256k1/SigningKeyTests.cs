namespace Governance.Ethereum.Tests.Secp256k1;

public class SigningKeyTests
{
    [Theory]
    [InlineData(1, "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf")]
    [InlineData(2, "0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF")]
    [InlineData(3, "0x6813Eb9362372EEF6200f3b1dbC3f819671cBA69")]
    public void Address_OfSmallSecrets_IsWhatEverybodyKnows(byte secret, string address)
    {
        byte[] bytes = new byte[32];
        bytes[31] = secret;
        using var key = SigningKey.FromPrivateKey(bytes);
        key.Address.ToString().ShouldBe(address);
    }

    [Fact]
    public void Signs_WhatRecoversToItself_WithLowS()
    {
        using var key = SigningKey.FromPrivateKey(Samples.HardhatKey);
        var random = new Random(3);
        byte[] digest = new byte[32];
        for (int i = 0; i < 50; i++)
        {
            random.NextBytes(digest);
            var signature = key.Sign(new Hash32(digest));
            Signature.TryParse(signature.ToArray(), out var parsed, out _).ShouldBeTrue();
            PublicKeyRecovery.TryRecover(new Hash32(digest), parsed, out var signer).ShouldBeTrue();
            signer.ShouldBe(key.Address);
        }
    }

    [Fact]
    public void TheRecoveryId_IsFoundForTheKeysOwnSignatures_AndForNoOther()
    {
        using var key = SigningKey.FromPrivateKey(Samples.HardhatKey);
        var random = new Random(4);
        byte[] digest = new byte[32];
        int odd = 0;
        for (int i = 0; i < 40; i++)
        {
            random.NextBytes(digest);
            var (signed, other) = (new Hash32(digest), Keccak256.Hash(digest));
            var signature = key.Sign(signed);
            PublicKeyRecovery.TryRecoverKey(signed, signature, out var own).ShouldBeTrue();
            PublicKeyRecovery.FindRecoveryId(signed, signature.R, signature.S, own).ShouldBe(signature.RecoveryId);
            PublicKeyRecovery.FindRecoveryId(other, signature.R, signature.S, own).ShouldBeNull();
            PublicKeyRecovery.FindRecoveryId(signed, signature.S, signature.R, own).ShouldBeNull();
            PublicKeyRecovery.FindRecoveryId(signed, default, signature.S, own).ShouldBeNull();
            odd += signature.RecoveryId;
        }

        odd.ShouldBeInRange(5, 35);
    }

    [Fact]
    public void PersonalMessage_HashesPrefixLengthAndText()
    {
        using var key = SigningKey.FromPrivateKey(Samples.HardhatKey);
        var signature = key.SignPersonalMessage("hello"u8);
        // keccak("\x19Ethereum Signed Message:\n5hello"), as every wallet computes it.
        var digest = Hash32.Parse("0x50b2c43fd39106bafbba0da34fc430e1f91e3c96ea2acee2bc34119f92b37750");
        PublicKeyRecovery.TryRecover(digest, signature, out var signer).ShouldBeTrue();
        signer.ShouldBe(key.Address);
    }

    [Fact]
    public void Secret_RoundTrips()
    {
        using var created = SigningKey.Create();
        using var again = SigningKey.FromPrivateKey(created.ExportPrivateKey());
        again.Address.ShouldBe(created.Address);
    }

    [Theory]
    [InlineData("0x")]
    [InlineData("0x01")]
    [InlineData("0x0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    [InlineData("0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void Refuses_WhatIsNoSecret(string secret) => Should.Throw<ArgumentException>(() => SigningKey.FromPrivateKey(Hex.Parse(secret)));
}
