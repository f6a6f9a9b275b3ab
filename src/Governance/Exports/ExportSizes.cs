using Governance.Database;
using Governance.Proposals;

namespace Governance.Exports;

/// <summary>How large a proposal's files are, before anybody makes them: exact where a file was made already, else estimated from the last votes.</summary>
public sealed class ExportSizes(Db db, ExportOutlines outlines, ExportVotesCsv csv, ExportVotesNdjson ndjson)
{
    // What a row has beside what varies: ids, addresses, signature, times, names.
    private const long CsvRow = 330, NdjsonRow = 480, BundleLine = 390, SqliteRow = 420, FewKilobytes = 4_096;

    /// <param name="onChain">Votes of a governor proposal, which stand in no ledger.</param>
    public ExportSize Of(Proposal proposal, long onChain)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        using var connection = db.Open();
        long rows = proposal.Kind == ProposalKind.Signed ? VoteRowStore.Extent(connection, proposal).Votes : onChain;
        var (bundled, reason) = VoteRowStore.Sample(connection, proposal);
        long columns = (proposal.Choices.Count * 2L) + (proposal.Rules.Strategies.Count * 22L);
        return new ExportSize(rows,
            outlines.Find(csv.Open(proposal))?.Length, rows * (CsvRow + reason + columns),
            outlines.Find(ndjson.Open(proposal))?.Length, rows * (NdjsonRow + reason + columns),
            FewKilobytes + (rows * (BundleLine + bundled)),
            (8 * FewKilobytes) + (rows * (SqliteRow + reason + (columns * 2))));
    }
}

/// <summary>Rows and bytes.</summary>
/// <param name="CsvBytes">Exact; null where only <paramref name="CsvAbout"/> is known.</param>
/// <param name="NdjsonBytes">As <paramref name="CsvBytes"/>.</param>
public sealed record ExportSize(long Rows, long? CsvBytes, long CsvAbout, long? NdjsonBytes, long NdjsonAbout, long BundleAbout, long SqliteAbout);
