using Dapper;
using Governance.Chains;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Milestones;

/// <summary>Milestones and what the chains have shown of them.</summary>
public sealed class MilestoneStore(Db db)
{
    /// <summary>So long after its date a milestone is still watched: it may be met late, or cease to be met.</summary>
    private const long WatchedAfterDate = 90 * 86_400;

    // A condition that turns with every block must not fill the database.
    private const int MaxKept = 64;

    private const string Columns = "m.proposal AS Proposal, m.number AS Number, m.definition AS Definition, m.from_block AS FromBlock";

    private const string ReadingColumns = """
        proposal AS Proposal, number AS Number, chain AS Chain, holds AS Holds, value AS Value, block AS Block, block_hash AS BlockHash,
        block_time AS BlockTime, tx AS Tx, log_index AS LogIndex
        """;

    private const string SelectOfProposals = $"SELECT {Columns} FROM milestones m WHERE m.proposal IN @keys ORDER BY m.proposal, m.number";

    private const string SelectReadings = $"SELECT {ReadingColumns} FROM milestone_readings WHERE proposal IN @keys ORDER BY position";

    /// <summary>The milestones of each proposal in its author's order, each with its readings in the chain's order.</summary>
    public async Task<ILookup<long, (Milestone Milestone, IReadOnlyList<MilestoneReading> Readings)>> OfProposalsAsync(IReadOnlyCollection<long> keys)
    {
        await using var connection = db.Open();
        var milestones = (await connection.QueryAsync<Row>(SelectOfProposals, new { keys })).AsList();
        var readings = milestones.Count == 0 ? [] : await connection.QueryAsync<ReadingRow>(SelectReadings, new { keys });
        var byMilestone = readings.ToLookup(row => (row.Proposal, row.Number), row => row.ToReading());
        return milestones.ToLookup(row => row.Proposal, row => (row.ToMilestone(), (IReadOnlyList<MilestoneReading>)[.. byMilestone[(row.Proposal, row.Number)]]));
    }

    // Withdrawn proposals promise nothing, and what an event has settled needs no more looks.
    private const string IsOpen = """
        m.chain = @chain AND m.by_at > @closed AND p.deleted_message IS NULL AND NOT EXISTS
            (SELECT 1 FROM milestone_readings d WHERE d.proposal = m.proposal AND d.number = m.number AND d.tx IS NOT NULL AND d.holds = 1)
        """;

    // Those that were read longest ago come first, so that a limit leaves none out for ever.
    private const string SelectOpen = $"""
        SELECT {Columns}, r.position AS LastRead FROM milestones m JOIN proposals p ON p.key = m.proposal
        LEFT JOIN milestone_readings r ON r.proposal = m.proposal AND r.number = m.number
         AND r.position = (SELECT MAX(l.position) FROM milestone_readings l WHERE l.proposal = m.proposal AND l.number = m.number)
        WHERE {IsOpen} ORDER BY COALESCE(r.position, -1), m.proposal, m.number
        """;

    /// <summary>The milestones of a chain that are still watched.</summary>
    internal async Task<IReadOnlyList<OpenMilestone>> OpenAsync(ulong chain, DateTimeOffset now)
    {
        await using var connection = db.Open();
        return [.. (await connection.QueryAsync<OpenRow>(SelectOpen, new { chain = (long)chain, closed = ClosedBefore(now) })).Select(row => row.ToMilestone())];
    }

    private const string SelectWatchers = $"SELECT DISTINCT p.id FROM milestones m JOIN proposals p ON p.key = m.proposal WHERE {IsOpen}";

    /// <summary>The ids of proposals with watched milestones on a chain: they change when it falls silent.</summary>
    internal async Task<IReadOnlyList<string>> WatchersAsync(ulong chain, DateTimeOffset now)
    {
        await using var connection = db.Open();
        return [.. await connection.QueryAsync<string>(SelectWatchers, new { chain = (long)chain, closed = ClosedBefore(now) })];
    }

    private const string SelectStarting = $"SELECT {Columns} FROM milestones m JOIN proposals p ON p.key = m.proposal WHERE {IsOpen} AND m.from_block <= @upTo";

    /// <summary>The watched milestones whose events count in a block up to this one.</summary>
    internal static IReadOnlyList<Milestone> StartingUpTo(WriteScope scope, ulong chain, long upTo, DateTimeOffset now) =>
        [.. scope.Connection.Query<Row>(SelectStarting, new { chain = (long)chain, upTo, closed = ClosedBefore(now) }, scope.Transaction).Select(row => row.ToMilestone())];

    private static long ClosedBefore(DateTimeOffset now) => now.ToUnixTimeSeconds() - WatchedAfterDate;

    private const string InsertOne = """
        INSERT INTO milestones (proposal, number, chain, definition, by_at, from_block) VALUES (@proposal, @number, @chain, @definition, @by, @fromBlock)
        """;

    private const string DeleteOfProposal = "DELETE FROM milestones WHERE proposal = @proposal";

    private const string DeleteReadingsOfProposal = "DELETE FROM milestone_readings WHERE proposal = @proposal";

