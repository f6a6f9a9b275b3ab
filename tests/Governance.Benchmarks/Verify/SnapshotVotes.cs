using System.Text;
using System.Text.Json;
using Governance.Ethereum;
using Governance.Ethereum.Tests.Secp256k1;

namespace Governance.Benchmarks.Verify;

/// <summary>One single-choice vote as Snapshot's clients sign it.</summary>
internal sealed record SnapshotVote(string From, string Space, ulong Timestamp, string Proposal, ulong Choice, string Reason, string App, string Metadata);

/// <summary>The workload: votes by as many keys, signed by the reference library, from a fixed seed.</summary>
internal sealed class SnapshotVotes
{
    private const string EncodedType =
        "Vote(string from,string space,uint64 timestamp,string proposal,uint32 choice,string reason,string app,string metadata)";

    private static readonly Hash32 TypeHash = Keccak256.Hash(Encoding.ASCII.GetBytes(EncodedType));
    private static readonly Hash32 DomainSeparator = HashDomain();

    internal required SnapshotVote[] Votes { get; init; }

    internal required Address[] Voters { get; init; }

    internal required Hash32[] Digests { get; init; }

    internal required Signature[] Signatures { get; init; }

    internal static SnapshotVotes Make(int count, int seed)
    {
        var random = new Random(seed);
        var made = new SnapshotVotes { Votes = new SnapshotVote[count], Voters = new Address[count], Digests = new Hash32[count], Signatures = new Signature[count] };
        byte[] secret = new byte[32], rs = new byte[64];
        Repeated repeated = default;
        for (int i = 0; i < count; i++)
        {
            random.NextBytes(secret);
            using var key = SigningKey.FromPrivateKey(secret);
            made.Voters[i] = key.Address;
            made.Votes[i] = new SnapshotVote(
                key.Address.ToString(), "phala.eth", 1_760_000_000 + (ulong)random.Next(600_000),
                "0x64bdd9abd157da479c11f6f14cfdd7df1f0306ef9741daf4e8fb8f091108cf43", (ulong)random.Next(1, 4),
                random.Next(4) == 0 ? $"Reason {random.Next()}: moving keeps staking alive." : "", "snapshot", "{}");
            made.Digests[i] = HashVote(made.Votes[i], ref repeated);
            if (!ReferenceLibrary.TrySign(made.Digests[i].Bytes, secret, rs, out int recoveryId)) throw new InvalidOperationException("The seed made no key.");
            if (!Signature.TryParse([.. rs, (byte)(27 + recoveryId)], out made.Signatures[i], out var fault)) throw new InvalidOperationException(fault.ToString());
        }
        return made;
    }

    internal struct Repeated
    {
        internal RepeatedText Space, Proposal, Reason, App, Metadata;
    }

    /// <summary>The digest of one vote of a batch, whose members are mostly those of the vote before it.</summary>
    internal static Hash32 HashVote(SnapshotVote vote, ref Repeated repeated)
    {
        var hasher = new StructHasher(TypeHash, stackalloc byte[StructHasher.Size(members: 8)]);
        hasher.AppendString(vote.From);
        hasher.AppendString(vote.Space, ref repeated.Space);
        hasher.Append(vote.Timestamp);
        hasher.AppendString(vote.Proposal, ref repeated.Proposal);
        hasher.Append(vote.Choice);
        hasher.AppendString(vote.Reason, ref repeated.Reason);
        hasher.AppendString(vote.App, ref repeated.App);
        hasher.AppendString(vote.Metadata, ref repeated.Metadata);
        return StructHasher.Digest(DomainSeparator, hasher.Finish());
    }

    /// <summary>One envelope a line, as the Node clients take them.</summary>
    internal string ToEnvelopes()
    {
        var text = new StringBuilder();
        for (int i = 0; i < Votes.Length; i++)
        {
            var v = Votes[i];
            var message = new { from = v.From, space = v.Space, timestamp = v.Timestamp, proposal = v.Proposal, choice = v.Choice, reason = v.Reason, app = v.App, metadata = v.Metadata };
            text.AppendLine(JsonSerializer.Serialize(new { address = v.From, sig = Signatures[i].ToString(), message }));
        }
        return text.ToString();
    }

    private static Hash32 HashDomain()
    {
        var hasher = new StructHasher(Keccak256.Hash("EIP712Domain(string name,string version)"u8), stackalloc byte[StructHasher.Size(members: 2)]);
        hasher.AppendString("snapshot");
        hasher.AppendString("0.1.4");
        return hasher.Finish();
    }
}
