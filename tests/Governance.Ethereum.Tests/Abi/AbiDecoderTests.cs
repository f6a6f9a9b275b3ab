using System.Numerics;

namespace Governance.Ethereum.Tests.Abi;

/// <summary>Hostile and broken encodings: each ends in an <see cref="AbiException"/>, none in a large allocation.</summary>
public sealed class AbiDecoderTests
{
    [Theory]
    [InlineData("(address)", "000000000000000000000001ffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("(bool)", "0000000000000000000000000000000000000000000000000000000000000002")]
    [InlineData("(uint8)", "0000000000000000000000000000000000000000000000000000000000000100")]
    [InlineData("(int8)", "0000000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("(int8)", "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff80")]
    [InlineData("(bytes4)", "1626ba7e00000000000000000000000000000000000000000000000000000001")]
    public void Refuses_DirtyWords(string types, string word) => Refuses(types, word);

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000")]
    public void Refuses_CutWords(string data) => Refuses("(uint256)", data);

    [Fact]
    public void Refuses_OffsetsAndLengthsBeyondTheData()
    {
        Refuses("(bytes)", Word("20"));
        Refuses("(bytes)", Word("40"), Word("0"));
        Refuses("(bytes)", Word("20"), Word("1"));
        Refuses("(bytes)", "ff".PadRight(64, 'f'), Word("0"));
        Refuses("(bytes)", Word("20"), "7f".PadRight(64, 'f'));
        Refuses("(bytes)", Word("20"), Word("7fffffff"));
        Refuses("(uint256[])", Word("20"), Word("2"), Word("1"));
        Refuses("(uint256[])", Word("20"), Word("8000000000000000"), Word("1"));
        Refuses("(bytes[])", Word("20"), Word("7fffffff"), Word("0"));
    }

    [Fact]
    public void Refuses_DirtyOrMissingPaddingOfBytes()
    {
        Refuses("(bytes)", Word("20"), Word("1"), "aa01".PadRight(64, '0'));
        Refuses("(string)", Word("20"), Word("1"), "61");
    }

    [Fact]
    public void Refuses_BombsOfSharedBytes()
    {
        // Each of 64 elements points to one and the same array of 60 words: 64 times the data.
        string[] offsets = [.. Enumerable.Repeat(Word(Convert.ToString(64 * 32, 16)), 64)];
        Refuses("(uint256[][])", [Word("20"), Word("40"), .. offsets, Word("3c"), .. Enumerable.Repeat(Word("1"), 60)]);
    }

    [Fact]
    public void Refuses_AnOffsetToItself() => Refuses("(uint256[][][][])", [Word("0"), Word("0"), Word("0")]);

    [Fact]
    public void Allows_TailsInAnyOrderAndBytesBehindTheLast()
    {
        byte[] data = Convert.FromHexString(Word("80") + Word("40") + Word("1") + "61".PadRight(64, '0') + Word("1") + "62".PadRight(64, '0') + "ff");
        AbiParameters.Parse("(string,string)").Decode(data).ShouldBe(["b", "a"]);
    }

    [Fact]
    public void Reads_TextThatIsNoUtf8_BecauseAContractMayHoldIt() =>
        AbiParameters.Parse("(string)").Decode(Convert.FromHexString(Word("20") + Word("2") + "61ff".PadRight(64, '0'))).Text(0).ShouldBe("a\ufffd");

    [Fact]
    public void Never_ThrowsAnythingElse_OnMutatedEncodings()
    {
        var types = AbiParameters.Parse("(address,uint256[],(bytes,string)[2],int16[3][],bool)");
        byte[] good = types.Encode(default(Address), new[] { 1, 2 }, new[] { (new byte[33], "x"), (Array.Empty<byte>(), "") }, new[] { new[] { 1, -2, 3 } }, true);
        var random = new Random(20261122);
        int refused = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bad = good[..random.Next(good.Length + 1)];
            for (int flips = random.Next(4); flips > 0 && bad.Length > 0; flips--) bad[random.Next(bad.Length)] = (byte)random.Next(256);
            try
            {
                types.Decode(bad).Count.ShouldBe(5);
            }
            catch (AbiException)
            {
                refused++;
            }
        }

        refused.ShouldBeInRange(15_000, 19_999);
    }

    private static void Refuses(string types, params string[] words) =>
        Should.Throw<AbiException>(() => AbiParameters.Parse(types).Decode(Convert.FromHexString(string.Concat(words))));

    private static string Word(string hex) => hex.PadLeft(64, '0');
}
