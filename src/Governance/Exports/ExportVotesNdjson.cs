using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Governance.Database;
using Governance.Proposals;
using Governance.Votes;

namespace Governance.Exports;

/// <summary>The votes that count as one JSON object a line, in order of acceptance. Streamed: memory does not grow with their number.</summary>
public sealed class ExportVotesNdjson(Db db)
{
    private const int LinesInAPiece = 256;

    public async Task RunAsync(Proposal proposal, Stream output, CancellationToken cancellationToken)
    {
        await using var connection = db.Open();
        var piece = new ArrayBufferWriter<byte>(64 * 1024);
        using var json = new Utf8JsonWriter(piece);
        foreach (var votes in VoteStore.Stream(connection, proposal.Key, withSuperseded: false).Chunk(LinesInAPiece))
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

    private static void Write(Utf8JsonWriter json, StoredVote vote)
    {
        json.WriteStartObject();
        json.WriteString("id", vote.Id.ToString());
        json.WriteString("voter", vote.Voter.ToString());
        json.WritePropertyName("choice");
        json.WriteRawValue(vote.Choice);
        json.WriteString("votingPower", vote.VotingPower.ToString());
        json.WriteStartArray("byStrategy");
        foreach (var power in vote.ByStrategy) json.WriteStringValue(power.ToString());
        json.WriteEndArray();
        json.WriteString("time", DateTimeOffset.FromUnixTimeSeconds(vote.Timestamp).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteNumber("ledgerIndex", vote.Message);
        json.WriteString("reason", vote.Reason);
        json.WriteEndObject();
    }
}
