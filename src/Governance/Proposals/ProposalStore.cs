using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using Dapper;
using Governance.Database;
using Governance.Ethereum;

namespace Governance.Proposals;

/// <summary>
/// Proposals of both kinds in one list. Signed ones change rarely (by an update before the start, by a withdrawal), so they are also remembered;
/// a governor's follow their chain: a deadline is extended, a quorum becomes known, a reorganisation takes all of it back.
/// </summary>
public sealed class ProposalStore(Db db)
{
    private const int MaxRemembered = 4_096;

    private readonly ConcurrentDictionary<string, Proposal> _known = new(StringComparer.Ordinal);

    private long _changes;

    private const string Columns = """
        key AS Key, id AS Id, space AS Space, kind AS Kind, author AS Author, created_at AS CreatedAt, title AS Title, body AS Body,
        discussion AS Discussion, choices AS Choices, voting_system AS VotingSystem, start_at AS Start, end_at AS EndAt,
        snapshot_block AS Snapshot, rules AS Rules, message AS Message, updated_message AS UpdatedMessage, deleted_message AS DeletedMessage
        """;

    private const string SelectById = $"SELECT {Columns} FROM proposals WHERE id = @id";

    public async Task<Proposal?> FindAsync(string id)
    {
        if (_known.TryGetValue(id, out var known)) return known;
        long changes = Volatile.Read(ref _changes);
        await using var connection = db.Open();
        if (await connection.QuerySingleOrDefaultAsync<Row>(SelectById, new { id }) is not { } row) return null;
        var proposal = row.ToProposal();
        if (proposal.Kind == ProposalKind.Governor) return proposal;
        if (_known.Count >= MaxRemembered) _known.Clear();
        _known[id] = proposal;
        // A row that was read while a write changed it must not be remembered in its old state.
        if (changes != Volatile.Read(ref _changes)) _known.TryRemove(id, out _);
        return proposal;
    }

    /// <summary>A signed proposal that was read before; null says nothing about it.</summary>
    internal Proposal? Remembered(string id) => _known.GetValueOrDefault(id);

    private const string SelectByKey = $"SELECT {Columns} FROM proposals WHERE key = @key";

    public async Task<Proposal?> FindAsync(long key)
    {
        await using var connection = db.Open();
        return (await connection.QuerySingleOrDefaultAsync<Row>(SelectByKey, new { key }))?.ToProposal();
    }

    /// <summary>The row itself, past what is remembered: for a recount.</summary>
    internal static Proposal ReadRow(DbConnection connection, long key) => connection.QuerySingle<Row>(SelectByKey, new { key }).ToProposal();

    private const string SelectPage = $"""
        SELECT {Columns} FROM proposals
        WHERE (@space = '' OR space = @space)
          AND (@all = 1 OR deleted_message IS NULL)
          AND (created_at < @createdAt OR (created_at = @createdAt AND key < @key))
          AND (@search = '' OR LOWER(title) LIKE @pattern ESCAPE '\')
        ORDER BY created_at DESC, key DESC
        LIMIT @limit
        """;

    /// <summary>Newest first, after the cursor.</summary>
    /// <param name="space">Null: every space.</param>
    /// <param name="search">Text within the title; null: every title.</param>
    /// <param name="withDeleted">Whether withdrawn ones are listed.</param>
    public async Task<IReadOnlyList<Proposal>> PageAsync(string? space, string? search, ProposalCursor after, int limit, bool withDeleted = false)
    {
        var pattern = "%" + (search ?? "").ToLowerInvariant().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
        await using var connection = db.Open();
        var rows = await connection.QueryAsync<Row>(SelectPage, new
        {
            space = space ?? "", all = withDeleted ? 1 : 0, createdAt = after.CreatedAt, key = after.Key, search = search ?? "", pattern, limit,
        });
        return [.. rows.Select(row => row.ToProposal())];
    }

    private const string CountRecent = """
        SELECT COUNT(*) FROM proposals WHERE space = @space AND kind = 'signed' AND created_at > @since
        """;

    internal static long PublishedSince(WriteScope scope, string space, long since) =>
        scope.Connection.ExecuteScalar<long>(CountRecent, new { space, since }, scope.Transaction);

    private const string CountActive = """
        SELECT COUNT(*) FROM proposals
        WHERE space = @space AND author = @author AND kind = 'signed' AND deleted_message IS NULL AND start_at <= @now AND end_at > @now
        """;

    internal static long ActiveOf(WriteScope scope, string space, Address author, long now) =>
        scope.Connection.ExecuteScalar<long>(CountActive, new { space, author, now }, scope.Transaction);

    private const string InsertOne = """
        INSERT INTO proposals (id, space, kind, author, created_at, title, body, discussion, choices, voting_system, start_at, end_at,
                               snapshot_block, rules, message)
        VALUES (@Id, @Space, @kind, @Author, @CreatedAt, @Title, @Body, @Discussion, @choices, @VotingSystem, @Start, @End,
                @Snapshot, @rules, @Message)
        RETURNING key
        """;

