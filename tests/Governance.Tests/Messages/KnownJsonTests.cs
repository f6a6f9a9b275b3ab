using System.Text;
using System.Text.Json;
using Governance.Ethereum;
using Governance.Messages;

namespace Governance.Tests.Messages;

/// <summary>The reading that compares in place of parsing: what it accepts means what a parser says, and the rest it refuses.</summary>
public sealed class KnownJsonTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("governance-leaf/v1\n7\n{\"signature\":\"key\"}\n")]
    [InlineData("back\\slash, ünïcödé, 日本")]
    public void Text_ReadsAsTheParserDoes(string text)
    {
        byte[] json = [.. JsonSerializer.SerializeToUtf8Bytes(text, Governance.Exports.BundleFormat.Json), .. ",rest"u8];
        var known = new KnownJson(json);
        byte[] buffer = new byte[200];
        known.Take("\""u8).ShouldBeTrue();
        known.TakeText(buffer, out int length).ShouldBeTrue();
        Encoding.UTF8.GetString(buffer, 0, length).ShouldBe(text);
        Encoding.UTF8.GetString(known.Rest).ShouldBe(",rest");
    }

    [Theory]
    [InlineData("no end")]
    [InlineData("a\\u0041\"")]
    [InlineData("a\\t\"")]
    [InlineData("a\\")]
    [InlineData("raw \u0001 control\"")]
    [InlineData("longer than the buffer\"")]
    public void Text_InAnotherSpelling_IsRefused(string json)
    {
        var known = new KnownJson(Encoding.UTF8.GetBytes(json));
        known.TakeText(new byte[18], out _).ShouldBeFalse();
        known.Rest.Length.ShouldBe(json.Length);
    }

    [Fact]
    public void Literals_AreTakenWholeOrNotAtAll()
    {
        var known = new KnownJson("{\"a\":12}"u8);
        known.Take("{\"b\":"u8).ShouldBeFalse();
        known.Take("{\"a\":"u8).ShouldBeTrue();
        known.Take(4, out _).ShouldBeFalse();
        known.Take(2, out var number).ShouldBeTrue();
        number.SequenceEqual("12"u8).ShouldBeTrue();
        known.Take("}"u8).ShouldBeTrue();
        known.Rest.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void CidOfContent_ReadsBack_AndNoOtherSpellingDoes()
    {
        for (int i = 0; i < 64; i++)
        {
            byte[] hash = System.Security.Cryptography.SHA256.HashData([(byte)i]);
            byte[] cid = Encoding.ASCII.GetBytes(Cid.OfSha256(hash));
            Cid.TryReadSha256(cid, out var read).ShouldBeTrue();
            read.ShouldBe(new Hash32(hash));
            // The last letter has bits to spare; everything else is the hash or its prefix.
            foreach (int place in (int[])[0, 1, 5, cid.Length - 1])
            {
                byte[] other = [.. cid];
                other[place] = other[place] == (byte)'b' ? (byte)'c' : (byte)'b';
                if (Cid.TryReadSha256(other, out read)) Cid.OfSha256(read.Bytes).ShouldBe(Encoding.ASCII.GetString(other));
            }

            Cid.TryReadSha256(cid.AsSpan(1), out _).ShouldBeFalse();
            Cid.TryReadSha256(Encoding.ASCII.GetBytes(Cid.OfSha256(hash).ToUpperInvariant()), out _).ShouldBeFalse();
        }
    }

    [Fact]
    public void AsciiHashes_ReadAsTheirTextsDo()
    {
        var hash = Keccak256.Hash("a"u8);
        Hash32.TryParse(Encoding.ASCII.GetBytes(hash.ToString()), out var readHash).ShouldBeTrue();
        readHash.ShouldBe(hash);
        Hash32.TryParse(Encoding.ASCII.GetBytes(hash.ToString()[..^1] + "g"), out _).ShouldBeFalse();
    }
}
