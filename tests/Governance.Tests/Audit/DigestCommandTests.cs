using Governance.Audit;
using Governance.Ethereum;

namespace Governance.Tests.Audit;

public sealed class DigestCommandTests : IDisposable
{
    private const string Vote = """
        {
          "domain": {"name": "snapshot", "version": "0.1.4"},
          "types": {"Vote": [{"name": "from", "type": "string"}, {"name": "choice", "type": "uint32"}]},
          "message": {"from": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "choice": 1}
        }
        """;

    private readonly string _file = Path.GetTempFileName();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        File.Delete(_file);
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public void Prints_WhatIsSigned()
    {
        Run(Vote).ShouldBe(0);
        var typeHash = Keccak256.Hash("Vote(string from,uint32 choice)"u8);
        _output.ToString().ShouldStartWith($"""
            type              Vote(string from,uint32 choice)
            type hash         {typeHash}
            domain separator  0x484fce18f892e8535a4b6700e197a8026f4213f809d23ae117da03b497e18670
            struct hash       0x
            """);
        _output.ToString().ShouldNotContain("signer");
        _errors.ToString().ShouldBeEmpty();
    }

    [Fact]
    public void Prints_TheSignerOfASignature()
    {
        using var key = SigningKey.Create();
        TypedData.TryParse(System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(Vote), out var typedData, out _).ShouldBeTrue();
        Run(Vote, "--signature", key.Sign(typedData.Digest).ToString()).ShouldBe(0);
        _output.ToString().ShouldContain($"digest            {typedData.Digest}");
        _output.ToString().ShouldContain($"signer            {key.Address}");
    }

    [Theory]
    [InlineData("{", "is not JSON (line 1, byte 2).")]
    [InlineData("[]", "Typed data is a JSON object")]
    [InlineData("""{"domain": {}, "types": {"Vote": [{"name": "choice", "type": "uint32"}]}, "message": {"choice": 4294967296}}""", "message.choice: beyond the range of uint32")]
    public void Refuses_WhatIsNoTypedData_WithASentence(string json, string sentence)
    {
        Run(json).ShouldBe(1);
        _errors.ToString().ShouldContain(sentence);
        _output.ToString().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("x", "not 0x and an even number")]
    [InlineData("0x00", "has 1 bytes")]
    [InlineData("0x1111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111102", "last byte v")]
    [InlineData("0x0000000000000000000000000000000000000000000000000000000000000000111111111111111111111111111111111111111111111111111111111111111100", "signature's r")]
    [InlineData("0x1111111111111111111111111111111111111111111111111111111111111111000000000000000000000000000000000000000000000000000000000000000000", "signature's s is 0")]
    [InlineData("0x1111111111111111111111111111111111111111111111111111111111111111fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd036414000", "upper half")]
    public void Refuses_WhatIsNoSignature_WithASentence(string signature, string sentence)
    {
        Run(Vote, "--signature", signature).ShouldBe(1);
        _errors.ToString().ShouldContain(sentence);
        _output.ToString().ShouldBeEmpty();
    }

    [Fact]
    public void Refuses_AFileThatIsNotThere_AndOtherArguments()
    {
        DigestCommand.Run([_file + ".missing"], _output, _errors).ShouldBe(1);
        _errors.ToString().ShouldContain("cannot be read");
        DigestCommand.Run([_file, "--sign"], _output, _errors).ShouldBe(1);
        _errors.ToString().ShouldContain("Usage: digest typed-data.json");
    }

    private int Run(string json, params string[] more)
    {
        File.WriteAllText(_file, json);
        return DigestCommand.Run([_file, .. more], _output, _errors);
    }
}
