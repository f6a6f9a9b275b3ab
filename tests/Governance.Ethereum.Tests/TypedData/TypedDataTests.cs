using System.Text;
using System.Text.Json;

namespace Governance.Ethereum.Tests.TypedData;

using TypedData = Governance.Ethereum.TypedData;

public sealed class TypedDataTests
{
    private const string Mail = """
        {
          "domain": {"name": "Ether Mail", "version": "1", "chainId": 1, "verifyingContract": "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"},
          "types": {
            "Person": [{"name": "name", "type": "string"}, {"name": "wallet", "type": "address"}],
            "Mail": [{"name": "from", "type": "Person"}, {"name": "to", "type": "Person"}, {"name": "contents", "type": "string"}]
          },
          "primaryType": "Mail",
          "message": {
            "from": {"name": "Cow", "wallet": "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"},
            "to": {"name": "Bob", "wallet": "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"},
            "contents": "Hello, Bob!"
          }
        }
        """;

    [Fact]
    public void Hashes_TheExampleOfEip712()
    {
        var mail = Parse(Mail);
        mail.EncodedType.ShouldBe("Mail(Person from,Person to,string contents)Person(string name,address wallet)");
        mail.TypeHash.ToString().ShouldBe("0xa0cedeb2dc280ba39b857546d74f5549c3a1d7bdc2dd96bf881f76108e23dac2");
        mail.DomainSeparator.ToString().ShouldBe("0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f");
        mail.StructHash.ToString().ShouldBe("0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e");
        mail.Digest.ToString().ShouldBe("0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2");
    }

    [Fact]
    public void Recovers_TheSignatureOfEip712sExample()
    {
        using var cow = SigningKey.FromPrivateKey(Keccak256.Hash("cow"u8).Bytes);
        PublicKeyRecovery.TryRecover(Parse(Mail).Digest, cow.Sign(Parse(Mail).Digest), out var signer).ShouldBeTrue();
        signer.ShouldBe(Address.Parse("0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"));
    }

    [Fact]
    public void Takes_TheDeclaredDomainTypeWhereThereIsOne()
    {
        string declared = Mail.Replace("\"types\": {", "\"types\": {\"EIP712Domain\": [{\"name\": \"chainId\", \"type\": \"uint8\"}],", StringComparison.Ordinal);
        var own = TypedDataTypes.Parse("EIP712Domain(uint8 chainId)");
        own.TryHashStruct("EIP712Domain", Json("""{"chainId": 1}"""), out var separator, out _).ShouldBeTrue();
        Parse(declared).DomainSeparator.ShouldBe(separator);
    }

    [Fact]
    public void Finds_ThePrimaryTypeThatNoOtherRefersTo() =>
        Parse(Mail.Replace("\"primaryType\": \"Mail\",", "", StringComparison.Ordinal)).Digest.ShouldBe(Parse(Mail).Digest);

    [Fact]
    public void Hashes_SnapshotsDomain_WithAndWithoutExtraKeys()
    {
        TypedData.TryHashDomain(Json("""{"name": "snapshot", "version": "0.1.4"}"""), null, out var plain, out _).ShouldBeTrue();
        plain.ToString().ShouldBe("0x484fce18f892e8535a4b6700e197a8026f4213f809d23ae117da03b497e18670");
        TypedData.TryHashDomain(Json("""{"version": "0.1.4", "chainId": 1, "name": "snapshot", "salt": null}"""), null, out var withChain, out _).ShouldBeTrue();
        TypedDataTypes.Parse("EIP712Domain(string name,string version,uint256 chainId)")
            .TryHashStruct("EIP712Domain", Json("""{"name": "snapshot", "version": "0.1.4", "chainId": "0x1"}"""), out var expected, out _).ShouldBeTrue();
        withChain.ShouldBe(expected);
    }

    [Fact]
    public void Hashes_EveryTypeSetOfSnapshot()
    {
        string[] lines = File.ReadAllLines(Vector("snapshot-types.tsv"));
        int known = 0;
        foreach (string[] columns in lines.Skip(1).Select(line => line.Split('\t')).Where(columns => columns.Length == 4 && columns[3].StartsWith("0x", StringComparison.Ordinal)))
        {
            var types = TypedDataTypes.Parse(columns[2]);
            types.TypeHash(types.Root!).ToString().ShouldBe(columns[3], columns[2]);
            types.EncodedType(types.Root!).ShouldBe(columns[2]);
            known++;
        }

        // The heading, Starknet's, and the one set whose types nobody has published.
        known.ShouldBe(lines.Length - 3);
    }

