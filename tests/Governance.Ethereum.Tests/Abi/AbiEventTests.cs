using System.Numerics;
using System.Text.Json;

namespace Governance.Ethereum.Tests.Abi;

public sealed class AbiEventTests
{
    private static readonly AbiEvent VoteCast = AbiEvent.Parse("VoteCast(address indexed voter,uint256 proposalId,uint8 support,uint256 weight,string reason)");
    private static readonly Address Voter = Address.Parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");

    [Theory]
    [InlineData("Transfer(address indexed from,address indexed to,uint256 value)", "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef")]
    [InlineData("VoteCast(address indexed voter,uint256 proposalId,uint8 support,uint256 weight,string reason)", "0xb8e138887d0aa13bab447e82de9d5c1777041ecd21ca36ba824ff1e6c07ddda4")]
    [InlineData("DelegateVotesChanged(address indexed delegate,uint256 previousVotes,uint256 newVotes)", "0xdec2bacdd2f05b59de34da9b523dff8be42e5e38e818c82fdb0bae774387a724")]
    public void Knows_PublicTopics(string text, string topic) => AbiEvent.Parse(text).Topic0.ShouldBe(Hash32.Parse(topic));

    [Fact]
    public void Decodes_IndexedAndDataInTheOrderOfTheSignature()
    {
        byte[] data = AbiParameters.Parse("(uint256,uint8,uint256,string)").Encode(BigInteger.Pow(2, 255), 1, 5, "yes");
        var values = VoteCast.Decode([VoteCast.Topic0, Topic(Voter)], data);
        values.Address("voter").ShouldBe(Voter);
        values.Integer("proposalId").ShouldBe(BigInteger.Pow(2, 255));
        values.Integer("support").ShouldBe(1);
        values.Text("reason").ShouldBe("yes");
    }

    [Fact]
    public void Gives_TheHashOfAnIndexedText()
    {
        var named = AbiEvent.Parse("Named(string indexed name,bool done)");
        var values = named.Decode([named.Topic0, Keccak256.Hash("x"u8)], AbiParameters.Parse("(bool)").Encode(true));
        values.Hash("name").ShouldBe(Keccak256.Hash("x"u8));
        values.Boolean("done").ShouldBeTrue();
    }

    [Fact]
    public void Refuses_OtherEventsOtherIndexingAndDirtyTopics()
    {
        byte[] data = AbiParameters.Parse("(uint256,uint8,uint256,string)").Encode(1, 1, 5, "");
        Should.Throw<AbiException>(() => VoteCast.Decode([], data));
        Should.Throw<AbiException>(() => VoteCast.Decode([default, Topic(Voter)], data));
        Should.Throw<AbiException>(() => VoteCast.Decode([VoteCast.Topic0], data));
        Should.Throw<AbiException>(() => VoteCast.Decode([VoteCast.Topic0, Topic(Voter), default], data));
        Should.Throw<AbiException>(() => VoteCast.Decode([VoteCast.Topic0, VoteCast.Topic0], data));
        Should.Throw<AbiException>(() => VoteCast.Decode([VoteCast.Topic0, Topic(Voter)], data.AsSpan(0, data.Length - 1)));
        Should.Throw<AbiException>(() => AbiEvent.Parse("E(bool indexed,bool indexed,bool indexed,bool indexed)"));
    }

    /// <summary>The proposal id of a real governor: keccak of abi.encode(targets, values, calldatas, descriptionHash).</summary>
    [Fact]
    public void Encodes_AsTheGovernorHashesItsProposal()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "governor-vectors.json")));
        var ids = vectors.RootElement.GetProperty("ids");
        string Text(string key) => ids.GetProperty(key).GetString()!;
        byte[] encoded = AbiParameters.Parse("(address[] targets,uint256[] values,bytes[] calldatas,bytes32 descriptionHash)").Encode(
            new[] { Address.Parse(ids.GetProperty("targets")[0].GetString()!) },
            new[] { ids.GetProperty("values")[0].GetInt32() },
            new[] { Hex.Parse(ids.GetProperty("calldatas")[0].GetString()!) },
            Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(Text("description"))));
        Keccak256.Hash(encoded).ToString().ShouldBe(Text("proposalId_hex"));
    }

    private static Hash32 Topic(Address address) => new([.. new byte[12], .. address.Bytes]);
}
