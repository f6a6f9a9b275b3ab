using System.Data.Common;
using Dapper;
using Governance.Ethereum;

namespace Governance.Votes;

/// <summary>Reading votes by page, by voter and whole.</summary>
public sealed partial class VoteStore
{
    private const string Columns = """
        v.message AS Message, m.id AS Id, v.proposal AS Proposal, v.voter AS Voter, v.choice AS Choice, v.voting_power AS VotingPower,
        v.by_strategy AS ByStrategy, v.reason AS Reason, v.timestamp AS Timestamp, v.superseded_by AS SupersededBy
        """;

    private const string From = "FROM votes v JOIN messages m ON m.idx = v.message";
    private const string Filter = $"v.proposal = @proposal AND v.superseded_by IS NULL AND {ChoiceFilter.Clause}";
    private const string Exactly = "v.proposal = @proposal AND v.choice = @choice AND v.superseded_by IS NULL";

    private const string SelectByPower = $"SELECT {Columns} {From} WHERE {Filter} AND (v.voting_power, v.message) < (@power, @message) ORDER BY v.voting_power DESC, v.message DESC LIMIT @limit";
    private const string SelectNewest = $"SELECT {Columns} {From} WHERE {Filter} AND v.message < @message ORDER BY v.message DESC LIMIT @limit";
    private const string SelectOldest = $"SELECT {Columns} {From} WHERE {Filter} AND v.message > @message ORDER BY v.message LIMIT @limit";

    // By the index, and those whose entries are written late.
    // The number of the proposal is no help to find them, hence the sign before it.
    private const string IsVoters = """
        v.voter = @voter AND v.message IN (
            SELECT i.message FROM votes_of_voters i WHERE i.key = substr(@voter, 1, 8) UNION ALL SELECT n.message FROM votes n WHERE n.message >= @late AND n.voter = @voter)
        """;

    // A voter has one vote that counts: nothing to order.
    private const string SelectVoters = $"SELECT {Columns} {From} WHERE +{Filter} AND {IsVoters} AND @first = 1 LIMIT @limit";

    private const string SelectChoiceByPower = $"SELECT {Columns} {From} WHERE {Exactly} AND (v.voting_power, v.message) < (@power, @message) ORDER BY v.voting_power DESC, v.message DESC LIMIT @limit";

    // A sum can not be read from an index, so the few votes of a rare choice are sorted, and the many others left alone.
    private const string SelectRareNewest = $"SELECT {Columns} {From} WHERE {Exactly} AND v.message + 0 < @message ORDER BY v.message + 0 DESC LIMIT @limit";
    private const string SelectRareOldest = $"SELECT {Columns} {From} WHERE {Exactly} AND v.message + 0 > @message ORDER BY v.message + 0 LIMIT @limit";

    // So many votes are sorted in a few milliseconds; a choice that has more stands on every few pages of all votes.
    private const int FewVotes = 5_000;
    internal const string CountFew = $"SELECT COUNT(*) FROM (SELECT 1 FROM votes v WHERE {Exactly} LIMIT @few) AS few";

    // Larger than any stored power: a cursor before the first vote.
    private static readonly byte[] Above = [.. Enumerable.Repeat((byte)0xFF, VotingPower.Size + 1)];

    /// <summary>One page of the votes that count; every page costs the same, however deep.</summary>
    public async Task<IReadOnlyList<StoredVote>> PageAsync(long proposal, VoteQuery query)
    {
        long late = db.Late.VotesOfVoters.From;
        await using var connection = db.Open();
        bool isRare = query is { Choice: { IsExact: true } choice, Order: not VoteOrder.Power, Voter: null }
            && await connection.ExecuteScalarAsync<long>(CountFew, new { proposal, choice = choice.Exact, few = FewVotes + 1 }) <= FewVotes;
        var rows = await connection.QueryAsync<Row>(TextOf(query, isRare), ParametersOf(proposal, query, late));
        return [.. rows.Select(row => row.ToVote())];
    }

    /// <summary>The statement for a page, of which each reads an index in the order of the page.</summary>
    /// <param name="isRare">Few votes are for the one choice that is asked for.</param>
    internal static string TextOf(VoteQuery query, bool isRare) => query switch
    {
        { Voter: not null } => SelectVoters,
        { Order: VoteOrder.Power, Choice.IsExact: true } => SelectChoiceByPower,
        { Order: VoteOrder.Power } => SelectByPower,
        { Order: VoteOrder.Newest } => isRare ? SelectRareNewest : SelectNewest,
        _ => isRare ? SelectRareOldest : SelectOldest,
    };

    /// <param name="late">The first vote whose entry in the index of voters is not written yet.</param>
    internal static object ParametersOf(long proposal, VoteQuery query, long late) => new
    {
        proposal, late, choice = query.Choice?.Exact, like1 = query.Choice?.Like[0], like2 = query.Choice?.Like[1], like3 = query.Choice?.Like[2],
        unlike1 = query.Choice?.Unlike[0], unlike2 = query.Choice?.Unlike[1], voter = query.Voter?.ToArray(), limit = query.Limit,
        power = query.After?.VotingPower.ToBytes() ?? Above, message = query.After?.Message ?? (query.Order == VoteOrder.Oldest ? -1L : long.MaxValue),
        first = query.After is null ? 1 : 0,
    };

    private const string SelectOfVoter = $"""
        SELECT {Columns} FROM votes v JOIN messages m ON m.idx = v.message
        WHERE {IsVoters} AND v.message < @before ORDER BY v.message DESC LIMIT @limit
        """;

    /// <summary>All votes of an account, superseded ones too, newest first.</summary>
    public async Task<IReadOnlyList<StoredVote>> OfVoterAsync(Address voter, long before, int limit)
    {
        long late = db.Late.VotesOfVoters.From;
        await using var connection = db.Open();
        var rows = await connection.QueryAsync<Row>(SelectOfVoter, new { voter, before, limit, late });
        return [.. rows.Select(row => row.ToVote())];
    }

    private const string SelectHistory = $"""
        SELECT {Columns} FROM votes v JOIN messages m ON m.idx = v.message
        WHERE +v.proposal = @proposal AND {IsVoters} ORDER BY v.message DESC
        """;

    /// <summary>Every vote of an account on one proposal, newest first.</summary>
    public async Task<IReadOnlyList<StoredVote>> HistoryAsync(long proposal, Address voter)
    {
        long late = db.Late.VotesOfVoters.From;
        await using var connection = db.Open();
        var rows = await connection.QueryAsync<Row>(SelectHistory, new { proposal, voter, late });
        return [.. rows.Select(row => row.ToVote())];
    }

    private const string SelectAll = $"""
        SELECT {Columns} FROM votes v JOIN messages m ON m.idx = v.message
        WHERE v.proposal = @proposal AND (@superseded = 1 OR v.superseded_by IS NULL) ORDER BY v.message
        """;

    /// <summary>All votes of a proposal in order of acceptance, streamed: memory does not grow with their number.</summary>
    public static IEnumerable<StoredVote> Stream(DbConnection connection, long proposal, bool withSuperseded) =>
        connection.Query<Row>(SelectAll, new { proposal, superseded = withSuperseded ? 1 : 0 }, buffered: false).Select(row => row.ToVote());

    private sealed record Row(
        long Message, Hash32 Id, long Proposal, Address Voter, string Choice, VotingPower VotingPower, byte[] ByStrategy, string Reason, long Timestamp, long? SupersededBy)
    {
        public StoredVote ToVote() => new(Message, Id, Proposal, Voter, Choice, VotingPower, Unpack(ByStrategy), Reason, Timestamp, SupersededBy);
    }
}
