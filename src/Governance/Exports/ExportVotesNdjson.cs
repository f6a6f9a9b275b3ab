using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Governance.Database;
using Governance.Proposals;
using Governance.Votes;

namespace Governance.Exports;

/// <summary>Every vote as one JSON object a line, replaced ones marked, in order of acceptance (on-chain ones in the chain's). Streamed: memory does not grow with their number.</summary>
public sealed class ExportVotesNdjson(Db db)
{
    private const int LinesInAPiece = 256;

    public async Task RunAsync(Proposal proposal, Stream output, CancellationToken cancellationToken)
    {
        using var view = new ReadView(db);
        var piece = new ArrayBufferWriter<byte>(64 * 1024);
        using var json = new Utf8JsonWriter(piece);
        foreach (var votes in VoteRowStore.Read(view.Connection, proposal).Chunk(LinesInAPiece))
        {
            foreach (var vote in votes)
            {
                Write(json, vote);
                json.Flush();
                piece.Write("\n"u8);
                json.Reset();
            }

            await output.WriteAsync(piece.WrittenMemory, cancellationToken);
            piece.ResetWrittenCount();
        }
    }

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
