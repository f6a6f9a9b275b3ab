using Dapper;
using Governance.Chains;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Execution;

/// <summary>Governor proposals: what stands beside their rows in the list of proposals.</summary>
public sealed class GovernorProposalStore(Db db)
{
    private const string Columns = """
        g.proposal AS Proposal, g.chain AS Chain, g.governor AS Governor, g.proposal_id AS ProposalId, g.actions AS Actions, g.description AS Description,
        g.vote_end AS VoteEnd, g.operation_v4 AS OperationV4, g.operation_v5 AS OperationV5, g.quorum AS Quorum, g.super_quorum AS SuperQuorum,
        g.block AS Block, g.block_hash AS BlockHash, g.block_time AS BlockTime, g.tx AS Tx, g.log_index AS LogIndex
        """;

    private const string SelectMany = $"SELECT {Columns} FROM governor_proposals g WHERE g.proposal IN @keys";

    /// <summary>By proposal key; those of signed proposals are not there.</summary>
    public async Task<IReadOnlyDictionary<long, GovernorProposal>> FindAsync(IReadOnlyCollection<long> keys)
    {
        await using var connection = db.Open();
        var rows = await connection.QueryAsync<Row>(SelectMany, new { keys });
        return rows.ToDictionary(row => row.Proposal, row => row.ToProposal());
    }

    private const string SelectKey = "SELECT proposal FROM governor_proposals WHERE chain = @chain AND governor = @governor AND proposal_id = @proposalId";

    /// <summary>The key of a governor's proposal; null when its creation was not seen.</summary>
    internal static long? KeyOf(WriteScope scope, ulong chain, Address governor, Hash32 proposalId) =>
        scope.Number(SelectKey, ("@chain", (long)chain), ("@governor", governor.ToArray()), ("@proposalId", proposalId.ToArray()));

    private const string InsertOne = """
        INSERT INTO governor_proposals (proposal, chain, governor, proposal_id, actions, description, vote_end, operation_v4, operation_v5,
                                        block, block_hash, block_time, tx, log_index)
        VALUES (@Proposal, @chain, @Governor, @ProposalId, @actions, @Description, @VoteEnd, @OperationV4, @OperationV5,
                @Block, @BlockHash, @BlockTime, @Transaction, @LogIndex)
        """;

    internal static void Insert(WriteScope scope, GovernorProposal proposal) => scope.Connection.Execute(InsertOne, new
    {
        proposal.Proposal, chain = (long)proposal.Chain, proposal.Governor, proposal.ProposalId, actions = GovernorAction.ToJson(proposal.Actions),
        proposal.Description, proposal.VoteEnd, proposal.OperationV4, proposal.OperationV5,
        proposal.Created.Block, proposal.Created.BlockHash, proposal.Created.BlockTime, proposal.Created.Transaction, proposal.Created.LogIndex,
    }, scope.Transaction);

    private const string SelectAbove = "SELECT proposal FROM governor_proposals WHERE chain = @chain AND block > @block";

    private const string DeleteAbove = "DELETE FROM governor_proposals WHERE chain = @chain AND block > @block";

    /// <summary>Deletes those created in later blocks; the answer are their keys.</summary>
    internal static IReadOnlyList<long> RemoveAbove(WriteScope scope, ulong chain, long block)
    {
        var keys = scope.Connection.Query<long>(SelectAbove, new { chain = (long)chain, block }, scope.Transaction).AsList();
        scope.Connection.Execute(DeleteAbove, new { chain = (long)chain, block }, scope.Transaction);
        return keys;
    }

    private const string UpdateQuorum = "UPDATE governor_proposals SET quorum = @quorum, super_quorum = @superQuorum, quorum_block = @block WHERE proposal = @proposal";

    /// <summary>The quorums as read at a head; null: unknown again.</summary>
    internal static void ChangeQuorum(WriteScope scope, long proposal, ReadQuorum? read) =>
        scope.Connection.Execute(UpdateQuorum, new { proposal, quorum = read?.Quorum.ToBytes(), superQuorum = read?.SuperQuorum?.ToBytes(), block = read?.Block }, scope.Transaction);

    private const string SelectQuorumsAbove = "SELECT proposal FROM governor_proposals WHERE chain = @chain AND quorum_block > @block";

    internal static IReadOnlyList<long> QuorumsReadAbove(WriteScope scope, ulong chain, long block) =>
        scope.Connection.Query<long>(SelectQuorumsAbove, new { chain = (long)chain, block }, scope.Transaction).AsList();

    private const string SelectWithoutQuorum = """
        SELECT g.proposal AS Proposal, g.governor AS Governor, p.start_at AS Snapshot
        FROM governor_proposals g JOIN proposals p ON p.key = g.proposal WHERE g.chain = @chain AND g.quorum IS NULL
        """;

