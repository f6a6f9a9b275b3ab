using System.Buffers;
using System.Security.Cryptography;
using Governance.Database;
using Governance.Proposals;

namespace Governance.Exports;

/// <summary>A file of a proposal's votes alone, one after another as <see cref="VoteRowStore"/> reads them.</summary>
public abstract class VotesFile : ExportFile
{
    private readonly Db _db;
    private readonly long _size;

    private protected VotesFile(Db db, Proposal proposal, long size) => (_db, Proposal, _size) = (db, proposal, size);

    private protected Proposal Proposal { get; }

    public sealed override bool IsFrozen => VoteRowStore.AreFixed(Proposal);

    /// <summary>Bytes of such a file that has these rows alone.</summary>
    internal long Measure(IReadOnlyList<VoteRow> rows)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var write = Begin(bytes, isStart: true);
        foreach (var row in rows) write(row);
        return bytes.WrittenCount + End(default(ExportMark) with { Rows = rows.Count }, new byte[SHA256.HashSizeInBytes]).Length;
    }

    private protected sealed override IEnumerable<ExportPiece> Body(ExportMark from)
    {
        var piece = new ArrayBufferWriter<byte>(PieceSize + 16_384);
        var write = Begin(piece, isStart: from.Offset == 0);
        var at = from;
        foreach (var row in VoteRowStore.Read(_db, Proposal, from.Next, _size))
        {
            write(row);
            at = at with { Next = row.Vote.Position + 1, Rows = at.Rows + 1, Votes = at.Votes + 1 };
            if (piece.WrittenCount < PieceSize) continue;
            at = at with { Offset = at.Offset + piece.WrittenCount };
            yield return new ExportPiece(piece.WrittenMemory, at);
            piece.ResetWrittenCount();
        }

        if (piece.WrittenCount > 0) yield return new ExportPiece(piece.WrittenMemory, at with { Offset = at.Offset + piece.WrittenCount });
    }

    /// <summary>What writes a row into the buffer; at the file's start, what stands before the first is written at once.</summary>
    private protected abstract Action<VoteRow> Begin(ArrayBufferWriter<byte> output, bool isStart);
}
