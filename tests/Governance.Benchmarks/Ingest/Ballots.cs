using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Benchmarks.Verify;
using Governance.Ethereum;
using Governance.Ethereum.Tests.Secp256k1;
using Governance.Proposals;

namespace Governance.Benchmarks.Ingest;

/// <summary>Signed votes by as many keys on a proposal of the portal under test, as Snapshot's clients post them.</summary>
internal static class Ballots
{
    internal const string Space = "ingest.bench";
    private const int Seed = 712;

    /// <summary>Everybody has one vote: no chain and no list is asked.</summary>
    internal const string SpaceSettings = """{"name":"Ingest","network":"1","symbol":"VOTE","strategies":[{"name":"ticket","params":{}}]}""";

    // In the key order of Snapshot's clients: the type gate knows the text.
    private const string VoteTypes = """
        {"Vote":[{"name":"from","type":"string"},{"name":"space","type":"string"},{"name":"timestamp","type":"uint64"},{"name":"proposal","type":"string"},{"name":"choice","type":"uint32"},{"name":"reason","type":"string"},{"name":"app","type":"string"},{"name":"metadata","type":"string"}]}
        """;

    /// <summary>Publishes a proposal that is open for a day; the answer is its id.</summary>
    internal static async Task<string> PublishAsync(Uri portal)
    {
        using var author = SigningKey.FromPrivateKey(Keccak256.Hash("ingest benchmark author"u8).Bytes);
        var now = DateTimeOffset.UtcNow;
        var request = new ProposalRequest("Shall we?", "A question.", "", ["For", "Against", "Abstain"], "basic", now.ToUnixTimeSeconds() - 3_600, now.ToUnixTimeSeconds() + 86_400, 1);
        var data = ProposalTypedData.Proposal(Space, author.Address, request, now);
        using var json = JsonDocument.Parse(data.ToJsonString());
        if (!TypedData.TryParse(json.RootElement, out var typed, out string? fault)) throw new InvalidOperationException(fault);
        data.Remove("primaryType");
        data["types"]!.AsObject().Remove("EIP712Domain");
        using var http = new HttpClient { BaseAddress = portal };
        var envelope = new JsonObject { ["address"] = author.Address.ToString(), ["sig"] = author.Sign(typed.Digest).ToString(), ["data"] = data };
        using var reply = await http.PostAsJsonAsync("/api/messages", envelope);
        var answer = await reply.Content.ReadFromJsonAsync<JsonElement>();
        return reply.IsSuccessStatusCode ? answer.GetProperty("id").GetString()! : throw new InvalidOperationException(answer.GetRawText());
    }

    /// <summary>The bodies of so many votes, signed by the reference library.</summary>
    internal static byte[][] Make(int count, string proposal)
    {
        var random = new Random(Seed);
        SnapshotVotes.Repeated repeated = default;
        byte[] secret = new byte[32], rs = new byte[64];
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60;
        var bodies = new byte[count][];
        for (int i = 0; i < count; i++)
        {
            random.NextBytes(secret);
            // Whose key it is, from a signature: a platform's key object for each takes twenty times as long.
            if (!PublicKeyRecovery.TryRecover(default, Sign(default), out var voter)) throw new InvalidOperationException("The seed made no key.");
            string reason = random.Next(4) == 0 ? $"Reason {random.Next()}: moving keeps staking alive." : "";
            var vote = new SnapshotVote(voter.ToString(), Space, (ulong)now, proposal, (ulong)random.Next(1, 4), reason, "snapshot", "{}");
            bodies[i] = Encoding.UTF8.GetBytes(Body(vote, Sign(SnapshotVotes.HashVote(vote, ref repeated))));
        }
        return bodies;

        Signature Sign(Hash32 digest)
        {
            if (!ReferenceLibrary.TrySign(digest.Bytes, secret, rs, out int recoveryId)) throw new InvalidOperationException("The seed made no key.");
            return Signature.TryParse([.. rs, (byte)(27 + recoveryId)], out var signature, out var fault) ? signature : throw new InvalidOperationException(fault.ToString());
        }
    }

    private static string Body(SnapshotVote v, Signature signature)
    {
        var message = new { from = v.From, space = v.Space, timestamp = v.Timestamp, proposal = v.Proposal, choice = v.Choice, reason = v.Reason, app = v.App, metadata = v.Metadata };
        string data = $$"""{"domain":{"name":"snapshot","version":"0.1.4"},"types":{{VoteTypes.Trim()}},"message":{{JsonSerializer.Serialize(message)}} }""";
        return $$"""{"address":"{{v.From}}","sig":"{{signature}}","data":{{data}} }""";
    }
}
