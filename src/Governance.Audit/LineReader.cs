using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Governance.Ethereum;
using Governance.Exports;
using Governance.Ledger;
using Governance.Messages;
using Governance.Recounts;
using Governance.Votes;

namespace Governance.Audit;

/// <summary>What one line of a bundle is, checked as far as it can be on its own.</summary>
internal abstract record Line(long Number);

/// <summary>A message with its leaf.</summary>
/// <param name="Hash">Computed from the entry.</param>
/// <param name="Vote">Null: not a vote, or not readable (that is a difference already).</param>
/// <param name="Envelope">The bytes of other messages; empty for votes.</param>
internal sealed record LeafLine(long Number, Hash32 Hash, LeafEntry Entry, CheckedVote? Vote, byte[] Envelope, string Evidence) : Line(Number);

internal sealed record SkipLine(long Number, long From, long To, IReadOnlyList<Hash32> Nodes) : Line(Number);

/// <summary>Header, tally and end: few, read as JSON.</summary>
internal sealed record JsonLine(long Number, string Kind, JsonElement Content) : Line(Number);

/// <summary>Reads lines; keeps buffers, so one for each thread.</summary>
internal sealed class LineReader(Differences differences)
{
    private readonly VoteEnvelopeReader _envelopes = new();
    private byte[] _entry = new byte[4_096];

    /// <param name="checks">Null until the proposal is known: votes before it are differences.</param>
    /// <returns>Null where the line can not be read, which is a difference.</returns>
    public Line? Read(ReadOnlyMemory<byte> line, long number, VoteChecks? checks)
    {
        try
        {
            if (!Utf8.IsValid(line.Span)) throw new FormatException("it is not UTF-8");
            if (TryOrdinaryLeaf(line, number, checks, out var leaf)) return leaf;
            var reader = new Utf8JsonReader(line.Span);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName) throw new FormatException("it is no object");
            if (reader.ValueTextEquals(BundleFormat.Leaf)) return Leaf(ref reader, line, number, checks);
            if (reader.ValueTextEquals(BundleFormat.Skip)) return Skip(ref reader, number);
            var kind = reader.GetString()!;
            if (kind is not (BundleFormat.Header or BundleFormat.List or BundleFormat.Tally or BundleFormat.End)) throw new FormatException($"'{kind}' is no kind of line");
            return new JsonLine(number, kind, JsonDocument.Parse(line).RootElement.Clone());
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or InvalidDataException or KeyNotFoundException or OverflowException)
        {
            differences.Add("malformed-line", $"line {number}", e.Message);
            return null;
        }
    }

    // As this program's exports write a vote: nothing but what stands between the quotes is unknown. The envelope's own reader finds its end.
    private bool TryOrdinaryLeaf(ReadOnlyMemory<byte> line, long number, VoteChecks? checks, [NotNullWhen(true)] out LeafLine? leaf)
    {
        leaf = null;
        var known = new KnownJson(line.Span);
        if (checks is null || !known.Take("{\"leaf\":\""u8) || !known.Take(2 + (2 * Hash32.Size), out var hashText) || !Hash32.TryParse(hashText, out var stated)
            || !known.Take("\",\"entry\":\""u8) || !known.TakeText(_entry.AsSpan(1), out int length) || !known.Take(",\"envelope\":"u8) || !known.Rest.EndsWith("}"u8)) return false;
        var envelope = line[(line.Length - known.Rest.Length)..^1];
        if (_envelopes.TryReadOrdinary(envelope.Span) is not { } vote) return false;
        leaf = Leaf(number, stated, _entry.AsSpan(0, length + 1), envelope, null, checks, vote);
        return true;
    }

    private LeafLine Leaf(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line, long number, VoteChecks? checks)
    {
        reader.Read();
        var stated = Hash32.Parse(reader.GetString() ?? "");
        int length = -1;
        string? longEvidence = null;
        ReadOnlyMemory<byte> envelope = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("entry"u8)) length = Entry(ref reader);
            else if (reader.ValueTextEquals("evidence"u8)) longEvidence = reader.Read() ? reader.GetString() : null;
            else if (reader.ValueTextEquals("envelope"u8)) envelope = Raw(ref reader, line);
            else throw new FormatException($"'{reader.GetString()}' is no part of a leaf's line");
        }

        if (reader.TokenType != JsonTokenType.EndObject || reader.Read()) throw new FormatException("something stands after the object");
        if (length < 0 || envelope.IsEmpty) throw new FormatException("the entry or the envelope is missing");
        return Leaf(number, stated, _entry.AsSpan(0, length + 1), envelope, longEvidence, checks, null);
    }

    // The entry stands in the buffer after a zero byte, as it is hashed.
    private LeafLine Leaf(long number, Hash32 stated, ReadOnlySpan<byte> prefixed, ReadOnlyMemory<byte> envelope, string? longEvidence, VoteChecks? checks, VoteEnvelope? ordinary)
    {
        var hash = new Hash32(SHA256.HashData(prefixed));
        if (!LeafEntry.TryParse(prefixed[1..], out var entry, out var evidence)) throw new FormatException("the entry is no leaf's text");
        if (hash != stated) differences.Add("altered-entry", Where(number, entry), $"the entry's hash is {hash}, the line says {stated}");
        var content = new Hash32(SHA256.HashData(envelope.Span));
        if (content != entry.Content) differences.Add("altered-envelope", Where(number, entry), $"the envelope's CID is {Cid.OfSha256(content.Bytes)}, the ledger holds {Cid.OfSha256(entry.Content.Bytes)}");
        if (longEvidence is not null)
        {
            if (!Ascii.Equals(evidence, LedgerLeaf.EvidenceLine(longEvidence))) differences.Add("altered-evidence", Where(number, entry), "the evidence is not the one in the ledger");
            evidence = Encoding.UTF8.GetBytes(longEvidence);
        }

        if (!IsVote(entry.Kind)) return new LeafLine(number, hash, entry, null, envelope.ToArray(), Encoding.UTF8.GetString(evidence));
        if (checks is null) throw new FormatException("a vote stands before its proposal");
        if ((ordinary ?? _envelopes.Read(envelope)) is not { } vote) throw new InvalidDataException("its envelope is no ballot");
        return new LeafLine(number, hash, entry, checks.Check(entry, vote, evidence, differences), [], "");
    }

    private static string Where(long number, in LeafEntry entry) => $"line {number}, {entry.Kind} {entry.Id} (ledger {entry.Index})";

    private static bool IsVote(string kind) => kind is "vote" or "vote-array" or "vote-string";

    private int Entry(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String) throw new FormatException("the entry is no text");
        if (_entry.Length <= reader.ValueSpan.Length) _entry = new byte[reader.ValueSpan.Length + 1];
        return reader.CopyString(_entry.AsSpan(1));
    }

    private static SkipLine Skip(ref Utf8JsonReader reader, long number)
    {
        reader.Read();
        var range = JsonSerializer.Deserialize<long[]>(ref reader) ?? [];
        if (range is not [var from, var to] || from < 0 || from >= to) throw new FormatException("a skip has two sizes, the first the smaller");
        if (!reader.Read() || !reader.ValueTextEquals("nodes"u8)) throw new FormatException("a skip has nodes");
        reader.Read();
        var nodes = JsonSerializer.Deserialize<string[]>(ref reader) ?? [];
        return new SkipLine(number, from, to, [.. nodes.Select(Hash32.Parse)]);
    }

    private static ReadOnlyMemory<byte> Raw(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line)
    {
        reader.Read();
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return line[start..(int)reader.BytesConsumed];
    }
}
