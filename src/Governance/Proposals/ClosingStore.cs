using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Dapper;
using Governance.Database;

namespace Governance.Proposals;

/// <summary>Which proposals are closed for new votes and which counts are final. Only ever added to.</summary>
public sealed class ClosingStore(Db db)
{
    private readonly Lock _loading = new();
    private ConcurrentDictionary<string, bool>? _closed;

    /// <summary>Whether voting was once seen to be over, whatever the clock says now.</summary>
    public bool IsClosed(string proposalId) => Closed().ContainsKey(proposalId);

    /// <summary>Somebody was told that voting is over: from then on it is, for this process, before the next pass writes it down.</summary>
    internal void SawEnd(string proposalId) => Closed()[proposalId] = true;

    private const string SelectFinal = "SELECT final_at AS FinalAt, ledger_size AS LedgerSize FROM proposal_closings WHERE proposal = @proposal AND final_at IS NOT NULL";

    /// <summary>Since when the count is final and at which size of the ledger; null: it is not.</summary>
    public async Task<FinalCount?> FindFinalAsync(long proposal)
    {
        await using var connection = db.Open();
        return await connection.QuerySingleOrDefaultAsync<FinalCount>(SelectFinal, new { proposal });
    }

    internal static FinalCount? FindFinal(System.Data.Common.DbConnection connection, long proposal, System.Data.Common.DbTransaction? transaction = null) =>
        connection.QuerySingleOrDefault<FinalCount>(SelectFinal, new { proposal }, transaction);

    /// <summary>The same question inside the transaction that stores a vote.</summary>
    internal static bool IsFinal(WriteScope scope, long proposal)
    {
        ref bool isFinal = ref CollectionsMarshal.GetValueRefOrAddDefault(scope.Part(_ => new Finals()).Known, proposal, out bool known);
        if (!known) isFinal = scope.Number(SelectFinal, ("@proposal", proposal)) is not null;
        return isFinal;
    }

    // Asked once for a group.
    private sealed class Finals : IWritePart
    {
        public Dictionary<long, bool> Known { get; } = [];
    }

    private const string SelectEnded = """
        SELECT p.key AS Key, p.id AS Id, p.end_at AS EndAt FROM proposals p
        WHERE p.kind = 'signed' AND p.end_at >= @since AND p.end_at < @now AND p.deleted_message IS NULL
          AND NOT EXISTS (SELECT 1 FROM proposal_closings c WHERE c.proposal = p.key)
        """;

    /// <summary>Proposals whose last second has passed and that nobody has closed yet.</summary>
    public async Task<IReadOnlyList<EndedProposal>> EndedAsync(long since, long now)
    {
        await using var connection = db.Open();
        return (await connection.QueryAsync<EndedProposal>(SelectEnded, new { since, now })).AsList();
    }

    private const string InsertClosing = """
        INSERT INTO proposal_closings (proposal, closed_at) VALUES (@proposal, @closedAt) ON CONFLICT (proposal) DO NOTHING
        """;

    internal void Close(WriteScope scope, EndedProposal proposal, long closedAt)
    {
        scope.Connection.Execute(InsertClosing, new { proposal = proposal.Key, closedAt }, scope.Transaction);
        scope.AfterCommit(() => Closed()[proposal.Id] = true);
    }

    private const string SelectClosing = """
        SELECT p.key AS Key, p.id AS Id, p.end_at AS EndAt FROM proposal_closings c JOIN proposals p ON p.key = c.proposal
        WHERE c.final_at IS NULL AND c.closed_at <= @closedBy
        """;

    // The one place outside the inbox that reads what waits there: a count is not final while it may still change.
    private const string SelectWaiting = "SELECT envelope FROM pending_messages WHERE received_at_ms < @before";

    /// <summary>Closed proposals without a final count, closed long enough ago, for which no vote waits that arrived in time.</summary>
    public async Task<IReadOnlyList<EndedProposal>> ReadyAsync(long closedBy)
    {
        await using var connection = db.Open();
        var closing = (await connection.QueryAsync<EndedProposal>(SelectClosing, new { closedBy })).AsList();
        if (closing.Count == 0) return [];
        var waiting = (await connection.QueryAsync<byte[]>(SelectWaiting, new { before = (closing.Max(p => p.EndAt) + 1) * 1000 }))
            .Select(Encoding.UTF8.GetString).ToArray();
        return [.. closing.Where(proposal => !waiting.Any(envelope => envelope.Contains(proposal.Id, StringComparison.Ordinal)))];
    }

    private const string UpdateFinal = """
        UPDATE proposal_closings SET final_at = @finalAt, ledger_size = (SELECT COALESCE(MAX(idx) + 1, 0) FROM messages)
        WHERE proposal = @proposal AND final_at IS NULL
        """;

    /// <summary>Inside the writer, so the ledger's size is that of exactly the votes that count.</summary>
    internal static void MakeFinal(WriteScope scope, long proposal, long finalAt)
    {
        scope.Connection.Execute(UpdateFinal, new { proposal, finalAt }, scope.Transaction);
        scope.Part(_ => new Finals()).Known.Remove(proposal);
    }

    private const string SelectClosed = "SELECT p.id FROM proposal_closings c JOIN proposals p ON p.key = c.proposal";

    private ConcurrentDictionary<string, bool> Closed()
    {
        lock (_loading)
        {
            if (_closed is not null) return _closed;
            using var connection = db.Open();
            return _closed = new(connection.Query<string>(SelectClosed).Select(id => KeyValuePair.Create(id, true)), StringComparer.Ordinal);
        }
    }
}

/// <param name="FinalAt">Unix seconds.</param>
/// <param name="LedgerSize">The ledger's size then: no later message is part of the count.</param>
public sealed record FinalCount(long FinalAt, long LedgerSize);

/// <param name="Key">The database's own number.</param>
/// <param name="EndAt">The last second of voting.</param>
public sealed record EndedProposal(long Key, string Id, long EndAt);
