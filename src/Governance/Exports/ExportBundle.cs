using System.Globalization;
using System.Text.Json;
using Governance.Database;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;
using Governance.Proposals;
using Governance.Tallies;

namespace Governance.Exports;

/// <summary>
/// Writes a proposal's audit bundle (<c>README.md</c>): every envelope that was accepted, each with its leaf, and of all other leaves only
/// the roots of the subtrees between them, so that the whole ledger's root can be rebuilt from one file. Streamed.
/// </summary>
public sealed class ExportBundle(Db db, LedgerStore ledger, LedgerSigner signer, TimeProvider clock)
{
    /// <summary>The bundle under the newest signed head, or under the one of <paramref name="size"/> leaves; null where that one can no longer be made: the count moved on.</summary>
    /// <exception cref="InvalidOperationException">The proposal was not published by a message.</exception>
    public ExportFile? Open(Proposal proposal, long? size = null)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        using var view = new ReadView(db);
        var head = size is { } wanted ? ledger.Find(view.Connection, wanted) : ledger.Latest(view.Connection) ?? throw new InvalidOperationException("Nothing is in the ledger yet.");
        if (head is null || VoteRowStore.Extent(view.Connection, proposal).Size > head.Size) return null;
        var tally = TallyStore.Read(view.Connection, proposal) with { LedgerSize = head.Size };
        var others = BundleStore.Others(view.Connection, proposal).Where(message => message.Idx < head.Size).OrderBy(message => message.Idx).ToArray();
        return new File(db, proposal, head, signer.Address, TallyJson.Of(proposal, tally, clock.GetUtcNow()), others);
    }

    public async Task RunAsync(Proposal proposal, Stream output, CancellationToken cancellationToken) =>
        await Open(proposal)!.WriteAsync(output, cancellationToken);

    private sealed class File(Db db, Proposal proposal, Checkpoint head, Address signer, TallyJson tally, StoredMessage[] others) : ExportFile
    {
        public override bool IsFrozen => true;

        // A withdrawal or the end of voting changes the claim without a vote, so the claim is in the tag.
        public override string ETag { get; } = string.Create(CultureInfo.InvariantCulture,
            $"\"bundle1-{head.Size}-{Fingerprint([.. JsonSerializer.SerializeToUtf8Bytes(tally, BundleFormat.Json), .. head.Signature])}\"");

        private protected override IEnumerable<ExportPiece> Body(ExportMark from)
        {
            // A mark beyond the ledger stands behind the claim: nothing but the end is left.
            if (from.Next > head.Size) yield break;
            using var lines = new BundleLines(PieceSize + 65_536);
            var at = from;
            if (from.Offset == 0)
            {
                lines.Header(proposal, head, signer);
                using var connection = db.Open();
                foreach (var list in ProposalLists.Read(connection, proposal)) lines.List(list);
            }

            foreach (var messages in BundleStore.Read(db, proposal, others, from.Next, head.Size))
            {
                using var connection = db.Open();
                var nodes = LedgerReader.NodesOf(connection);
                foreach (var message in messages)
                {
                    lines.Skip(at.Next, message.Idx, nodes);
                    lines.Leaf(message);
                    at = at with { Next = message.Idx + 1, Rows = at.Rows + 1, Votes = at.Votes + (message.Ordinal > 0 ? 1 : 0) };
                    if (lines.Waiting >= PieceSize) yield return Cut(lines, ref at);
                }
            }

            using (var connection = db.Open()) lines.Skip(at.Next, head.Size, LedgerReader.NodesOf(connection));
            at = at with { Next = head.Size + 1 };
            lines.Tally(tally);
            yield return Cut(lines, ref at);
        }

        private protected override byte[] End(ExportMark at, byte[] bodySha256)
        {
            using var lines = new BundleLines(256);
            lines.End(at.Rows, at.Votes, bodySha256);
            return lines.Written.ToArray();
        }

        // The bytes are copied: the buffer is filled anew while a slow reader still takes them.
        private static ExportPiece Cut(BundleLines lines, ref ExportMark at)
        {
            byte[] bytes = lines.Written.ToArray();
            lines.Clear();
            at = at with { Offset = at.Offset + bytes.Length };
            return new ExportPiece(bytes, at);
        }
    }
}
