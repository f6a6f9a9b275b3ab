using System.Globalization;
using System.Text;
using Governance.Database;
using Governance.Ethereum;
using Governance.Messages;

namespace Governance.Tests.Messages;

/// <summary>Signatures that come together are recovered together, and each asker gets the answer to his own question.</summary>
public sealed class KeySignaturesTests
{
    [Fact]
    public async Task ACrowd_EachHearsOfHisOwn()
    {
        await using var portal = await TestPortal.StartAsync();
        var keys = new KeySignatures(portal.Get<Writer>());
        // More than one batch; every third is asked about another account, every fifth over another digest.
        var asked = Enumerable.Range(0, 150).Select(i =>
        {
            var key = Signers.Named((i % 7).ToString(CultureInfo.InvariantCulture));
            var digest = Keccak256.Hash(Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture)));
            var signature = key.Sign(digest).ToArray();
            bool isGood = i % 3 != 0 && i % 5 != 0;
            return (Signer: i % 3 == 0 ? Signers.Stranger.Address : key.Address, Digest: i % 5 == 0 ? Keccak256.Hash(signature) : digest, Signature: signature, IsGood: isGood);
        }).ToArray();

        bool[] answers = await Task.WhenAll(asked.Select(one => keys.IsByAsync(one.Signer, one.Digest, one.Signature)));

        answers.ShouldBe(asked.Select(one => one.IsGood));
        answers.Count(good => good).ShouldBe(80);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    [InlineData(66)]
    public async Task WhatIsNoKeysSignature_IsNobodys(int length)
    {
        await using var portal = await TestPortal.StartAsync();
        (await new KeySignatures(portal.Get<Writer>()).IsByAsync(Signers.Alice.Address, Keccak256.Hash("a"u8), Enumerable.Repeat((byte)1, length).ToArray())).ShouldBeFalse();
    }
}
