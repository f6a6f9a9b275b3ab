using System.Data.Common;

namespace Governance.Database;

/// <summary>
/// One transaction of the <see cref="Writer"/>, shared by the writes of a group. Stores run their SQL on <see cref="Connection"/> with
/// <see cref="Transaction"/>; what the group should write once (tally changes, the ledger's checkpoint) is a part.
/// </summary>
public sealed class WriteScope
{
    private readonly Statements _statements;
    private readonly Dictionary<Type, IWritePart> _parts = [];
    private readonly List<Action> _afterCommit = [];

    internal WriteScope(DbConnection connection, DbTransaction transaction, Statements statements)
    {
        (Connection, Transaction, _statements) = (connection, transaction, statements);
    }

    public DbConnection Connection { get; }

    public DbTransaction Transaction { get; }

    /// <summary>Runs a statement that stays prepared: for what every vote runs.</summary>
    internal void Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => _statements.With(sql, Transaction, values).ExecuteNonQuery();

    /// <summary>The first column of the first row; null where there is none. As <see cref="Execute"/>.</summary>
    internal object? Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        _statements.With(sql, Transaction, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>The first row; the default where there is none. As <see cref="Execute"/>.</summary>
    internal T? First<T>(Func<DbDataReader, T> read, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var reader = _statements.With(sql, Transaction, values).ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    /// <summary>All rows. As <see cref="Execute"/>.</summary>
    internal List<T> List<T>(Func<DbDataReader, T> read, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var reader = _statements.With(sql, Transaction, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    /// <summary>The group's one part of this type, made at first use and flushed once before the commit.</summary>
    public T Part<T>(Func<WriteScope, T> create) where T : class, IWritePart
    {
        if (_parts.TryGetValue(typeof(T), out var part)) return (T)part;
        var made = create(this);
        _parts.Add(typeof(T), made);
        return made;
    }

    /// <summary>Runs when the group is durable; never when it was rolled back. Must not throw.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    internal void Flush()
    {
        foreach (var part in _parts.Values) part.Flush(this);
    }

    internal void Committed()
    {
        foreach (var action in _afterCommit) action();
    }
}

/// <summary>What a group of writes collects and writes once, just before the commit.</summary>
public interface IWritePart
{
    void Flush(WriteScope scope);
}