    /// <summary>Stores a new proposal; the answer is its key.</summary>
    internal static long Insert(WriteScope scope, Proposal proposal) => scope.Connection.ExecuteScalar<long>(InsertOne, new
    {
        proposal.Id, proposal.Space, kind = KindName(proposal.Kind), proposal.Author, proposal.CreatedAt, proposal.Title, proposal.Body,
        proposal.Discussion, choices = JsonSerializer.Serialize(proposal.Choices), proposal.VotingSystem, proposal.Start, proposal.End,
        proposal.Snapshot, rules = proposal.Rules.ToJson(), proposal.Message,
    }, scope.Transaction);

    private const string UpdateEnd = "UPDATE proposals SET end_at = @end WHERE key = @key";

    /// <summary>A governor has extended a vote, or a reorganisation has taken that back.</summary>
    internal static void ChangeEnd(WriteScope scope, long key, long end) => scope.Connection.Execute(UpdateEnd, new { key, end }, scope.Transaction);

    private const string UpdateRules = "UPDATE proposals SET rules = @rules WHERE key = @key";

    /// <summary>What a governor counts by became known, or unknown again.</summary>
    internal static void ChangeRules(WriteScope scope, long key, ProposalRules rules) =>
        scope.Connection.Execute(UpdateRules, new { key, rules = rules.ToJson() }, scope.Transaction);

    internal static Proposal Get(WriteScope scope, long key) =>
        scope.Connection.QuerySingle<Row>(SelectByKey, new { key }, scope.Transaction).ToProposal();

    private const string DeleteOne = "DELETE FROM proposals WHERE key = @key AND kind = 'governor'";

    /// <summary>A reorganisation has undone a governor's proposal; signed ones are never removed.</summary>
    internal static void Remove(WriteScope scope, long key) => scope.Connection.Execute(DeleteOne, new { key }, scope.Transaction);

    /// <summary>Drops what is remembered of a proposal whose row changed: after the commit.</summary>
    internal void Forget(string id)
    {
        Interlocked.Increment(ref _changes);
        _known.TryRemove(id, out _);
    }

    private const string SelectLastChange = """
        SELECT m.timestamp AS Timestamp, m.id AS Id FROM proposals p JOIN messages m ON m.idx = p.updated_message WHERE p.key = @proposal
        """;

    /// <summary>The claimed time and id of a proposal's last update, which names the proposal by its id and so is always later than that; null: none yet.</summary>
    internal static ProposalChange? LastChange(WriteScope scope, long proposal) =>
        scope.Connection.QuerySingleOrDefault<ProposalChange>(SelectLastChange, new { proposal }, scope.Transaction);

    private const string UpdateOne = """
        UPDATE proposals SET title = @Title, body = @Body, discussion = @Discussion, choices = @choices, voting_system = @VotingSystem,
                             rules = @rules, updated_message = @UpdatedMessage
        WHERE key = @Key
        """;

    internal static void Update(WriteScope scope, Proposal proposal) => scope.Connection.Execute(UpdateOne, new
    {
        proposal.Key, proposal.Title, proposal.Body, proposal.Discussion, choices = JsonSerializer.Serialize(proposal.Choices), proposal.VotingSystem,
        rules = proposal.Rules.ToJson(), proposal.UpdatedMessage,
    }, scope.Transaction);

    private const string UpdateDeleted = "UPDATE proposals SET deleted_message = @message WHERE key = @proposal AND deleted_message IS NULL";

    internal static void MarkDeleted(WriteScope scope, long proposal, long message) =>
        scope.Connection.Execute(UpdateDeleted, new { proposal, message }, scope.Transaction);

    internal static string KindName(ProposalKind kind) => kind == ProposalKind.Signed ? "signed" : "governor";

    private sealed record Row(
        long Key, string Id, string Space, string Kind, byte[] Author, long CreatedAt, string Title, string Body, string Discussion, string Choices,
        string VotingSystem, long Start, long EndAt, long Snapshot, string Rules, long? Message, long? UpdatedMessage, long? DeletedMessage)
    {
        public Proposal ToProposal() => new()
        {
            Key = Key, Id = Id, Space = Space, Kind = Kind == "signed" ? ProposalKind.Signed : ProposalKind.Governor, Author = new Address(Author),
            CreatedAt = CreatedAt, Title = Title, Body = Body, Discussion = Discussion, Choices = JsonSerializer.Deserialize<string[]>(Choices)!,
            VotingSystem = VotingSystem, Start = Start, End = EndAt, Snapshot = Snapshot, Rules = ProposalRules.FromJson(Rules),
            Message = Message, UpdatedMessage = UpdatedMessage, DeletedMessage = DeletedMessage,
        };
    }
}

/// <summary>A place in the list of proposals, newest first.</summary>
public readonly record struct ProposalCursor(long CreatedAt, long Key)
{
    public static readonly ProposalCursor Start = new(long.MaxValue, long.MaxValue);

    public static ProposalCursor Of(Proposal proposal) => new(proposal.CreatedAt, proposal.Key);
}

/// <summary>The message that last changed a proposal.</summary>
internal sealed record ProposalChange(long Timestamp, Hash32 Id);
