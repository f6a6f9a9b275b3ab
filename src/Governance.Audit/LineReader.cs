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
    private readonly OrdinaryLeaves _ordinary = new();
    private byte[] _entry = new byte[4_096];

    /// <summary>A batch's lines from one on, but for those that can not be read, which are differences. Ordinary votes are hashed many at once.</summary>
    public List<Line> Read(LineBatch batch, int from, VoteChecks checks)
    {
        var lines = new List<Line>(batch.Lines.Count - from);
        var votes = _ordinary.Read(batch, from);
        for (int i = 0; i < votes.Length; i++)
        {
            var (line, number) = (batch.Line(from + i), batch.FirstLine + from + i);
            if ((votes[i] is { } vote ? Take(vote, number, checks) : Read(line, number, checks)) is { } read) lines.Add(read);
        }

        return lines;
    }

    /// <param name="checks">Null until the proposal is known: votes before it are differences.</param>
    /// <returns>Null where the line can not be read, which is a difference.</returns>
    public Line? Read(ReadOnlyMemory<byte> line, long number, VoteChecks? checks)
    {
        try
        {
            return Parse(line, number, checks);
        }
        catch (Exception e) when (IsMalformed(e))
        {
            return Malformed(number, e);
        }
    }

    private Line? Take(OrdinaryLeaf vote, long number, VoteChecks checks)
    {
        try
        {
            return Leaf(number, vote.Stated, vote.Hash, vote.Entry.Span, vote.Content, vote.Envelope, null, checks, vote.Vote);
        }
        catch (Exception e) when (IsMalformed(e))
        {
            return Malformed(number, e);
        }
    }

    private static bool IsMalformed(Exception e) => e is JsonException or FormatException or InvalidOperationException or InvalidDataException or KeyNotFoundException or OverflowException;

    private Line? Malformed(long number, Exception e)
    {
        differences.Add("malformed-line", $"line {number}", e.Message);
        return null;
    }

    private Line Parse(ReadOnlyMemory<byte> line, long number, VoteChecks? checks)
    {
        if (!Utf8.IsValid(line.Span)) throw new FormatException("it is not UTF-8");
        var reader = new Utf8JsonReader(line.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName) throw new FormatException("it is no object");
        if (reader.ValueTextEquals(BundleFormat.Leaf)) return Leaf(ref reader, line, number, checks);
        if (reader.ValueTextEquals(BundleFormat.Skip)) return Skip(ref reader, number);
        var kind = reader.GetString()!;
        if (kind is not (BundleFormat.Header or BundleFormat.List or BundleFormat.Tally or BundleFormat.End)) throw new FormatException($"'{kind}' is no kind of line");
        return new JsonLine(number, kind, JsonDocument.Parse(line).RootElement.Clone());
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
        // The entry stands in the buffer after a zero byte, as it is hashed.
        var (hash, content) = (new Hash32(SHA256.HashData(_entry.AsSpan(0, length + 1))), new Hash32(SHA256.HashData(envelope.Span)));
        return Leaf(number, stated, hash, _entry.AsSpan(1, length), content, envelope, longEvidence, checks, null);
    }

    private LeafLine Leaf(
        long number, Hash32 stated, Hash32 hash, ReadOnlySpan<byte> entryText, Hash32 content, ReadOnlyMemory<byte> envelope, string? longEvidence, VoteChecks? checks, VoteEnvelope? ordinary)
    {
        if (!LeafEntry.TryParse(entryText, out var entry, out var evidence)) throw new FormatException("the entry is no leaf's text");
        if (hash != stated) differences.Add("altered-entry", Where(number, entry), $"the entry's hash is {hash}, the line says {stated}");
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
