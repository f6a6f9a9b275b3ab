using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Governance.Database;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;
using Governance.Proposals;
using Governance.Strategies;
using Governance.Tallies;

namespace Governance.Exports;

/// <summary>
/// Writes a proposal's audit bundle (<c>README.md</c>): every envelope that was accepted, each with its leaf, and of all other leaves only
/// the roots of the subtrees between them, so that the whole ledger's root can be rebuilt from one file. One view of the database, streamed.
/// </summary>
public sealed class ExportBundle(Db db, LedgerStore ledger, LedgerSigner signer, TimeProvider clock)
{
    private const int PieceSize = 256 * 1024;

    /// <exception cref="InvalidOperationException">The proposal was not published by a message.</exception>
    public async Task RunAsync(Proposal proposal, Stream output, CancellationToken cancellationToken)
    {
        using var view = new ReadView(db);
        var head = ledger.Latest(view.Connection) ?? throw new InvalidOperationException("Nothing is in the ledger yet.");
        using var lines = new Lines(output);
        lines.Header(proposal, head, signer.Address);
        foreach (var file in ProposalLists.Read(view.Connection, proposal)) lines.List(file);
        var nodes = LedgerReader.NodesOf(view.Connection);
        long next = 0, messages = 0, votes = 0;
        foreach (var message in BundleStore.Read(view.Connection, proposal))
        {
            lines.Skip(next, message.Idx, nodes);
            lines.Leaf(message);
            next = message.Idx + 1;
            messages++;
            if (message.Ordinal > 0) votes++;
            if (lines.Waiting >= PieceSize) await lines.FlushAsync(cancellationToken);
        }

        lines.Skip(next, head.Size, nodes);
        lines.Tally(TallyJson.Of(proposal, TallyStore.Read(view.Connection, proposal), clock.GetUtcNow()));
        await lines.FlushAsync(cancellationToken);
        lines.End(messages, votes);
        await lines.FlushAsync(cancellationToken);
    }

    private sealed class Lines(Stream output) : IDisposable
    {
        private readonly ArrayBufferWriter<byte> _piece = new(PieceSize + 65_536);
        private readonly Utf8JsonWriter _json = new(Stream.Null, BundleFormat.Writer);
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public int Waiting => _piece.WrittenCount;

        public async Task FlushAsync(CancellationToken cancellationToken)
        {
            _hash.AppendData(_piece.WrittenSpan);
            await output.WriteAsync(_piece.WrittenMemory, cancellationToken);
            _piece.ResetWrittenCount();
        }

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

        public void End(long messages, long votes)
        {
            Begin(BundleFormat.End);
            _json.WriteStartObject();
            _json.WriteNumber("messages", messages);
            _json.WriteNumber("votes", votes);
            _json.WriteString("sha256", Hex.Format(_hash.GetHashAndReset()));
            _json.WriteEndObject();
            Close();
        }

        public void Dispose()
        {
            _json.Dispose();
            _hash.Dispose();
        }

        private void Begin(string kind)
        {
            _json.Reset(_piece);
            _json.WriteStartObject();
            _json.WritePropertyName(kind);
        }

        private void Close()
        {
            _json.WriteEndObject();
            _json.Flush();
            _piece.Write("\n"u8);
        }
    }
}