    [Fact]
    public void Hashes_AndRecoversTheBallotsOfEveryGovernorGeneration()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Vector("governor-vectors.json")));
        foreach (var ballot in vectors.RootElement.GetProperty("ballots").EnumerateArray())
        {
            string Text(string key) => ballot.GetProperty(key).GetString()!;
            var types = TypedDataTypes.Parse(Text("encodeType"));
            types.TypeHash(types.Root!).ToString().ShouldBe(Text("typeHash"));
            TypedData.TryHashDomain(ballot.GetProperty("domain"), null, out var separator, out _).ShouldBeTrue();
            separator.ToString().ShouldBe(Text("domainSeparator"));
            types.TryHashStruct(types.Root!, ballot.GetProperty("message"), out var structHash, out string? fault).ShouldBeTrue(fault);
            structHash.ToString().ShouldBe(Text("structHash"));
            var digest = TypedData.DigestOf(separator, structHash);
            digest.ToString().ShouldBe(Text("digest"));
            foreach (string form in new[] { "signature", "erc2098" })
            {
                Signature.TryParse(Hex.Parse(Text(form)), out var signature, out _).ShouldBeTrue();
                PublicKeyRecovery.TryRecover(digest, signature, out var signer).ShouldBeTrue();
                signer.ToString().ShouldBe(Text("signer"));
            }

            Signature.TryParse(Hex.Parse(Text("highS_must_reject")), out _, out var highS).ShouldBeFalse();
            highS.ShouldBe(SignatureFault.HighS);
        }
    }

    [Theory]
    [InlineData("\"Hello, Bob!\"", "null", "message.contents: missing")]
    [InlineData("\"Hello, Bob!\"", "5", "message.contents: not a string")]
    [InlineData("\"Hello, Bob!\"", "\"\\ud800\"", "message.contents: not text: half a surrogate pair or broken UTF-8")]
    [InlineData("0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB", "0xBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbBb", "message.to.wallet: not an address, or its checksum is wrong")]
    [InlineData("{\"name\": \"name\", \"type\": \"string\"}", "{\"name\": \"name\", \"type\": \"Mail\"}", "types.Person: the type contains itself")]
    [InlineData("{\"name\": \"name\", \"type\": \"string\"}", "{\"name\": \"name\", \"type\": \"uint\"}", "types.Person.name: the type 'uint' is not known")]
    [InlineData("{\"name\": \"name\", \"type\": \"string\"}", "{\"name\": \"a,b\", \"type\": \"string\"}", "types.Person: 'a,b' is not a name for a member")]
    [InlineData("{\"name\": \"name\", \"type\": \"string\"}", "{\"name\": \"wallet\", \"type\": \"string\"}", "types.Person: two members are named 'wallet'")]
    [InlineData("\"Person\": [", "\"uint7\": [", "types.uint7: not a name for a type")]
    [InlineData("\"Person\": [", "\"Human\": [", "types.Mail.from: the type 'Person' is not known")]
    [InlineData("\"chainId\": 1", "\"chainid\": 1", "domain: a key that EIP-712 does not know")]
    [InlineData("\"chainId\": 1", "\"chainId\": 9007199254740992", "domain.chainId: a fraction, or a number beyond 2^53 that is not written as a string")]
    [InlineData("\"chainId\": 1", "\"chainId\": -1", "domain.chainId: beyond the range of uint256")]
    [InlineData("\"primaryType\": \"Mail\"", "\"primaryType\": \"Letter\"", "primaryType: not one of the types")]
    [InlineData("\"primaryType\": \"Mail\"", "\"primaryType\": 5", "primaryType: not one of the types")]
    [InlineData("\"message\"", "\"massage\"", "message: missing")]
    public void Refuses_WithASentence(string part, string replacement, string expected)
    {
        Mail.ShouldContain(part);
        TypedData.TryParse(Json(Mail.Replace(part, replacement, StringComparison.Ordinal)), out _, out string? fault).ShouldBeFalse();
        fault.ShouldBe(expected);
    }

    [Fact]
    public void Refuses_TypesDeeperOrMoreThanAnybodySigns()
    {
        string many = string.Join(',', Enumerable.Range(0, 65).Select(i => $"\"T{i}\": []"));
        TypedDataTypes.TryParse(Json($"{{{many}}}"), out _, out _).ShouldBeFalse();
        TypedDataTypes.TryParse(Json("""{"T": [{"name": "a", "type": "bool[][][][][][][][][][]"}]}"""), out _, out _).ShouldBeFalse();
    }

    private static TypedData Parse(string json) =>
        TypedData.TryParse(Json(json), out var typedData, out string? fault) ? typedData : throw new InvalidOperationException(fault);

    private static JsonElement Json(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    private static string Vector(string name) => Path.Combine(AppContext.BaseDirectory, "Vectors", name);
}
