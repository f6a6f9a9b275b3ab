using System.Text;

namespace Governance.Ethereum.Tests;

/// <summary>EIP-55: the spelling of an address carries a checksum.</summary>
public class AddressTests
{
    // EIP-55's own examples.
    private static readonly string[] Spelled =
    [
        "0x52908400098527886E0F7030069857D2E4169EE7", "0x8617E340B3D01FA5F11F306F4090FD50E238070D", "0xde709f2102306220921060314715629080e2fb77",
        "0x27b1fdb04752bbc536007a920d24acb045561c26", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
    ];

    [Fact]
    public void TheExamplesOfTheStandard_AreSpelledRight_AloneAndMany()
    {
        foreach (string text in Spelled) Address.TryParseChecksummed(text, out _).ShouldBeTrue(text);
        AreChecksummed(Spelled).ShouldAllBe(answer => answer);
    }

    [Fact]
    public void OneLetterOfTheOtherCase_IsSpelledWrong_WhereverItStands()
    {
        List<string> texts = [];
        foreach (string text in Spelled)
        {
            for (int i = 2; i < text.Length; i++)
            {
                if (char.IsAsciiLetter(text[i])) texts.Add($"{text[..i]}{(char)(text[i] ^ 0x20)}{text[(i + 1)..]}");
            }
        }

        texts.Count.ShouldBeGreaterThan(100);
        AreChecksummed(texts).ShouldAllBe(answer => !answer);
        foreach (string text in texts) Address.TryParseChecksummed(text, out _).ShouldBeFalse(text);
    }

    [Fact]
    public void RightAndWrong_AmongEachOther_AreToldApart()
    {
        var random = new Random(55);
        var texts = Enumerable.Range(0, 200).Select(_ =>
        {
            byte[] bytes = new byte[Address.Size];
            random.NextBytes(bytes);
            string text = new Address(bytes).ToString();
            return random.Next(2) == 0 ? text : text.ToLowerInvariant();
        }).ToArray();
        AreChecksummed(texts).ShouldBe(texts.Select(text => Address.TryParseChecksummed(text, out _)));
        AreChecksummed([]).ShouldBeEmpty();
    }

    private static bool[] AreChecksummed(IReadOnlyCollection<string> texts)
    {
        var answers = new bool[texts.Count];
        Address.AreChecksummed(Encoding.ASCII.GetBytes(string.Concat(texts)), answers);
        return answers;
    }
}
