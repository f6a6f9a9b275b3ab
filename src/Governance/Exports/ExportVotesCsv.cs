using System.Buffers;
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
    public VotesFile Open(Proposal proposal, long? size = null) => new File(db, proposal, VoteRowStore.SizeAt(db, proposal, size));

    public Task RunAsync(Proposal proposal, Stream output, CancellationToken cancellationToken) => Open(proposal).WriteAsync(output, cancellationToken);

    private sealed class File(Db db, Proposal proposal, long size) : VotesFile(db, proposal, size)
    {
        private readonly Dictionary<string, string[]> _choices = new(StringComparer.Ordinal);

        public override string ETag { get; } = string.Create(CultureInfo.InvariantCulture,
            $"\"csv1-{size}-{Fingerprint(Encoding.UTF8.GetBytes($"{proposal.Id} {proposal.Rules.Decimals} {string.Join('\n', Header(proposal))}"))}\"");

        private protected override Action<VoteRow> Begin(ArrayBufferWriter<byte> output, bool isStart)
        {
            var csv = new CsvText(output);
            if (isStart) WriteHeader(csv);
            return row => Write(csv, row);
        }

        private void WriteHeader(CsvText csv)
        {
            foreach (string name in Header(Proposal)) csv.Add(name);
            csv.EndRow();
        }

        private void Write(CsvText csv, VoteRow row)
        {
            var vote = row.Vote;
            if (vote.Message is { } id) csv.Add(id);
            else csv.Add("");
            csv.Add(vote.Voter);
            csv.Add(vote.Choice);
            foreach (string cell in ByChoice(vote.Choice)) csv.Add(cell);
            csv.Add(vote.VotingPower, Proposal.Rules.Decimals);
            csv.Add(vote.VotingPower);
            for (int k = 0; k < Proposal.Rules.Strategies.Count; k++)
            {
                if (k < vote.ByStrategy.Count) csv.Add(vote.ByStrategy[k]);
                else csv.Add("");
            }

            csv.Add(row.Signature);
            csv.Add(vote.At);
            // A signed vote's place is the ledger's; a chain's vote has a transaction and a block.
            if (vote.Message is null) csv.Add("");
            else csv.Add(vote.Position);
            csv.Add(row.Superseded ? "true" : "false");
            if (vote.Fact is { } fact)
            {
                csv.Add(fact.Transaction);
                csv.Add(fact.Block);
            }
            else
            {
                csv.Add("");
                csv.Add("");
            }

            csv.Add(vote.Reason);
            // A governor that lets holders vote over their delegates: rows of kind reduction are subtracted.
            if (Proposal.Kind == ProposalKind.Governor) csv.Add(KindOf(vote));
            csv.EndRow();
        }

        // Most votes choose the same few things.
        private string[] ByChoice(string json)
        {
            if (_choices.TryGetValue(json, out var cells)) return cells;
            if (_choices.Count >= 1_024) _choices.Clear();
            cells = [.. Enumerable.Repeat("", Proposal.Choices.Count)];
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
