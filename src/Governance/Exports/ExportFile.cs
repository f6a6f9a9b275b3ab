using System.Security.Cryptography;

namespace Governance.Exports;

/// <summary>
/// A proposal's file as it stands at one size of the ledger: the same size gives the same bytes, so a reader who was cut off goes on where he
/// was. Made in pieces, each of which can be made again without the ones before it; memory is that of one piece.
/// </summary>
public abstract class ExportFile
{
    protected const int PieceSize = 128 * 1024;

    /// <summary>A strong HTTP entity tag, quotes included: another content has another.</summary>
    public abstract string ETag { get; }

    /// <summary>False where rows may change that stand in the file already (a chain takes back what it said, a later vote takes power out of an earlier one): such a file is read in one go.</summary>
    public abstract bool IsFrozen { get; }

    /// <summary>Writes the whole file; the answer tells its length, its hashes and where its pieces begin.</summary>
    public async Task<ExportOutline> WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var marks = new List<ExportMark> { default };
        foreach (var (bytes, after) in Body(default))
        {
            hash.AppendData(bytes.Span);
            await output.WriteAsync(bytes, cancellationToken);
            marks.Add(after);
        }

        byte[] body = hash.GetCurrentHash();
        byte[] end = End(marks[^1], body);
        hash.AppendData(end);
        await output.WriteAsync(end, cancellationToken);
        return new ExportOutline(marks[^1].Offset + end.Length, body, hash.GetHashAndReset(), marks);
    }

    /// <summary>Writes bytes <paramref name="from"/> to <paramref name="to"/>, both included, making only the pieces that hold them.</summary>
    public async Task WriteRangeAsync(ExportOutline outline, long from, long to, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(outline);
        ArgumentNullException.ThrowIfNull(output);
        var at = outline.MarkBefore(from);
        foreach (var (bytes, after) in Body(at))
        {
            await WritePartAsync(bytes, at.Offset);
            at = after;
            if (at.Offset > to) return;
        }

        await WritePartAsync(End(at, outline.BodySha256), at.Offset);

        async Task WritePartAsync(ReadOnlyMemory<byte> bytes, long offset)
        {
            long first = Math.Max(from - offset, 0), last = Math.Min(to - offset, bytes.Length - 1);
            if (first <= last) await output.WriteAsync(bytes[(int)first..(int)(last + 1)], cancellationToken);
        }
    }

    /// <summary>The pieces from a mark on. Each is valid until the next is asked for.</summary>
    private protected abstract IEnumerable<ExportPiece> Body(ExportMark from);

    /// <summary>What stands after the last piece: counts and the hash of all before it, where the format has room for them.</summary>
    private protected virtual byte[] End(ExportMark at, byte[] bodySha256) => [];

    /// <summary>Eight digits that differ where the fixed parts of the file (columns, labels, version) do.</summary>
    internal static string Fingerprint(ReadOnlySpan<byte> fixedParts) => Convert.ToHexStringLower(SHA256.HashData(fixedParts).AsSpan(0, 4));
}

/// <summary>Where a piece begins.</summary>
/// <param name="Offset">Bytes before it.</param>
/// <param name="Next">The first ledger index that it may hold.</param>
/// <param name="Rows">Rows (in a bundle: messages) before it.</param>
/// <param name="Votes">Votes before it.</param>
public readonly record struct ExportMark(long Offset, long Next, long Rows, long Votes);

internal readonly record struct ExportPiece(ReadOnlyMemory<byte> Bytes, ExportMark After);

/// <summary>What is known of a file that was made once.</summary>
/// <param name="BodySha256">Of every byte before the end's counts.</param>
/// <param name="Sha256">Of every byte.</param>
/// <param name="Marks">Where each piece begins, the first at 0; the last is where the end begins.</param>
public sealed record ExportOutline(long Length, byte[] BodySha256, byte[] Sha256, IReadOnlyList<ExportMark> Marks)
{
    /// <summary>Rows in the file.</summary>
    public long Rows => Marks[^1].Rows;

    internal ExportMark MarkBefore(long offset)
    {
        int low = 0, high = Marks.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (Marks[middle].Offset <= offset) low = middle;
            else high = middle - 1;
        }

        return Marks[low];
    }
}
