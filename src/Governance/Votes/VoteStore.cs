using Governance.Database;
using Governance.Ethereum;
using Governance.VotingSystems;

namespace Governance.Votes;

/// <summary>Signed votes, the superseded ones too.</summary>
public sealed partial class VoteStore(Db db)
{
    private const string CurrentColumns = "v.message, v.timestamp, m.id, v.choice, v.voting_power, v.by_strategy";

    // Nearly all who vote have no vote yet: so the index alone is asked first. A voter's last vote on a proposal is the one that counts.
    private const string SelectEntry = "SELECT message FROM votes_of_voters WHERE key = @key AND proposal = @proposal AND message < @before ORDER BY message DESC LIMIT 1";

    private const string SelectCurrentAt = $"""
        SELECT {CurrentColumns} FROM votes v JOIN messages m ON m.idx = v.message WHERE v.message = @message AND v.voter = @voter AND v.superseded_by IS NULL
        """;

    internal static CurrentVote? Current(WriteScope scope, long proposal, Address voter)
    {
        ulong key = LateEntry.KeyOf(voter.Bytes);
        foreach (var late in LateEntries.Of(scope).Find(scope.Late.VotesOfVoters, key))
        {
            if (late.Proposal == proposal && CurrentAt(scope, late.Message, voter) is { } vote) return vote;
        }

        // The newest is the one, but for another voter whose address begins alike.
        byte[] first = LateEntry.BytesOf(key);
        for (long? at = long.MaxValue; (at = scope.Number(SelectEntry, ("@key", first), ("@proposal", proposal), ("@before", at.Value))) is { } message;)
        {
            if (CurrentAt(scope, message, voter) is { } vote) return vote;
        }

        return null;
    }

    private static CurrentVote? CurrentAt(WriteScope scope, long message, Address voter) =>
        scope.First(ReadCurrent, SelectCurrentAt, ("@message", message), ("@voter", voter.ToArray()));

    private static CurrentVote ReadCurrent(StatementRow row) => new(
        row.Number(0), row.Number(1), new Hash32(row.Bytes(2)), row.Text(3), VotingPower.FromBytes(row.Bytes(4)), row.Bytes(5));

    private const string Supersede = "UPDATE votes SET superseded_by = @by WHERE message = @message";

    internal static void MarkSuperseded(WriteScope scope, long message, long by) =>
        scope.Execute(Supersede, ("@by", by), ("@message", message));

    private const string SelectLastOrdinal = """
        SELECT m.ordinal FROM votes v JOIN messages m ON m.idx = v.message WHERE v.proposal = @proposal ORDER BY v.message DESC LIMIT 1
        """;

    /// <summary>The place that the next vote of the proposal takes among all its votes, from 1; each call is for a vote that is stored.</summary>
    internal static long NextOrdinal(WriteScope scope, long proposal) => ++Ordinals.Of(scope, proposal).Last;

    /// <summary>The same of votes that are foreseen, before any is stored.</summary>
    internal static long ForeseeOrdinal(WriteScope scope, long proposal)
    {
        var ordinals = Ordinals.Of(scope, proposal);
        return ordinals.Last + ++ordinals.Foreseen;
    }

    // Asked once for a group, counted from there: nobody else adds votes.
    private sealed class Ordinals : IWritePart
    {
        private readonly Dictionary<long, Counter> _of = [];

        public static Counter Of(WriteScope scope, long proposal)
        {
            var of = scope.Part(_ => new Ordinals())._of;
            if (!of.TryGetValue(proposal, out var counter)) of.Add(proposal, counter = new Counter { Last = scope.Number(SelectLastOrdinal, ("@proposal", proposal)) ?? 0 });
            return counter;
        }

        public sealed class Counter
        {
            public long Last { get; set; }

            public long Foreseen { get; set; }
        }
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
