using System.Data.Common;
using System.Text.Json;
using Dapper;
using Governance.Ethereum;
using Governance.Proposals;
using Governance.Votes;

namespace Governance.Exports;

/// <summary>A vote as files show it.</summary>
/// <param name="Signature">As sent, 0x text; empty for on-chain votes.</param>
/// <param name="Superseded">Replaced by a later vote of the same account: kept, not counted.</param>
public sealed record VoteRow(ListedVote Vote, string Signature, bool Superseded);

/// <summary>All votes of a proposal for files, replaced ones too, in order of acceptance (on-chain ones in the chain's), streamed.</summary>
internal static class VoteRowStore
{
    private const string SelectSigned = """
        SELECT v.message AS Message, m.id AS Id, v.voter AS Voter, v.choice AS Choice, v.voting_power AS VotingPower, v.by_strategy AS ByStrategy,
               v.reason AS Reason, v.timestamp AS Timestamp, v.superseded_by AS SupersededBy, m.envelope AS Envelope
        FROM votes v JOIN messages m ON m.idx = v.message
        WHERE v.proposal = @key ORDER BY v.message
        """;

    public static IEnumerable<VoteRow> Read(DbConnection connection, Proposal proposal) =>
        proposal.Kind == ProposalKind.Signed
            ? connection.Query<SignedRow>(SelectSigned, new { key = proposal.Key }, buffered: false).Select(row => row.ToVote())
            : VoteList.Stream(connection, proposal).Select(vote => new VoteRow(vote, "", Superseded: false));

    private sealed record SignedRow(
        long Message, Hash32 Id, Address Voter, string Choice, VotingPower VotingPower, byte[] ByStrategy, string Reason, long Timestamp, long? SupersededBy, byte[] Envelope)
    {
        public VoteRow ToVote() => new(
            new ListedVote(Message, Voter, Choice, VotingPower, VoteStore.Unpack(ByStrategy), Reason, DateTimeOffset.FromUnixTimeSeconds(Timestamp), Id, null),
            SignatureOf(Envelope), SupersededBy is not null);
    }

    // {"address":…,"sig":…: the second member of every canonical envelope. Joined signatures are a list.
    private static string SignatureOf(byte[] envelope)
    {
        var reader = new Utf8JsonReader(envelope);
        for (int i = 0; i < 5; i++) reader.Read();
        return reader.TokenType == JsonTokenType.String ? reader.GetString()! : string.Join(',', JsonSerializer.Deserialize<string[]>(ref reader) ?? []);
    }
}
