using System.Text;
using System.Text.Json;
using Dapper;
using Governance.Benchmarks.Portals;
using Governance.Ethereum;
using Governance.Ethereum.Tests.Secp256k1;
using Governance.Votes;
using Microsoft.Data.Sqlite;

namespace Governance.Benchmarks.Audits;

/// <summary>Some of the bundle's own votes, for those that the audit is compared with.</summary>
internal sealed class AuditedVotes
{
    private const int Part = 512;

    private readonly VoteEnvelope[] _votes;
    private readonly byte[][] _envelopes;

    private AuditedVotes(byte[][] envelopes)
    {
        var reader = new VoteEnvelopeReader();
        _envelopes = envelopes;
        _votes = [.. envelopes.Select(envelope => reader.Read(envelope)!)];
    }

    internal int Count => _votes.Length;

    /// <summary>So many, evenly from the whole.</summary>
    internal static AuditedVotes Read(PreparedPortal portal, int count)
    {
        using var connection = new SqliteConnection($"Data Source={portal.Database};Mode=ReadOnly;Pooling=False");
        int step = Math.Max(1, portal.Votes / count);
        return new AuditedVotes([.. connection.Query<byte[]>("SELECT envelope FROM messages WHERE kind = 'vote' AND idx % @step = 0 ORDER BY idx", new { step })]);
    }

    /// <summary>The anchor: libsecp256k1 recovers each key and does nothing else, on all cores.</summary>
    internal void Recover() => Parallel.For(0, (_votes.Length + Part - 1) / Part, part =>
    {
        Span<byte> key = stackalloc byte[64];
        for (int i = part * Part; i < Math.Min((part + 1) * Part, _votes.Length); i++) Recover(_votes[i], key);
    });

    /// <summary>That what is timed gives the voters.</summary>
    internal void Check()
    {
        Span<byte> key = stackalloc byte[64];
        foreach (var vote in _votes)
        {
            Recover(vote, key);
            if (new Address(Keccak256.Hash(key).Bytes[12..]) != vote.Signer) throw new InvalidOperationException($"libsecp256k1 gave another signer of {vote.Id}.");
        }
    }

    /// <summary>One envelope a line, as the Node clients take them.</summary>
    internal string ToEnvelopes(int count)
    {
        var text = new StringBuilder();
        foreach (byte[] envelope in _envelopes.Take(count))
        {
            using var json = JsonDocument.Parse(envelope);
            var root = json.RootElement;
            text.AppendLine(JsonSerializer.Serialize(new { address = root.GetProperty("address"), sig = root.GetProperty("sig"), message = root.GetProperty("data").GetProperty("message") }));
        }

        return text.ToString();
    }

    private static void Recover(VoteEnvelope vote, Span<byte> key)
    {
        Span<byte> rs = stackalloc byte[64];
        var signature = vote.Signature!.Value;
        signature.R.Bytes.CopyTo(rs);
        signature.S.Bytes.CopyTo(rs[32..]);
        if (!ReferenceLibrary.TryRecover(vote.Id.Bytes, rs, signature.RecoveryId, key)) throw new InvalidOperationException($"libsecp256k1 finds no key for {vote.Id}.");
    }
}
