using System.Buffers.Text;
using System.Text;
using Governance.Ethereum;
using Governance.Messages;

namespace Governance.Ledger;

/// <summary>The fields of a leaf's text (<see cref="LedgerLeaf"/>), read back.</summary>
/// <param name="Ordinal">A vote's place among the votes of its proposal, from 1; else 0.</param>
/// <param name="Content">SHA-256 of the envelope's bytes, which its CID holds.</param>
public readonly record struct LeafEntry(long Index, Hash32 Id, string Kind, long Ordinal, long ReceivedAtMs, Hash32 Content)
{
    /// <summary>Reads the text in its one spelling.</summary>
    /// <param name="evidence">The last line: the evidence, or "sha256 0x…" of it.</param>
    public static bool TryParse(ReadOnlySpan<byte> entry, out LeafEntry leaf, out ReadOnlySpan<byte> evidence)
    {
        leaf = default;
        evidence = default;
        var rest = entry;
        if (!NextLine(ref rest, out var version) || !Ascii.Equals(version, LedgerLeaf.Version)
            || !NextNumber(ref rest, out long index)
            || !NextLine(ref rest, out var idText) || !Hash32.TryParse(idText, out var id) || idText.ContainsAnyInRange((byte)'A', (byte)'F')
            || !NextLine(ref rest, out var kind)
            || !NextNumber(ref rest, out long ordinal) || !NextNumber(ref rest, out long receivedAtMs)
            || !NextLine(ref rest, out var cid) || !Cid.TryReadSha256(cid, out var content)
            || !NextLine(ref rest, out evidence) || !rest.IsEmpty) return false;
        leaf = new LeafEntry(index, id, Known(kind), ordinal, receivedAtMs, content);
        return true;
    }

    private static bool NextLine(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> line)
    {
        int end = text.IndexOf((byte)'\n');
        line = end < 0 ? default : text[..end];
        if (end >= 0) text = text[(end + 1)..];
        return end >= 0;
    }

    private static bool NextNumber(scoped ref ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        return NextLine(ref text, out var line) && !line.IsEmpty && !line.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(line, out number, out int used) && used == line.Length && (line.Length == 1 || line[0] != '0');
    }

    // Nearly every leaf is a vote: no text for each of them.
    private static string Known(ReadOnlySpan<byte> kind) => kind.SequenceEqual("vote"u8) ? "vote" : Encoding.UTF8.GetString(kind);
}
