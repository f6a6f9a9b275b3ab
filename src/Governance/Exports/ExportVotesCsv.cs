using System.Globalization;
using System.Text;
using Governance.Database;
using Governance.Proposals;
using Governance.Votes;
using Governance.VotingSystems;

namespace Governance.Exports;

/// <summary>
/// Every vote, one a row: what was chosen (also by choice: 1, a weight, or a place in a ranking), the power in token units and base units, by
/// strategy in base units. Replaced votes are marked and do not count. Streamed: memory does not grow with their number.
/// </summary>
public sealed class ExportVotesCsv(Db db)
{
    private const int PieceSize = 128 * 1024;

    public async Task RunAsync(Proposal proposal, Stream output, CancellationToken cancellationToken)
    {
        using var view = new ReadView(db);
        var piece = new StringBuilder(PieceSize + 16_384);
        CsvText.AppendRow(piece, [.. Header(proposal)]);
        var choices = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var row in VoteRowStore.Read(view.Connection, proposal))
        {
            CsvText.AppendRow(piece, [.. Cells(proposal, row, choices)]);
            if (piece.Length < PieceSize) continue;
            await output.WriteAsync(Encoding.UTF8.GetBytes(piece.ToString()), cancellationToken);
            piece.Clear();
        }

        await output.WriteAsync(Encoding.UTF8.GetBytes(piece.ToString()), cancellationToken);
    }

    private static IEnumerable<string> Header(Proposal proposal) =>
    [
        "id", "voter", "choice", .. proposal.Choices.Select((label, i) => string.Create(CultureInfo.InvariantCulture, $"choice {i + 1}: {label}")),
        "voting_power", "voting_power_base_units",
        .. proposal.Rules.Strategies.Select((strategy, i) => string.Create(CultureInfo.InvariantCulture, $"base_units {i + 1}: {strategy.Name}")),
        "signature", "time", "ledger_index", "superseded", "transaction", "block", "reason", .. proposal.Kind == ProposalKind.Governor ? (string[])["kind"] : [],
    ];

    private static IEnumerable<string> Cells(Proposal proposal, VoteRow row, Dictionary<string, string[]> choices)
    {
        var vote = row.Vote;
        return
        [
            vote.Message?.ToString() ?? "", vote.Voter.ToString(), vote.Choice, .. ByChoice(vote.Choice, proposal.Choices.Count, choices),
            ExactDecimal.FromBaseUnits(vote.VotingPower, proposal.Rules.Decimals).ToString(), vote.VotingPower.ToString(),
            .. Enumerable.Range(0, proposal.Rules.Strategies.Count).Select(k => k < vote.ByStrategy.Count ? vote.ByStrategy[k].ToString() : ""),
            row.Signature, vote.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            vote.Message is null ? "" : vote.Position.ToString(CultureInfo.InvariantCulture), row.Superseded ? "true" : "false",
            vote.Fact?.Transaction.ToString() ?? "", vote.Fact?.Block.ToString(CultureInfo.InvariantCulture) ?? "", vote.Reason,
            // A governor that lets holders vote over their delegates: rows of kind reduction are subtracted.
            .. proposal.Kind == ProposalKind.Governor ? (string[])[KindOf(vote)] : [],
        ];
    }

    internal static string KindOf(ListedVote vote) => vote.Kind switch { GovernorVoteKind.Override => "override", GovernorVoteKind.Reduction => "reduction", _ => "cast" };

    // Most votes choose the same few things.
    private static string[] ByChoice(string json, int count, Dictionary<string, string[]> known)
    {
        if (known.TryGetValue(json, out var cells)) return cells;
        if (known.Count >= 1_024) known.Clear();
        cells = [.. Enumerable.Repeat("", count)];
        var choice = Choice.Parse(json);
        if (choice.Single is { } single && single >= 1 && single <= count) cells[single - 1] = "1";
        for (int place = 0; place < choice.Many?.Count; place++) cells[choice.Many[place] - 1] = (place + 1).ToString(CultureInfo.InvariantCulture);
        foreach (var (index, weight) in choice.Weights ?? []) cells[index - 1] = weight.ToString(CultureInfo.InvariantCulture);
        return known[json] = cells;
    }
}
