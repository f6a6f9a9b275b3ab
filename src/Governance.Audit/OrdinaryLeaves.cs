using System.Text.Unicode;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;
using Governance.Votes;

namespace Governance.Audit;

/// <summary>A vote's line in the form in which this program's exports write it.</summary>
/// <param name="Stated">The leaf's hash, as the line says.</param>
/// <param name="Hash">Computed from the entry.</param>
/// <param name="Entry">The leaf's text.</param>
/// <param name="Content">SHA-256 of the envelope, computed.</param>
internal readonly record struct OrdinaryLeaf(Hash32 Stated, Hash32 Hash, ReadOnlyMemory<byte> Entry, Hash32 Content, ReadOnlyMemory<byte> Envelope, VoteEnvelope Vote);

/// <summary>
/// Reads lines as this program's exports write votes: nothing but what stands between the quotes is unknown. All that is hashed of a batch is
/// hashed together. Keeps buffers; what it read is good until it reads again.
/// </summary>
internal sealed class OrdinaryLeaves
{
    private readonly VoteEnvelopeReader _envelopes = new();
    private readonly List<Frame> _frames = [];
    private byte[] _entries = new byte[64 * 1024];

    /// <summary>One for each line from <paramref name="from"/> on; null: it is something else, which says nothing about it.</summary>
    public OrdinaryLeaf?[] Read(LineBatch batch, int from)
    {
        var leaves = new OrdinaryLeaf?[batch.Lines.Count - from];
        _frames.Clear();
        for (int i = 0, entries = 0; i < leaves.Length; i++)
        {
            if (!TryFrame(batch.Line(from + i), entries, out var frame)) continue;
            _frames.Add(frame with { Place = i });
            entries += frame.Prefixed.Length;
        }

        ReadFrames(leaves);
        return leaves;
    }

    private void ReadFrames(OrdinaryLeaf?[] leaves)
    {
        var entries = _frames.Select(frame => (ReadOnlyMemory<byte>)_entries.AsMemory(frame.Prefixed.Start, frame.Prefixed.Length)).ToArray();
        var envelopes = _frames.Select(frame => frame.Envelope).ToArray();
        var votes = new VoteEnvelope?[envelopes.Length];
        var (hashes, contents) = (new Hash32[entries.Length], new Hash32[envelopes.Length]);
        _envelopes.ReadOrdinary(envelopes, votes);
        Sha256Lanes.HashMany(entries, hashes);
        Sha256Lanes.HashMany(envelopes, contents);
        for (int i = 0; i < votes.Length; i++)
        {
            if (votes[i] is { } vote) leaves[_frames[i].Place] = new OrdinaryLeaf(_frames[i].Stated, hashes[i], entries[i][1..], contents[i], envelopes[i], vote);
        }
    }

    // The entry is kept after a zero byte, as it is hashed. The envelope's own reader finds its end.
    private bool TryFrame(ReadOnlyMemory<byte> line, int start, out Frame frame)
    {
        frame = default;
        if (_entries.Length < start + line.Length) Array.Resize(ref _entries, Math.Max(2 * _entries.Length, start + line.Length));
        _entries[start] = 0;
        var known = new KnownJson(line.Span);
        if (!Utf8.IsValid(line.Span) || !known.Take("{\"leaf\":\""u8) || !known.Take(Hash32.TextLength, out var hashText) || !Hash32.TryParse(hashText, out var stated)
            || !known.Take("\",\"entry\":\""u8) || !known.TakeText(_entries.AsSpan(start + 1), out int length) || !known.Take(",\"envelope\":"u8) || !known.Rest.EndsWith("}"u8)) return false;
        frame = new Frame(0, stated, (start, length + 1), line[(line.Length - known.Rest.Length)..^1]);
        return true;
    }

    private readonly record struct Frame(int Place, Hash32 Stated, (int Start, int Length) Prefixed, ReadOnlyMemory<byte> Envelope);
}