    /// <summary>Puts a proposal's milestones in place of those that it had: events count from the first block that the index has not read.</summary>
    internal static void Replace(WriteScope scope, long proposal, IReadOnlyList<CheckedMilestone> milestones)
    {
        scope.Connection.Execute(DeleteReadingsOfProposal, new { proposal }, scope.Transaction);
        scope.Connection.Execute(DeleteOfProposal, new { proposal }, scope.Transaction);
        for (int number = 0; number < milestones.Count; number++)
        {
            var (definition, at, answer) = milestones[number];
            var indexed = IndexCursorStore.Find(scope, definition.Chain)?.Head;
            long fromBlock = Math.Max(indexed?.Number ?? 0, at.Number) + 1;
            scope.Connection.Execute(InsertOne, new { proposal, number, chain = (long)definition.Chain, definition = definition.Json, by = definition.By, fromBlock }, scope.Transaction);
            // An answer at a block that is not indexed could not be undone with it.
            if (answer is not null && indexed == at) Store(scope, MilestoneCalls.ReadingOf(new Milestone(proposal, number, definition, fromBlock), answer, at));
        }
    }

    private const string SelectLast = $"SELECT {ReadingColumns} FROM milestone_readings WHERE proposal = @Proposal AND number = @Number ORDER BY position DESC LIMIT 1";

    private const string DeletePassing = "DELETE FROM milestone_readings WHERE proposal = @Proposal AND number = @Number AND turned = 0";

    private const string DeleteOldest = """
        DELETE FROM milestone_readings WHERE proposal = @Proposal AND number = @Number AND position <
            (SELECT MIN(position) FROM (SELECT position FROM milestone_readings WHERE proposal = @Proposal AND number = @Number ORDER BY position DESC LIMIT @MaxKept) kept)
        """;

    private const string InsertReading = """
        INSERT INTO milestone_readings (proposal, number, chain, position, holds, value, turned, block, block_hash, block_time, tx, log_index)
        VALUES (@Proposal, @Number, @chain, @Position, @holds, @Value, @turned, @block, @hash, @time, @tx, @LogIndex)
        ON CONFLICT (proposal, number, position) DO NOTHING
        """;

    /// <summary>Keeps a reading in place of the one before, unless the condition turned. True: something is to be seen that was not.</summary>
    internal static bool Store(WriteScope scope, MilestoneReading reading)
    {
        var last = scope.Connection.QuerySingleOrDefault<ReadingRow>(SelectLast, reading, scope.Transaction)?.ToReading();
        if (last is { Holds: true, Transaction: not null } && reading.Holds) return false;
        bool turned = reading.Transaction is not null || last is null || last.Holds != reading.Holds;
        scope.Connection.Execute(DeletePassing, reading, scope.Transaction);
        scope.Connection.Execute(InsertReading, new
        {
            reading.Proposal, reading.Number, chain = (long)reading.Chain, reading.Position, holds = reading.Holds ? 1 : 0, reading.Value, turned = turned ? 1 : 0,
            block = reading.Block.Number, hash = reading.Block.Hash, time = reading.Block.Time, tx = reading.Transaction?.ToArray(), reading.LogIndex,
        }, scope.Transaction);
        scope.Connection.Execute(DeleteOldest, new { reading.Proposal, reading.Number, MaxKept }, scope.Transaction);
        return turned || last!.Value != reading.Value;
    }

    private const string SelectAffected = "SELECT DISTINCT p.id FROM milestone_readings r JOIN proposals p ON p.key = r.proposal WHERE r.chain = @chain AND r.block > @block";

    private const string DeleteAbove = "DELETE FROM milestone_readings WHERE chain = @chain AND block > @block AND (tx IS NOT NULL OR block > @kept)";

    /// <summary>Deletes what later blocks have shown; the answer are the ids of the proposals that it concerns.</summary>
    /// <param name="kept">Answers up to this block stay: nobody can ask for them again. Events are read anew.</param>
    internal static IReadOnlyList<string> RemoveAbove(WriteScope scope, ulong chain, long block, long kept = -1)
    {
        var above = new { chain = (long)chain, block, kept = Math.Max(kept, block) };
        var affected = scope.Connection.Query<string>(SelectAffected, above, scope.Transaction).AsList();
        scope.Connection.Execute(DeleteAbove, above, scope.Transaction);
        return affected;
    }

    private const string SelectId = "SELECT id FROM proposals WHERE key = @proposal";

    internal static string IdOf(WriteScope scope, long proposal) => scope.Connection.ExecuteScalar<string>(SelectId, new { proposal }, scope.Transaction)!;

    private sealed record Row(long Proposal, long Number, string Definition, long FromBlock)
    {
        public Milestone ToMilestone() => new(Proposal, (int)Number, MilestonesPlugin.ReadStored(Definition), FromBlock);
    }

    private sealed record OpenRow(long Proposal, long Number, string Definition, long FromBlock, long? LastRead)
    {
        public OpenMilestone ToMilestone() => new(new Row(Proposal, Number, Definition, FromBlock).ToMilestone(), LastRead is not null);
    }

    private sealed record ReadingRow(
        long Proposal, long Number, long Chain, long Holds, string Value, long Block, Hash32 BlockHash, long BlockTime, byte[]? Tx, long? LogIndex)
    {
        public MilestoneReading ToReading() => new(
            Proposal, (int)Number, (ulong)Chain, Holds == 1, Value, new BlockPoint(Block, BlockHash, BlockTime), Tx is { } tx ? new Hash32(tx) : null, (int?)LogIndex);
    }
}

/// <summary>A milestone that is watched.</summary>
/// <param name="IsRead">Whether anything was ever read of it.</param>
internal sealed record OpenMilestone(Milestone Milestone, bool IsRead);
