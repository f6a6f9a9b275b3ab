using System.Data.Common;

namespace Governance.Database;

/// <summary>
/// One transaction of the <see cref="Writer"/>, shared by the writes of a group. Stores run their SQL on <see cref="Connection"/> with
/// <see cref="Transaction"/>; what the group should write once (tally changes, the ledger's checkpoint) is a part.
/// </summary>
public sealed class WriteScope(DbConnection connection, DbTransaction transaction)
{
    private readonly Dictionary<Type, IWritePart> _parts = [];
    private readonly List<Action> _afterCommit = [];

    public DbConnection Connection { get; } = connection;

    public DbTransaction Transaction { get; } = transaction;

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
