using System.Security.Cryptography;
using System.Text;

namespace Governance.Ethereum.Tests;

public class KeccakTests
{
    [Theory]
    [InlineData("", "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [InlineData("The quick brown fox jumps over the lazy dog", "0x4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15")]
    public void Hashes_PublicVectors(string message, string hash) =>
        Keccak256.Hash(Encoding.UTF8.GetBytes(message)).ToString().ShouldBe(hash);

    [Fact]
    public void Agrees_WithThePlatformsSha3_OnEveryLengthUpToFourBlocks()
    {
        Assert.SkipUnless(SHA3_256.IsSupported, "The platform's OpenSSL has no SHA-3.");
        byte[] message = new byte[4 * KeccakSponge.Rate];
        new Random(1).NextBytes(message);
        byte[] hash = new byte[32];
        for (int length = 0; length <= message.Length; length++)
        {
            var sponge = new KeccakSponge();
            sponge.Absorb(message.AsSpan(0, length));
            sponge.Squeeze(hash, suffix: 0x06);
            hash.ShouldBe(SHA3_256.HashData(message.AsSpan(0, length)), $"length {length}");
        }
    }

    [Fact]
    public void HashJoined_IsTheHashOfTheWhole()
    {
        byte[] message = new byte[300];
        new Random(2).NextBytes(message);
        var whole = Keccak256.Hash(message);
        for (int split = 0; split <= message.Length; split++)
            Keccak256.HashJoined(message.AsSpan(0, split), message.AsSpan(split)).ShouldBe(whole, $"split at {split}");
    }

    [Fact]
    public void Hash_AllocatesNothing()
    {
        byte[] message = new byte[300], hash = new byte[32];
        Keccak256.Hash(message, hash);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) Keccak256.Hash(message, hash);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Refuses_AnAnswerOfAnotherSize() => Should.Throw<ArgumentException>(() => Keccak256.Hash("a"u8, new byte[31]));
}