    /// <summary>Proposals whose quorum is not known yet, each with its snapshot timepoint.</summary>
    internal async Task<IReadOnlyList<UnknownQuorum>> WithoutQuorumAsync(ulong chain)
    {
        await using var connection = db.Open();
        return [.. await connection.QueryAsync<UnknownQuorum>(SelectWithoutQuorum, new { chain = (long)chain })];
    }

    private const string SelectTimepoints = """
        SELECT t.timepoint FROM (
            SELECT p.start_at AS timepoint FROM governor_proposals g JOIN proposals p ON p.key = g.proposal WHERE g.chain = @chain AND g.governor = @governor
            UNION SELECT p.end_at FROM governor_proposals g JOIN proposals p ON p.key = g.proposal WHERE g.chain = @chain AND g.governor = @governor) t
        LEFT JOIN chain_blocks b ON b.chain = @chain AND b.number = t.timepoint AND b.pinned = 1
        WHERE t.timepoint <= @head AND b.number IS NULL ORDER BY t.timepoint
        """;

    /// <summary>Block numbers at which votes began or ended whose blocks are not kept yet.</summary>
    internal async Task<IReadOnlyList<long>> UnknownTimepointsAsync(ulong chain, Address governor, long head)
    {
        await using var connection = db.Open();
        return [.. await connection.QueryAsync<long>(SelectTimepoints, new { chain = (long)chain, governor, head })];
    }

    private const string SelectPassing = """
        SELECT p.id FROM governor_proposals g JOIN proposals p ON p.key = g.proposal
        WHERE g.chain = @chain AND g.governor = @governor
          AND ((p.start_at >= @before AND p.start_at < @now) OR (p.end_at >= @before AND p.end_at < @now))
        """;

    /// <summary>Proposals whose vote opened or closed while the governor's clock went from one timepoint to another.</summary>
    internal async Task<IReadOnlyList<string>> PassingAsync(Governor governor, long before, long now)
    {
        await using var connection = db.Open();
        return [.. await connection.QueryAsync<string>(SelectPassing, new { chain = (long)governor.Chain, governor = governor.Address, before, now })];
    }

    private const string SelectBetween = """
        SELECT p.id FROM governor_proposals g JOIN proposals p ON p.key = g.proposal WHERE g.chain = @chain AND g.block > @after AND g.block <= @upTo
        UNION SELECT p.id FROM governor_votes v JOIN proposals p ON p.key = v.proposal WHERE v.chain = @chain AND v.position > @first AND v.position <= @last
        UNION SELECT p.id FROM execution_events e JOIN governor_proposals g ON g.chain = e.chain
          AND ((e.subject = g.proposal_id AND e.contract = g.governor) OR e.subject = g.operation_v4 OR e.subject = g.operation_v5)
          JOIN proposals p ON p.key = g.proposal WHERE e.chain = @chain AND e.position > @first AND e.position <= @last
        """;

    /// <summary>Proposals of which something stands in the blocks after one and up to another.</summary>
    internal async Task<IReadOnlyList<string>> WithFactsBetweenAsync(ulong chain, long after, long upTo)
    {
        await using var connection = db.Open();
        return [.. await connection.QueryAsync<string>(SelectBetween, new { chain = (long)chain, after, upTo, first = ChainFact.LastPositionOf(after), last = ChainFact.LastPositionOf(upTo) })];
    }

    /// <param name="Snapshot">The timepoint at which the quorum is to be read.</param>
    internal sealed record UnknownQuorum(long Proposal, Address Governor, long Snapshot);

    private sealed record Row(
        long Proposal, long Chain, Address Governor, Hash32 ProposalId, string Actions, byte[] Description, long VoteEnd, Hash32 OperationV4, Hash32 OperationV5,
        byte[]? Quorum, byte[]? SuperQuorum, long Block, Hash32 BlockHash, long BlockTime, Hash32 Tx, long LogIndex)
    {
        public GovernorProposal ToProposal() => new(
            Proposal, (ulong)Chain, Governor, ProposalId, GovernorAction.FromJson(Actions), Description, VoteEnd, OperationV4, OperationV5,
            Power(Quorum), Power(SuperQuorum), new ChainFact((ulong)Chain, Block, BlockHash, BlockTime, Tx, (int)LogIndex));

        private static VotingPower? Power(byte[]? bytes) => bytes is null ? null : VotingPower.FromBytes(bytes);
    }
}

/// <summary>What a governor answered for a proposal's snapshot.</summary>
/// <param name="SuperQuorum">Null: it has no such rule.</param>
/// <param name="Block">The head at which it was asked.</param>
internal sealed record ReadQuorum(VotingPower Quorum, VotingPower? SuperQuorum, long Block);
