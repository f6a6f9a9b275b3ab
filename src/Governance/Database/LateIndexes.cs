using System.Data.Common;
using Dapper;

namespace Governance.Database;

/// <summary>The indexes over what comes in no order: messages by their id, votes by their voter. What an entry leads to must be compared: it holds eight bytes of it.</summary>
internal sealed class LateIndexes
{
    private const string InsertId = "INSERT INTO message_ids (key, proposal, message) VALUES (@key, @proposal, @message) ON CONFLICT DO NOTHING";
    private const string InsertVote = "INSERT INTO votes_of_voters (key, proposal, message) VALUES (@key, @proposal, @message) ON CONFLICT DO NOTHING";

    private const string CompleteIds = "INSERT INTO message_ids (key, proposal, message) SELECT substr(id, 1, 8), 0, idx FROM messages WHERE idx >= @from ON CONFLICT DO NOTHING";

    private const string CompleteVotes = """
        INSERT INTO votes_of_voters (key, proposal, message) SELECT substr(voter, 1, 8), proposal, message FROM votes WHERE message >= @from ON CONFLICT DO NOTHING
        """;

    private const string SelectFirst = "SELECT COALESCE(MAX(idx), 0) - @most FROM messages";

    /// <summary>By the first bytes of a message's id; the proposal of each is 0.</summary>
    public LateIndex MessageIds { get; } = new(InsertId);

    /// <summary>By the first bytes of a voter's address, then by proposal.</summary>
    public LateIndex VotesOfVoters { get; } = new(InsertVote);

    /// <summary>Whether an entry is in no table yet.</summary>
    public bool AreWaiting => MessageIds.IsWaiting || VotesOfVoters.IsWaiting;

    /// <summary>Writes what still waited when the process ended. On start, before anything is read.</summary>
    public static void Complete(DbConnection connection)
    {
        long from = FirstLate(connection);
        using var transaction = connection.BeginTransaction();
        connection.Execute(CompleteIds, new { from }, transaction);
        connection.Execute(CompleteVotes, new { from }, transaction);
        transaction.Commit();
    }

    /// <summary>Entries of messages before this one are in the tables, whatever waits in the process that writes.</summary>
    public static long FirstLate(DbConnection connection) => connection.ExecuteScalar<long>(SelectFirst, new { most = LateIndex.MostLate });
}

/// <summary>The entries that a group of writes adds.</summary>
internal sealed class LateEntries : IWritePart
{
    private readonly Dictionary<LateIndex, Added> _added = [];

    public static LateEntries Of(WriteScope scope) => scope.Part(_ => new LateEntries());

    public void Add(LateIndex index, LateEntry entry)
    {
        if (!_added.TryGetValue(index, out var added)) _added.Add(index, added = new Added([], []));
        added.Entries.Add(entry);
        added.Keys.Add(entry.Key);
    }

    /// <summary>Entries of this key that are in no table yet, the group's own among them; the newest first.</summary>
    public IReadOnlyList<LateEntry> Find(LateIndex index, ulong key)
    {
        var late = index.Find(key);
        return _added.TryGetValue(index, out var added) && added.Keys.Contains(key) ? [.. added.Entries.Where(entry => entry.Key == key).Reverse(), .. late] : late;
    }

    public void Flush(WriteScope scope)
    {
        if (_added.Count == 0) return;
        long size = _added.Values.Max(added => added.Entries[^1].Message) + 1;
        foreach (var index in (LateIndex[])[scope.Late.MessageIds, scope.Late.VotesOfVoters]) index.Take(scope, _added.TryGetValue(index, out var added) ? added.Entries : [], size);
    }

    private sealed record Added(List<LateEntry> Entries, HashSet<ulong> Keys);
}
