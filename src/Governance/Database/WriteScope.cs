using System.Data.Common;

namespace Governance.Database;

/// <summary>
/// One transaction of the <see cref="Writer"/>, shared by the writes of a group. Stores run their SQL on <see cref="Connection"/> with
/// <see cref="Transaction"/>; what the group should write once (tally changes, the ledger's checkpoint) is a part.
/// </summary>
public sealed class WriteScope
{
    private readonly Statements _statements;
    private readonly Dictionary<Type, object> _kept;
    private readonly Dictionary<Type, IWritePart> _parts = [];
    private readonly List<Action> _afterCommit = [];
    private readonly SideThread _side;

    internal WriteScope(DbConnection connection, DbTransaction transaction, Statements statements, Dictionary<Type, object> kept, LateIndexes late, SideThread side)
    {
        (Connection, Transaction, _statements, _kept, Late, _side) = (connection, transaction, statements, kept, late, side);
    }

    /// <summary>The indexes that are written late.</summary>
    internal LateIndexes Late { get; }

    public DbConnection Connection { get; }

    public DbTransaction Transaction { get; }

    /// <summary>Runs a statement that stays prepared: for what every vote runs.</summary>
    internal void Execute(string sql, params ReadOnlySpan<(string Name, SqlValue Value)> values) => _statements.With(sql, values).Execute();

    /// <summary>The number in the first column of the first row; null where there is none. As <see cref="Execute"/>.</summary>
    internal long? Number(string sql, params ReadOnlySpan<(string Name, SqlValue Value)> values) =>
        _statements.With(sql, values).First(static row => row.IsNull(0) ? (long?)null : row.Number(0));

    /// <summary>The first row; the default where there is none. As <see cref="Execute"/>.</summary>
    internal T? First<T>(Func<StatementRow, T> read, string sql, params ReadOnlySpan<(string Name, SqlValue Value)> values) => _statements.With(sql, values).First(read);

    /// <summary>All rows. As <see cref="Execute"/>.</summary>
    internal List<T> List<T>(Func<StatementRow, T> read, string sql, params ReadOnlySpan<(string Name, SqlValue Value)> values) => _statements.With(sql, values).List(read);

    /// <summary>The group's one part of this type, made at first use and flushed once before the commit.</summary>
    public T Part<T>(Func<WriteScope, T> create) where T : class, IWritePart
    {
        if (_parts.TryGetValue(typeof(T), out var part)) return (T)part;
        var made = create(this);
        _parts.Add(typeof(T), made);
        return made;
    }

    /// <summary>What the writer remembers of the committed state from one group to the next; null: nothing.</summary>
    public T? Kept<T>() where T : class => (T?)_kept.GetValueOrDefault(typeof(T));

    /// <summary>Remembers it in place of what was: only when the group is durable, so <see cref="AfterCommit"/>.</summary>
    public void Keep<T>(T committed) where T : class => _kept[typeof(T)] = committed;

    /// <summary>Runs when the group is durable; never when it was rolled back. Must not throw.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    /// <summary>Does something that touches no database while the group is written.</summary>
    internal Task<T> Beside<T>(Func<T> work) => _side.Run(work);

    internal void Begin()
    {
        foreach (var part in _parts.Values) part.Begin(this);
    }

    internal void Flush()
    {
        foreach (var part in _parts.Values) part.Flush(this);
        foreach (var part in _parts.Values) part.Finish(this);
    }

    internal void Committed()
    {
        foreach (var action in _afterCommit) action();
    }
}

/// <summary>What a group of writes collects and writes once, just before the commit.</summary>
public interface IWritePart
{
    /// <summary>All of the group have said what they foresee.</summary>
    void Begin(WriteScope scope)
    {
    }

    /// <summary>All of the group ran.</summary>
    void Flush(WriteScope scope)
    {
    }

    /// <summary>All parts were flushed: the last before the commit, for what was begun elsewhere.</summary>
    void Finish(WriteScope scope)
    {
    }
}
