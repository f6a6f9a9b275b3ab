using System.Text;
using System.Text.Json;

namespace Governance.Ethereum.Tests.TypedData;

public class StructHasherTests
{
    private const string VoteType = "Vote(string from,string space,uint64 timestamp,string proposal,uint32 choice,string reason,string app,string metadata)";

    [Theory]
    [InlineData("")]
    [InlineData("Oui ✓")]
    [InlineData("long")]
    public void SnapshotVote_HashesAsItsTypedDataDoes(string reason)
    {
        // Longer than what is encoded on the stack.
        if (reason == "long") reason = string.Concat(Enumerable.Repeat("über ", 400));
        var message = new { from = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", space = "phala.eth", timestamp = 1_760_000_000, proposal = "0x64bdd9abd157da479c11f6f14cfdd7df1f0306ef9741daf4e8fb8f091108cf43", choice = 2, reason, app = "snapshot", metadata = "{}" };
        string[][] members = [["string", "from"], ["string", "space"], ["uint64", "timestamp"], ["string", "proposal"], ["uint32", "choice"], ["string", "reason"], ["string", "app"], ["string", "metadata"]];
        var json = JsonSerializer.SerializeToElement(new { domain = new { name = "snapshot", version = "0.1.4" }, types = new { Vote = members.Select(m => new { name = m[1], type = m[0] }) }, message });
        Ethereum.TypedData.TryParse(json, out var typedData, out _).ShouldBeTrue();

        var hasher = new StructHasher(Keccak256.Hash(Encoding.ASCII.GetBytes(VoteType)), stackalloc byte[StructHasher.Size(members: 8)]);
        hasher.AppendString(message.from);
        hasher.AppendString(message.space);
        hasher.Append((ulong)message.timestamp);
        hasher.AppendString(message.proposal);
        hasher.Append((ulong)message.choice);
        hasher.AppendString(message.reason);
        hasher.AppendString(message.app);
        hasher.AppendString(message.metadata);

        var structHash = hasher.Finish();
        structHash.ShouldBe(typedData.StructHash);
        StructHasher.Digest(typedData.DomainSeparator, structHash).ShouldBe(typedData.Digest);
    }

    [Fact]
    public void OpenZeppelinBallot_HashesAsTheGovernorsVector()
    {
        // The first vector of governor-ballots.json.
        var hasher = new StructHasher(Keccak256.Hash("Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)"u8), stackalloc byte[StructHasher.Size(members: 4)]);
        hasher.Append(12648430);
        hasher.Append(1);
        hasher.Append(Address.Parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"));
        hasher.Append(0);
        hasher.Finish().ToString().ShouldBe("0xfe15f52fd419aa57c4998f869abe3e9ab412bc51deef2888e955fbdb812f9b8c");
    }

    [Fact]
    public void RepeatedText_HashesAsTheTextItself_WheneverItChanges()
    {
        RepeatedText previous = default;
        foreach (string text in (string[])["", "", "phala.eth", "phala.eth", "other.eth", ""])
        {
            var repeated = new StructHasher(default, new byte[StructHasher.Size(members: 1)]);
            repeated.AppendString(text, ref previous);
            var plain = new StructHasher(default, new byte[StructHasher.Size(members: 1)]);
            plain.AppendString(text);
            repeated.Finish().ShouldBe(plain.Finish());
        }
    }

    [Fact]
    public void Refuses_MoreMembersThanRoom()
    {
        Should.Throw<ArgumentException>(() =>
        {
            var hasher = new StructHasher(default, stackalloc byte[StructHasher.Size(members: 1)]);
            hasher.Append(1);
            hasher.Append(2);
        });
    }
}
