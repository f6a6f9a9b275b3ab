using System.Text;

namespace Governance.Ethereum.Tests;

public class Blake2bTests
{
    // The first is RFC 7693's own (appendix A); both are what libb2 and OpenSSL give.
    [Theory]
    [InlineData("abc", "0xba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923")]
    [InlineData("", "0x786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419d25e1031afee585313896444934eb04b903a685b1448b755d56f701afe9be2ce")]
    public void Hashes_PublicVectors(string message, string digest) => Hex.Format(Blake2b.Hash(Encoding.ASCII.GetBytes(message))).ShouldBe(digest);

    [Fact]
    public void EveryLength_UpToSomeBlocks_IsAsAnotherImplementationHashesIt()
    {
        // The digest over the digests of the first 0, 1, … 600 bytes of 3, 10, 17, …, made with CPython's hashlib.
        byte[] message = [.. Enumerable.Range(0, 600).Select(i => (byte)(((i * 7) + 3) % 256))];
        byte[] digests = [.. Enumerable.Range(0, 601).SelectMany(length => Blake2b.Hash(message.AsSpan(0, length)))];
        Hex.Format(Blake2b.Hash(digests)).ShouldBe("0x1c8b22a4b77463835150fb40e01f250f014583e8da59ded410616731d8df8ddbc5b82a31642f1a82a042d48bd3a41e2711cbb5f5fef75dc4322a290c2e0d382b");
    }
}
