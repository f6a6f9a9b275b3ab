using Governance.Database;
using Governance.Proposals;

namespace Governance.Exports;

/// <summary>How large a proposal's files are, before anybody makes them: exact where a file was made already, else reckoned from some of its votes.</summary>
public sealed class ExportSizes(Db db, ExportOutlines outlines, ExportVotesCsv csv, ExportVotesNdjson ndjson)
{
    // What a vote has in a bundle beside its envelope and evidence, and in an SQLite file beside what its CSV row says (an index, and a row for each source of power).
    private const long BundleLine = 390, SqliteRow = 60, SqlitePower = 18;

    // A bundle's lines that are neither votes nor lists, and an SQLite file's pages without votes.
    private const long BundleOthers = 9_000, SqlitePages = 10 * 4_096;

    /// <param name="onChain">Votes of a governor proposal, which stand in no ledger.</param>
    public ExportSize Of(Proposal proposal, long onChain)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        using var connection = db.Open();
        long votes = proposal.Kind == ProposalKind.Signed ? VoteRowStore.Extent(connection, proposal).Votes : onChain;
        var (sample, bundled) = VoteRowStore.Sample(connection, proposal);
        var (csvFile, ndjsonFile) = (csv.Open(proposal), ndjson.Open(proposal));
        long csvAbout = About(csvFile);
        return new ExportSize(votes,
            outlines.Find(csvFile)?.Length, csvAbout,
            outlines.Find(ndjsonFile)?.Length, About(ndjsonFile),
            BundleOthers + ProposalLists.Length(connection, proposal) + (votes * (BundleLine + bundled)),
            SqlitePages + csvAbout + (votes * (SqliteRow + (SqlitePower * proposal.Rules.Strategies.Count))));

        // What the file has without votes, and the sample's rows as many times as there are votes.
        long About(VotesFile file)
        {
            long empty = file.Measure([]);
            return sample.Count == 0 ? empty : empty + ((file.Measure(sample) - empty) * votes / sample.Count);
        }
    }
}

/// <summary>Rows and bytes.</summary>
/// <param name="CsvBytes">Exact; null where only <paramref name="CsvAbout"/> is known.</param>
/// <param name="NdjsonBytes">As <paramref name="CsvBytes"/>.</param>
public sealed record ExportSize(long Rows, long? CsvBytes, long CsvAbout, long? NdjsonBytes, long NdjsonAbout, long BundleAbout, long SqliteAbout);
