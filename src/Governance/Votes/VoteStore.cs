using System.Runtime.InteropServices;
using Governance.Database;
using Governance.Ethereum;
using Governance.VotingSystems;

namespace Governance.Votes;

/// <summary>Signed votes, the superseded ones too.</summary>
public sealed partial class VoteStore(Db db)
{
    private const string CurrentColumns = "v.message, v.timestamp, m.id, v.choice, v.voting_power, v.by_strategy";

    // A voter's last vote on a proposal is the one that counts.
    private const string SelectCurrent = $"""
        SELECT {CurrentColumns} FROM votes_of_voters i JOIN votes v ON v.message = i.message JOIN messages m ON m.idx = v.message
        WHERE i.key = substr(@voter, 1, 8) AND i.proposal = @proposal AND v.voter = @voter AND v.superseded_by IS NULL ORDER BY i.message DESC LIMIT 1
        """;

    private const string SelectCurrentAt = $"""
        SELECT {CurrentColumns} FROM votes v JOIN messages m ON m.idx = v.message WHERE v.message = @message AND v.voter = @voter AND v.superseded_by IS NULL
        """;

    internal static CurrentVote? Current(WriteScope scope, long proposal, Address voter)
    {
        byte[] account = voter.ToArray();
        foreach (var late in LateEntries.Of(scope).Find(scope.Late.VotesOfVoters, LateEntry.KeyOf(account)).Where(entry => entry.Proposal == proposal))
        {
            if (scope.First(ReadCurrent, SelectCurrentAt, ("@message", late.Message), ("@voter", account)) is { } vote) return vote;
        }

        return scope.First(ReadCurrent, SelectCurrent, ("@voter", account), ("@proposal", proposal));
    }

    private static CurrentVote ReadCurrent(StatementRow row) => new(
        row.Number(0), row.Number(1), new Hash32(row.Bytes(2)), row.Text(3), VotingPower.FromBytes(row.Bytes(4)), row.Bytes(5));

    private const string Supersede = "UPDATE votes SET superseded_by = @by WHERE message = @message";

    internal static void MarkSuperseded(WriteScope scope, long message, long by) =>
        scope.Execute(Supersede, ("@by", by), ("@message", message));

    private const string SelectLastOrdinal = """
        SELECT m.ordinal FROM votes v JOIN messages m ON m.idx = v.message WHERE v.proposal = @proposal ORDER BY v.message DESC LIMIT 1
        """;

    /// <summary>The place that the next vote of the proposal takes among all its votes, from 1; each call is for a vote that is stored.</summary>
    internal static long NextOrdinal(WriteScope scope, long proposal)
    {
        ref long last = ref CollectionsMarshal.GetValueRefOrAddDefault(scope.Part(_ => new Ordinals()).Last, proposal, out bool known);
        if (!known) last = scope.Number(SelectLastOrdinal, ("@proposal", proposal)) ?? 0;
        return ++last;
    }

    // Asked once for a group, counted from there: nobody else adds votes.
    private sealed class Ordinals : IWritePart
    {
        public Dictionary<long, long> Last { get; } = [];
    }

    private const string InsertOne = """
        INSERT INTO votes (message, proposal, voter, choice, voting_power, by_strategy, reason, timestamp)
        VALUES (@message, @proposal, @voter, @choice, @power, @byStrategy, @reason, @timestamp)
        """;

    /// <param name="byStrategy">What counts of its power now.</param>
    internal static void Insert(WriteScope scope, VerifiedVote vote, long message, VotingPower total, IReadOnlyList<VotingPower> byStrategy)
    {
        var voter = vote.Message.Envelope.From;
        scope.Execute(InsertOne,
            ("@message", message), ("@proposal", vote.Proposal.Key), ("@voter", voter.ToArray()), ("@choice", vote.Choice.Json),
            ("@power", total.ToBytes()), ("@byStrategy", Pack(byStrategy)), ("@reason", vote.Reason),
            ("@timestamp", vote.Message.Envelope.Timestamp));
        LateEntries.Of(scope).Add(scope.Late.VotesOfVoters, new(LateEntry.KeyOf(voter.Bytes), vote.Proposal.Key, message));
    }

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
