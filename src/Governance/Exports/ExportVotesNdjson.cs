using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Governance.Database;
using Governance.Ethereum;
using Governance.Proposals;

namespace Governance.Exports;

/// <summary>
/// Every vote as one JSON object a line, replaced ones marked, in order of acceptance (on-chain ones in the chain's); the last line counts
/// them and hashes every byte before it. Streamed: memory does not grow with their number.
/// </summary>
public sealed class ExportVotesNdjson(Db db)
{
    /// <summary>The file as it stands at a size of the ledger.</summary>
    /// <param name="size">Leaves of the ledger that count; null: all of them.</param>
    public VotesFile Open(Proposal proposal, long? size = null) => new File(db, proposal, VoteRowStore.SizeAt(db, proposal, size));

    public Task RunAsync(Proposal proposal, Stream output, CancellationToken cancellationToken) => Open(proposal).WriteAsync(output, cancellationToken);

    private sealed class File(Db db, Proposal proposal, long size) : VotesFile(db, proposal, size)
    {
        public override string ETag { get; } = string.Create(CultureInfo.InvariantCulture, $"\"ndjson2-{size}-{Fingerprint(Encoding.UTF8.GetBytes(proposal.Id))}\"");

        private protected override Action<VoteRow> Begin(ArrayBufferWriter<byte> output, bool isStart)
        {
            var json = new Utf8JsonWriter(output);
            return row =>
            {
                Write(json, row);
                json.Flush();
                output.Write("\n"u8);
                json.Reset();
            };
        }

        private protected override byte[] End(ExportMark at, byte[] bodySha256) =>
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"end\":{{\"votes\":{at.Rows},\"sha256\":\"{Hex.Format(bodySha256)}\"}}}}\n"));

        private static void Write(Utf8JsonWriter json, VoteRow row)
        {
            var vote = row.Vote;
            json.WriteStartObject();
            if (vote.Message is { } id) json.WriteString("id", id.ToString());
            json.WriteString("voter", vote.Voter.ToString());
            json.WritePropertyName("choice");
            json.WriteRawValue(vote.Choice);
            json.WriteString("votingPower", vote.VotingPower.ToString());
            json.WriteStartArray("byStrategy");
            foreach (var power in vote.ByStrategy) json.WriteStringValue(power.ToString());
            json.WriteEndArray();
            json.WriteString("time", vote.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            if (vote.Message is not null) json.WriteNumber("ledgerIndex", vote.Position);
            if (vote.Fact is { } fact)
            {
                json.WriteString("transaction", fact.Transaction.ToString());
                json.WriteNumber("block", fact.Block);
                json.WriteString("kind", ExportVotesCsv.KindOf(vote));
            }

            if (row.Signature.Length > 0) json.WriteString("signature", row.Signature);
            json.WriteBoolean("superseded", row.Superseded);
            json.WriteString("reason", vote.Reason);
            json.WriteEndObject();
        }
    }
}
