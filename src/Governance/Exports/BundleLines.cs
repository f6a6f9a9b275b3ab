using System.Buffers;
using System.Text;
using System.Text.Json;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;
using Governance.Proposals;
using Governance.Strategies;

namespace Governance.Exports;

/// <summary>Writes the lines of an audit bundle into a buffer that its user empties.</summary>
internal sealed class BundleLines(int capacity) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(capacity);
    private readonly Utf8JsonWriter _json = new(Stream.Null, BundleFormat.Writer);

    public int Waiting => _buffer.WrittenCount;

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public void Clear() => _buffer.ResetWrittenCount();

    public void Header(Proposal proposal, Checkpoint head, Address ledgerSigner)
    {
        Begin(BundleFormat.Header);
        _json.WriteStringValue(BundleFormat.Version);
        _json.WriteString("proposal", proposal.Id);
        _json.WriteString("space", proposal.Space);
        _json.WriteString("signer", ledgerSigner.ToString());
        _json.WriteString("checkpoint", head.Note(ledgerSigner));
        Close();
    }

    public void List(ListFile file)
    {
        Begin(BundleFormat.List);
        _json.WriteStringValue(file.Reference);
        _json.WriteString("kind", ListFile.NameOf(file.Kind));
        _json.WriteString("name", file.Name);
        _json.WriteString("text", file.Content);
        Close();
    }

    public void Leaf(StoredMessage message)
    {
        byte[] entry = LedgerLeaf.Entry(message);
        Begin(BundleFormat.Leaf);
        _json.WriteStringValue(LedgerLeaf.Hash(entry).ToString());
        _json.WriteString("entry", entry);
        if (Encoding.UTF8.GetByteCount(message.Evidence) > LedgerLeaf.MaxInlineEvidence) _json.WriteString("evidence", message.Evidence);
        _json.WritePropertyName("envelope");
        _json.WriteRawValue(message.Envelope, skipInputValidation: true);
        Close();
    }

    public void Skip(long from, long to, Func<int, long, Hash32> nodes)
    {
        if (from == to) return;
        Begin(BundleFormat.Skip);
        _json.WriteStartArray();
        _json.WriteNumberValue(from);
        _json.WriteNumberValue(to);
        _json.WriteEndArray();
        _json.WriteStartArray("nodes");
        foreach (var (level, index) in MerkleRange.Cover(from, to)) _json.WriteStringValue(nodes(level, index).ToString());
        _json.WriteEndArray();
        Close();
    }

    public void Tally(TallyJson tally)
    {
        Begin(BundleFormat.Tally);
        JsonSerializer.Serialize(_json, tally, BundleFormat.Json);
        Close();
    }

    public void End(long messages, long votes, ReadOnlySpan<byte> sha256)
    {
        Begin(BundleFormat.End);
        _json.WriteStartObject();
        _json.WriteNumber("messages", messages);
        _json.WriteNumber("votes", votes);
        _json.WriteString("sha256", Hex.Format(sha256));
        _json.WriteEndObject();
        Close();
    }

    public void Dispose() => _json.Dispose();

    private void Begin(string kind)
    {
        _json.Reset(_buffer);
        _json.WriteStartObject();
        _json.WritePropertyName(kind);
    }

    private void Close()
    {
        _json.WriteEndObject();
        _json.Flush();
        _buffer.Write("\n"u8);
    }
}
