using System.Data.Common;
using System.Runtime.InteropServices;
using Dapper;
using Governance.Database;
using Governance.Ethereum;
using Governance.VotingSystems;

namespace Governance.Votes;

/// <summary>Signed votes, the superseded ones too.</summary>
public sealed partial class VoteStore(Db db)
{
    private const string SelectCurrent = """
        SELECT v.message AS Message, v.timestamp AS Timestamp, m.id AS Id, v.choice AS Choice, v.voting_power AS VotingPower, v.by_strategy AS ByStrategy
        FROM votes v JOIN messages m ON m.idx = v.message
        WHERE v.proposal = @proposal AND v.voter = @voter AND v.superseded_by IS NULL
        """;

    internal static CurrentVote? Current(WriteScope scope, long proposal, Address voter) =>
        scope.First(ReadCurrent, SelectCurrent, ("@proposal", proposal), ("@voter", voter.ToArray()));

    private static CurrentVote ReadCurrent(DbDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), new Hash32((byte[])row.GetValue(2)), row.GetString(3), VotingPower.FromBytes((byte[])row.GetValue(4)), (byte[])row.GetValue(5));

    private const string Supersede = "UPDATE votes SET superseded_by = @by WHERE message = @message";

    internal static void MarkSuperseded(WriteScope scope, long message, long by) =>
        scope.Connection.Execute(Supersede, new { message, by }, scope.Transaction);

    private const string SelectLastOrdinal = """
        SELECT m.ordinal FROM votes v JOIN messages m ON m.idx = v.message WHERE v.proposal = @proposal ORDER BY v.message DESC LIMIT 1
        """;

    /// <summary>The place that the next vote of the proposal takes among all its votes, from 1; each call is for a vote that is stored.</summary>
    internal static long NextOrdinal(WriteScope scope, long proposal)
    {
        ref long last = ref CollectionsMarshal.GetValueRefOrAddDefault(scope.Part(_ => new Ordinals()).Last, proposal, out bool known);
        if (!known) last = scope.Scalar(SelectLastOrdinal, ("@proposal", proposal)) is long stored ? stored : 0;
        return ++last;
    }

    // Asked once for a group, counted from there: nobody else adds votes.
    private sealed class Ordinals : IWritePart
    {
        public Dictionary<long, long> Last { get; } = [];

        public void Flush(WriteScope scope)
        {
        }
    }

    private const string InsertOne = """
        INSERT INTO votes (message, proposal, voter, choice, voting_power, by_strategy, reason, timestamp)
        VALUES (@message, @proposal, @voter, @choice, @power, @byStrategy, @reason, @timestamp)
        """;

    /// <param name="byStrategy">What counts of its power now.</param>
    internal static void Insert(WriteScope scope, VerifiedVote vote, long message, VotingPower total, IReadOnlyList<VotingPower> byStrategy) => scope.Execute(InsertOne,
        ("@message", message), ("@proposal", vote.Proposal.Key), ("@voter", vote.Message.Envelope.From.ToArray()), ("@choice", vote.Choice.Json),
        ("@power", total.ToBytes()), ("@byStrategy", Pack(byStrategy)), ("@reason", vote.Reason),
        ("@timestamp", vote.Message.Envelope.Timestamp));

    internal static byte[] Pack(IReadOnlyList<VotingPower> byStrategy)
    {
        var bytes = new byte[VotingPower.Size * byStrategy.Count];
        for (int k = 0; k < byStrategy.Count; k++) byStrategy[k].CopyTo(bytes.AsSpan(VotingPower.Size * k));
        return bytes;
    }

    public static IReadOnlyList<VotingPower> Unpack(byte[] bytes)
    {
        var byStrategy = new VotingPower[bytes.Length / VotingPower.Size];
        for (int k = 0; k < byStrategy.Length; k++) byStrategy[k] = VotingPower.FromBytes(bytes.AsSpan(VotingPower.Size * k, VotingPower.Size));
        return byStrategy;
    }

    internal sealed record CurrentVote(long Message, long Timestamp, Hash32 Id, string Choice, VotingPower VotingPower, byte[] ByStrategy);
}
