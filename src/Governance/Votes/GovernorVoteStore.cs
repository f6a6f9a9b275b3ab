using System.Data.Common;
using Dapper;
using Governance.Chains;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Votes;

/// <summary>On-chain votes. Pages have the shape of <see cref="VoteStore.PageAsync"/>; a cursor's number is the vote's position on its chain.</summary>
public sealed class GovernorVoteStore(Db db)
{
    private const string Columns = """
        v.chain AS Chain, v.proposal AS Proposal, v.voter AS Voter, v.support AS Support, v.voting_power AS VotingPower, v.reason AS Reason,
        v.params AS Params, v.kind AS Kind, v.block AS Block, v.block_hash AS BlockHash, v.block_time AS BlockTime, v.tx AS Tx, v.log_index AS LogIndex
        """;

    private const string Filter = $"v.proposal = @proposal AND {ChoiceFilter.Clause} AND (@voter IS NULL OR v.voter = @voter)";

    private const string SelectByPower = $"""
        SELECT {Columns} FROM governor_votes v WHERE {Filter} AND (v.voting_power, v.position) < (@power, @position)
        ORDER BY v.voting_power DESC, v.position DESC LIMIT @limit
        """;

    private const string SelectNewest = $"SELECT {Columns} FROM governor_votes v WHERE {Filter} AND v.position < @position ORDER BY v.position DESC LIMIT @limit";

    private const string SelectOldest = $"SELECT {Columns} FROM governor_votes v WHERE {Filter} AND v.position > @position ORDER BY v.position LIMIT @limit";

    // Larger than any stored power: a cursor before the first vote.
    private static readonly byte[] Above = [.. Enumerable.Repeat((byte)0xFF, VotingPower.Size + 1)];

    /// <summary>One page; every page costs the same, however deep.</summary>
    public async Task<IReadOnlyList<GovernorVote>> PageAsync(long proposal, VoteQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (sql, first) = query.Order switch
        {
            VoteOrder.Power => (SelectByPower, long.MaxValue),
            VoteOrder.Newest => (SelectNewest, long.MaxValue),
            _ => (SelectOldest, -1L),
        };
        await using var connection = db.Open();
        var rows = await connection.QueryAsync<Row>(sql, new
        {
            proposal, choice = query.Choice?.Exact, like1 = query.Choice?.Like[0], like2 = query.Choice?.Like[1], like3 = query.Choice?.Like[2],
            unlike1 = query.Choice?.Unlike[0], unlike2 = query.Choice?.Unlike[1], voter = query.Voter?.ToArray(), limit = query.Limit,
            power = query.After?.VotingPower.ToBytes() ?? Above, position = query.After?.Message ?? first,
        });
        return [.. rows.Select(row => row.ToVote())];
    }

    private const string SelectOfVoter = $"""
        SELECT {Columns} FROM governor_votes v WHERE v.voter = @voter AND (v.block_time, v.chain, v.position) < (@BlockTime, @Chain, @Position)
        ORDER BY v.block_time DESC, v.chain DESC, v.position DESC LIMIT @limit
        """;

    /// <summary>An account's on-chain votes of all chains, newest first.</summary>
    public async Task<IReadOnlyList<GovernorVote>> OfVoterAsync(Address voter, OnChainCursor before, int limit)
    {
        ArgumentNullException.ThrowIfNull(before);
        await using var connection = db.Open();
        return [.. (await connection.QueryAsync<Row>(SelectOfVoter, new { voter, before.BlockTime, before.Chain, before.Position, limit })).Select(row => row.ToVote())];
    }

    private const string SelectAll = $"SELECT {Columns} FROM governor_votes v WHERE v.proposal = @proposal ORDER BY v.position LIMIT @most";

    /// <summary>All votes of a proposal in the chain's order, or the first of them, streamed: memory does not grow with their number.</summary>
    public static IEnumerable<GovernorVote> Stream(DbConnection connection, long proposal, long most = long.MaxValue) =>
        connection.Query<Row>(SelectAll, new { proposal, most }, buffered: false).Select(row => row.ToVote());

    private const string InsertOne = """
        INSERT INTO governor_votes (chain, position, proposal, voter, support, choice, voting_power, reason, params, kind, block, block_hash, block_time, tx, log_index)
        VALUES (@chain, @Position, @Proposal, @Voter, @Support, @choice, @VotingPower, @Reason, @Params, @kind, @Block, @BlockHash, @BlockTime, @Transaction, @LogIndex)
        """;

    internal static void Insert(WriteScope scope, GovernorVote vote) => scope.Execute(InsertOne,
        ("@chain", (long)vote.Fact.Chain), ("@Position", vote.Fact.Position), ("@Proposal", vote.Proposal), ("@Voter", vote.Voter.ToArray()), ("@Support", (long)vote.Support),
        ("@choice", vote.Choice.Json), ("@VotingPower", vote.VotingPower.ToBytes()), ("@Reason", vote.Reason), ("@Params", vote.Params), ("@kind", (long)vote.Kind),
        ("@Block", vote.Fact.Block), ("@BlockHash", vote.Fact.BlockHash.ToArray()), ("@BlockTime", vote.Fact.BlockTime), ("@Transaction", vote.Fact.Transaction.ToArray()),
        ("@LogIndex", (long)vote.Fact.LogIndex));

    private const string DeleteAbove = "DELETE FROM governor_votes WHERE chain = @chain AND position > @position";

    private const string SelectAbove = $"SELECT {Columns} FROM governor_votes v WHERE v.chain = @chain AND v.position > @position ORDER BY v.position DESC";

    /// <summary>Deletes the votes of later blocks; the answer is what was deleted, the last first, as a tally takes them back.</summary>
    internal static IReadOnlyList<GovernorVote> RemoveAbove(WriteScope scope, ulong chain, long block)
    {
        var above = new { chain = (long)chain, position = ChainFact.LastPositionOf(block) };
        var votes = scope.Connection.Query<Row>(SelectAbove, above, scope.Transaction).Select(row => row.ToVote()).ToList();
        scope.Connection.Execute(DeleteAbove, above, scope.Transaction);
        return votes;
    }

    private sealed record Row(
        long Chain, long Proposal, Address Voter, long Support, VotingPower VotingPower, string Reason, byte[] Params, long Kind,
        long Block, Hash32 BlockHash, long BlockTime, Hash32 Tx, long LogIndex)
    {
        public GovernorVote ToVote() => new(
            Proposal, Voter, (byte)Support, VotingPower, Reason, Params, new ChainFact((ulong)Chain, Block, BlockHash, BlockTime, Tx, (int)LogIndex), (GovernorVoteKind)Kind);
    }
}

/// <summary>A place among the on-chain votes of all chains, newest first.</summary>
public sealed record OnChainCursor(long BlockTime, long Chain, long Position)
{
    public static OnChainCursor Start { get; } = new(long.MaxValue, long.MaxValue, long.MaxValue);

    public static OnChainCursor Of(GovernorVote vote)
    {
        ArgumentNullException.ThrowIfNull(vote);
        return new(vote.Fact.BlockTime, (long)vote.Fact.Chain, vote.Fact.Position);
    }
}
