using Dapper;
using Governance.Chains;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Execution;

/// <summary>What happened to proposals and timelock operations after creation.</summary>
public sealed class ExecutionStore(Db db)
{
    private const string Columns = """
        e.chain AS Chain, e.contract AS Contract, e.name AS Name, e.subject AS Subject, e.amount AS Amount, e.detail AS Detail, e.actor AS Actor,
        e.block AS Block, e.block_hash AS BlockHash, e.block_time AS BlockTime, e.tx AS Tx, e.log_index AS LogIndex
        """;

    // A proposal id is unique for one governor only; an operation's id holds all that it does.
    private const string SelectOfProposals = $"""
        SELECT g.proposal AS Proposal, {Columns}
        FROM governor_proposals g JOIN execution_events e ON e.chain = g.chain
         AND ((e.subject = g.proposal_id AND e.contract = g.governor) OR e.subject = g.operation_v4 OR e.subject = g.operation_v5)
        WHERE g.proposal IN @keys ORDER BY e.position
        """;

    /// <summary>The events of each proposal and of its timelock operation, in the chain's order.</summary>
    public async Task<ILookup<long, ExecutionEvent>> OfProposalsAsync(IReadOnlyCollection<long> keys)
    {
        await using var connection = db.Open();
        return (await connection.QueryAsync<Row>(SelectOfProposals, new { keys })).ToLookup(row => row.Proposal, row => row.ToEvent());
    }

    private const string ControlNames = "('RoleGranted', 'RoleRevoked', 'MinDelayChange', 'TimelockChange', 'ProposalGuardianSet')";

    // No proposal is asked for; a column stands for its key, because SQLite gives a constant no type where there are no rows.
    private const string SelectControl = $"SELECT e.position AS Proposal, {Columns} FROM execution_events e WHERE e.chain = @chain AND e.name IN {ControlNames} ORDER BY e.position";

    /// <summary>What has changed who controls the governors of a chain, in its order.</summary>
    public async Task<IReadOnlyList<ExecutionEvent>> ControlOfAsync(ulong chain)
    {
        await using var connection = db.Open();
        return [.. (await connection.QueryAsync<Row>(SelectControl, new { chain = (long)chain })).Select(row => row.ToEvent())];
    }

    private const string InsertOne = """
        INSERT INTO execution_events (chain, position, contract, name, subject, amount, detail, actor, block, block_hash, block_time, tx, log_index)
        VALUES (@chain, @Position, @Contract, @name, @Subject, @Amount, @Detail, @Actor, @Block, @BlockHash, @BlockTime, @Transaction, @LogIndex)
        """;

    internal static void Insert(WriteScope scope, ExecutionEvent e) => scope.Connection.Execute(InsertOne, new
    {
        chain = (long)e.Fact.Chain, e.Fact.Position, e.Contract, name = e.Kind.ToString(), e.Subject, e.Amount, e.Detail, e.Actor,
        e.Fact.Block, e.Fact.BlockHash, e.Fact.BlockTime, e.Fact.Transaction, e.Fact.LogIndex,
    }, scope.Transaction);

    // A change of control concerns every proposal of the governors that it concerns.
    private const string SelectAffected = $"""
        SELECT p.id FROM governor_proposals g JOIN proposals p ON p.key = g.proposal JOIN execution_events e ON e.chain = g.chain
         AND ((e.subject = g.proposal_id AND e.contract = g.governor) OR e.subject = g.operation_v4 OR e.subject = g.operation_v5)
        WHERE e.chain = @chain AND e.position > @position
        UNION SELECT p.id FROM execution_events e JOIN governors c ON c.chain = e.chain AND (c.address = e.contract OR c.timelock = e.contract)
        JOIN governor_proposals g ON g.chain = c.chain AND g.governor = c.address JOIN proposals p ON p.key = g.proposal
        WHERE e.chain = @chain AND e.position > @position AND e.name IN {ControlNames}
        """;

    /// <summary>The ids of proposals with events after a position.</summary>
    internal static IReadOnlyList<string> AffectedAfter(WriteScope scope, ulong chain, long position) =>
        scope.Connection.Query<string>(SelectAffected, new { chain = (long)chain, position }, scope.Transaction).AsList();

    private const string SelectExtended = """
        SELECT DISTINCT g.proposal FROM execution_events e
        JOIN governor_proposals g ON g.chain = e.chain AND g.governor = e.contract AND g.proposal_id = e.subject
        WHERE e.chain = @chain AND e.position > @position AND e.name = 'ProposalExtended'
        """;

    private const string DeleteAbove = "DELETE FROM execution_events WHERE chain = @chain AND position > @position";

    /// <summary>Deletes the events of later blocks; the answer are the keys of proposals that lost an extension.</summary>
    internal static IReadOnlyList<long> RemoveAbove(WriteScope scope, ulong chain, long block)
    {
        var above = new { chain = (long)chain, position = ChainFact.LastPositionOf(block) };
        var extended = scope.Connection.Query<long>(SelectExtended, above, scope.Transaction).AsList();
        scope.Connection.Execute(DeleteAbove, above, scope.Transaction);
        return extended;
    }

    private const string SelectDeadline = """
        SELECT COALESCE(MAX(e.amount), g.vote_end) FROM governor_proposals g
        LEFT JOIN execution_events e ON e.chain = g.chain AND e.contract = g.governor AND e.subject = g.proposal_id AND e.name = 'ProposalExtended'
        WHERE g.proposal = @proposal GROUP BY g.vote_end
        """;

    /// <summary>A proposal's deadline by its creation and the extensions that stand.</summary>
    internal static long DeadlineOf(WriteScope scope, long proposal) =>
        scope.Connection.ExecuteScalar<long>(SelectDeadline, new { proposal }, scope.Transaction);

    private const string SelectReady = """
        SELECT p.id FROM execution_events e
        JOIN governor_proposals g ON g.chain = e.chain AND g.governor = e.contract AND g.proposal_id = e.subject
        JOIN proposals p ON p.key = g.proposal
        WHERE e.chain = @chain AND e.name = 'ProposalQueued' AND e.amount > @before AND e.amount <= @now
        """;

    /// <summary>Proposals whose eta was reached while the chain's time went from one moment to another.</summary>
    internal async Task<IReadOnlyList<string>> BecomingReadyAsync(ulong chain, long before, long now)
    {
        await using var connection = db.Open();
        return [.. await connection.QueryAsync<string>(SelectReady, new { chain = (long)chain, before, now })];
    }

    private const string SelectTimelocks = "SELECT detail FROM execution_events WHERE chain = @chain AND name = 'TimelockChange'";

    /// <summary>The timelocks that governors have named in TimelockChange, as the events' details.</summary>
    internal async Task<IReadOnlyList<string>> TimelockChangesAsync(ulong chain)
    {
        await using var connection = db.Open();
        return [.. await connection.QueryAsync<string>(SelectTimelocks, new { chain = (long)chain })];
    }

    private sealed record Row(
        long Proposal, long Chain, Address Contract, string Name, Hash32 Subject, long? Amount, string Detail, Address Actor,
        long Block, Hash32 BlockHash, long BlockTime, Hash32 Tx, long LogIndex)
    {
        public ExecutionEvent ToEvent() => new(
            Enum.Parse<ExecutionEventKind>(Name), Contract, Subject, Amount, Detail, Actor,
            new ChainFact((ulong)Chain, Block, BlockHash, BlockTime, Tx, (int)LogIndex));
    }
}
