using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Governance.Benchmarks.Verify;
using Governance.Ethereum;
using Governance.Ethereum.Tests.Secp256k1;

namespace Governance.Benchmarks.Portals;

/// <summary>A vote's body as Snapshot's clients post it, and whose it is.</summary>
internal sealed record BulkBallot(Address Voter, byte[] Body);

/// <summary>Signed votes in bulk on one proposal: each number gives the same vote in every run, signed by the reference library.</summary>
internal sealed class BulkBallots(string space, string proposal, int seed)
{
    // In the key order of Snapshot's clients: the type gate knows the text.
    private const string VoteTypes = """
        {"Vote":[{"name":"from","type":"string"},{"name":"space","type":"string"},{"name":"timestamp","type":"uint64"},{"name":"proposal","type":"string"},{"name":"choice","type":"uint32"},{"name":"reason","type":"string"},{"name":"app","type":"string"},{"name":"metadata","type":"string"}]}
        """;

    /// <summary>The vote of this number, by the voter of that number.</summary>
    internal BulkBallot Make(int number, int voter, long timestamp)
    {
        var random = new Random(seed + number);
        Span<byte> secret = stackalloc byte[32];
        Span<byte> name = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(name, seed);
        BinaryPrimitives.WriteInt32BigEndian(name[4..], voter);
        Keccak256.Hash(name, secret);
        // Whose key it is, from a signature: a platform's key object for each takes twenty times as long.
        if (!PublicKeyRecovery.TryRecover(default, Sign(default, secret), out var address)) throw new InvalidOperationException("The seed made no key.");
        string reason = random.Next(4) == 0 ? $"Reason {random.Next()}: moving keeps staking alive." : "";
        var vote = new SnapshotVote(address.ToString(), space, (ulong)timestamp, proposal, (ulong)random.Next(1, 4), reason, "snapshot", "{}");
        SnapshotVotes.Repeated repeated = default;
        return new BulkBallot(address, Encoding.UTF8.GetBytes(Body(vote, Sign(SnapshotVotes.HashVote(vote, ref repeated), secret))));
    }

    /// <summary>An envelope around typed data whose digest this key signs.</summary>
    internal static byte[] Envelope(SigningKey key, System.Text.Json.Nodes.JsonObject data)
    {
        using var json = JsonDocument.Parse(data.ToJsonString());
        if (!TypedData.TryParse(json.RootElement, out var typed, out string? fault)) throw new InvalidOperationException(fault);
        data.Remove("primaryType");
        data["types"]!.AsObject().Remove("EIP712Domain");
        return Encoding.UTF8.GetBytes($$"""{"address":"{{key.Address}}","sig":"{{key.Sign(typed.Digest)}}","data":{{data.ToJsonString()}} }""");
    }

    private static Signature Sign(Hash32 digest, ReadOnlySpan<byte> secret)
    {
        Span<byte> bytes = stackalloc byte[65];
        if (!ReferenceLibrary.TrySign(digest.Bytes, secret, bytes[..64], out int recoveryId)) throw new InvalidOperationException("The seed made no key.");
        bytes[64] = (byte)(27 + recoveryId);
        return Signature.TryParse(bytes, out var signature, out var fault) ? signature : throw new InvalidOperationException(fault.ToString());
    }

    private static string Body(SnapshotVote v, Signature signature)
    {
        var message = new { from = v.From, space = v.Space, timestamp = v.Timestamp, proposal = v.Proposal, choice = v.Choice, reason = v.Reason, app = v.App, metadata = v.Metadata };
        string data = $$$"""{"domain":{"name":"snapshot","version":"0.1.4"},"types":{{{VoteTypes.Trim()}}},"message":{{{JsonSerializer.Serialize(message)}}}}""";
        return $$$"""{"address":"{{{v.From}}}","sig":"{{{signature}}}","data":{{{data}}}}""";
    }
}
