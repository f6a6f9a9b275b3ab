using System.Globalization;
using System.Text;
using Governance.Database;
using Governance.Proposals;
using Governance.Votes;

namespace Governance.Exports;

/// <summary>The votes that count, one a row, in order of acceptance (on-chain ones in the chain's). Streamed: memory does not grow with their number.</summary>
public sealed class ExportVotesCsv(Db db)
{
    private const int RowsInAPiece = 256;

    public async Task RunAsync(Proposal proposal, Stream output, CancellationToken cancellationToken)
    {
        await using var connection = db.Open();
        var piece = new StringBuilder();
        CsvText.AppendRow(piece, "voter", "choice", "voting_power", "time", "id", "ledger_index", "transaction", "block", "reason");
        foreach (var rows in VoteList.Stream(connection, proposal).Chunk(RowsInAPiece))
        {
            foreach (var vote in rows) AppendVote(piece, vote);
            await output.WriteAsync(Encoding.UTF8.GetBytes(piece.ToString()), cancellationToken);
            piece.Clear();
        }

        if (piece.Length > 0) await output.WriteAsync(Encoding.UTF8.GetBytes(piece.ToString()), cancellationToken);
    }

    private static void AppendVote(StringBuilder piece, ListedVote vote) => CsvText.AppendRow(
        piece, vote.Voter.ToString(), vote.Choice, vote.VotingPower.ToString(), vote.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        vote.Message?.ToString() ?? "", vote.Message is null ? "" : vote.Position.ToString(CultureInfo.InvariantCulture),
        vote.Fact?.Transaction.ToString() ?? "", vote.Fact?.Block.ToString(CultureInfo.InvariantCulture) ?? "", vote.Reason);
}
