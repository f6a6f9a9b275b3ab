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
    /// <summary>The file as it stands at a size of the ledger.</summary>
    /// <param name="size">Leaves of the ledger that count; null: all of them.</param>
    public ExportFile Open(Proposal proposal, long? size = null)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        long last = VoteRowStore.Extent(db, proposal).Size;
        return new File(db, proposal, Math.Min(size ?? last, last));
    }

    public Task RunAsync(Proposal proposal, Stream output, CancellationToken cancellationToken) => Open(proposal).WriteAsync(output, cancellationToken);

    /// <summary>Bytes of a file that has these rows alone.</summary>
    internal long Measure(Proposal proposal, IReadOnlyList<VoteRow> rows) => new File(db, proposal, 0).Measure(rows);

    private sealed class File(Db db, Proposal proposal, long size) : ExportFile
    {
        private readonly Dictionary<string, string[]> _choices = new(StringComparer.Ordinal);

        public override bool IsFrozen => VoteRowStore.AreFixed(proposal);

        public override string ETag { get; } = string.Create(CultureInfo.InvariantCulture,
            $"\"csv1-{size}-{Fingerprint(Encoding.UTF8.GetBytes($"{proposal.Id} {proposal.Rules.Decimals} {string.Join('\n', Header(proposal))}"))}\"");

        private protected override IEnumerable<ExportPiece> Body(ExportMark from)
        {
            var piece = new StringBuilder(PieceSize + 16_384);
            var at = from;
            if (from.Offset == 0) CsvText.AppendRow(piece, [.. Header(proposal)]);
            foreach (var row in VoteRowStore.Read(db, proposal, from.Next, size))
            {
                CsvText.AppendRow(piece, [.. Cells(row)]);
                at = at with { Next = row.Vote.Position + 1, Rows = at.Rows + 1, Votes = at.Votes + 1 };
                if (piece.Length >= PieceSize) yield return Cut(piece, ref at);
            }

            if (piece.Length > 0) yield return Cut(piece, ref at);
        }

        public long Measure(IReadOnlyList<VoteRow> rows)
        {
            var text = new StringBuilder();
            CsvText.AppendRow(text, [.. Header(proposal)]);
            foreach (var row in rows) CsvText.AppendRow(text, [.. Cells(row)]);
            return Encoding.UTF8.GetByteCount(text.ToString());
        }

        private static ExportPiece Cut(StringBuilder piece, ref ExportMark at)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(piece.ToString());
            piece.Clear();
            at = at with { Offset = at.Offset + bytes.Length };
            return new ExportPiece(bytes, at);
        }

        private IEnumerable<string> Cells(VoteRow row)
        {
            var vote = row.Vote;
            return
            [
                vote.Message?.ToString() ?? "", vote.Voter.ToString(), vote.Choice, .. ByChoice(vote.Choice),
                .. Amounts(vote.VotingPower.ToString()),
                .. Enumerable.Range(0, proposal.Rules.Strategies.Count).Select(k => k < vote.ByStrategy.Count ? vote.ByStrategy[k].ToString() : ""),
                row.Signature, vote.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                vote.Message is null ? "" : vote.Position.ToString(CultureInfo.InvariantCulture), row.Superseded ? "true" : "false",
                vote.Fact?.Transaction.ToString() ?? "", vote.Fact?.Block.ToString(CultureInfo.InvariantCulture) ?? "", vote.Reason,
                // A governor that lets holders vote over their delegates: rows of kind reduction are subtracted.
                .. proposal.Kind == ProposalKind.Governor ? (string[])[KindOf(vote)] : [],
            ];
        }

        // In token units and in base units: the same digits with a point among them.
        private string[] Amounts(string units)
        {
            int decimals = proposal.Rules.Decimals;
            var digits = units.PadLeft(decimals + 1, '0');
            var places = digits.AsSpan(digits.Length - decimals).TrimEnd('0');
            return [places.IsEmpty ? digits[..^decimals] : string.Concat(digits.AsSpan(0, digits.Length - decimals), ".", places), units];
        }

        // Most votes choose the same few things.
        private string[] ByChoice(string json)
        {
            if (_choices.TryGetValue(json, out var cells)) return cells;
            if (_choices.Count >= 1_024) _choices.Clear();
            cells = [.. Enumerable.Repeat("", proposal.Choices.Count)];
            var choice = Choice.Parse(json);
            if (choice.Single is { } single && single >= 1 && single <= cells.Length) cells[single - 1] = "1";
            for (int place = 0; place < choice.Many?.Count; place++) cells[choice.Many[place] - 1] = (place + 1).ToString(CultureInfo.InvariantCulture);
            foreach (var (index, weight) in choice.Weights ?? []) cells[index - 1] = weight.ToString(CultureInfo.InvariantCulture);
            return _choices[json] = cells;
        }
    }

    private static IEnumerable<string> Header(Proposal proposal) =>
    [
        "id", "voter", "choice", .. proposal.Choices.Select((label, i) => string.Create(CultureInfo.InvariantCulture, $"choice {i + 1}: {label}")),
        "voting_power", "voting_power_base_units",
        .. proposal.Rules.Strategies.Select((strategy, i) => string.Create(CultureInfo.InvariantCulture, $"base_units {i + 1}: {strategy.Name}")),
        "signature", "time", "ledger_index", "superseded", "transaction", "block", "reason", .. proposal.Kind == ProposalKind.Governor ? (string[])["kind"] : [],
    ];

    internal static string KindOf(ListedVote vote) => vote.Kind switch { GovernorVoteKind.Override => "override", GovernorVoteKind.Reduction => "reduction", _ => "cast" };
}
