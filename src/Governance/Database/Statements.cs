using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Governance.Database;

/// <summary>
/// Statements that the writer runs for every vote, prepared once for as long as its connection lasts and run by SQLite's own interface:
/// preparing one, or a command object around it, costs more than the work it does.
/// </summary>
internal sealed class Statements(DbConnection connection) : IDisposable
{
    private readonly sqlite3 _handle = ((SqliteConnection)connection).Handle!;

    // Statements are constants of the code, so the very text is the key: to hash it for each vote would cost more than to run some of them.
    private readonly Dictionary<string, Statement> _prepared = new(ReferenceEqualityComparer.Instance);

    /// <summary>The statement with these values, ready to run. A statement's values stand in one order, whatever the text's.</summary>
    public Statement With(string sql, ReadOnlySpan<(string Name, SqlValue Value)> values)
    {
        if (!_prepared.TryGetValue(sql, out var statement)) _prepared.Add(sql, statement = Prepare(sql, values));
        for (int i = 0; i < values.Length; i++) statement.Bind(i, values[i].Value);
        return statement;
    }

    public void Dispose()
    {
        foreach (var statement in _prepared.Values) statement.Dispose();
    }

    // The order of a statement's values is that of its first use: each stands in one place of the code.
    private Statement Prepare(string sql, ReadOnlySpan<(string Name, SqlValue Value)> values)
    {
        Check(_handle, raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var prepared));
        var places = new int[values.Length];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = raw.sqlite3_bind_parameter_index(prepared, values[i].Name);
            if (places[i] == 0) throw new InvalidOperationException($"The statement has no {values[i].Name}: {sql}");
        }

        if (raw.sqlite3_bind_parameter_count(prepared) != places.Length) throw new InvalidOperationException($"The statement has other parameters than its values: {sql}");
        return new Statement(_handle, prepared, places);
    }

    internal static void Check(sqlite3 handle, int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)) SqliteException.ThrowExceptionForRC(result, handle);
    }
}

/// <summary>One prepared statement. Run it once for each <see cref="Statements.With"/>.</summary>
internal sealed class Statement(sqlite3 handle, sqlite3_stmt prepared, int[] places) : IDisposable
{
    private readonly SqlValue?[] _bound = new SqlValue?[places.Length];

    internal void Bind(int index, SqlValue value)
    {
        // A value stays bound until there is another: a crowd's votes share their space, their proposal and mostly their choice.
        if (_bound[index] is { } bound && bound.IsSurely(value)) return;
        _bound[index] = null;
        int place = places[index];
        Statements.Check(handle, value.Reference switch
        {
            null => raw.sqlite3_bind_null(prepared, place),
            byte[] bytes => raw.sqlite3_bind_blob(prepared, place, bytes),
            string text => raw.sqlite3_bind_text(prepared, place, text),
            _ => raw.sqlite3_bind_int64(prepared, place, value.Number),
        });
        // Bytes are bound each time, so nothing need be kept alive for them.
        if (value.Reference is not byte[]) _bound[index] = value;
    }

    public void Execute()
    {
        try
        {
            while (Step())
            {
            }
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>The first row; the default where there is none.</summary>
    public T? First<T>(Func<StatementRow, T> read)
    {
        try
        {
            return Step() ? read(new StatementRow(prepared)) : default;
        }
        finally
        {
            Reset();
        }
    }

    public List<T> List<T>(Func<StatementRow, T> read)
    {
        try
        {
            var rows = new List<T>();
            while (Step()) rows.Add(read(new StatementRow(prepared)));
            return rows;
        }
        finally
        {
            Reset();
        }
    }

    public void Dispose() => prepared.Dispose();

    private bool Step()
    {
        int result = raw.sqlite3_step(prepared);
        Statements.Check(handle, result);
        return result == raw.SQLITE_ROW;
    }

    // Its answer is the last step's, which was looked at. A statement that is not reset holds the transaction open.
    private void Reset() => raw.sqlite3_reset(prepared);
}

/// <summary>The row that a statement stands at.</summary>
internal readonly struct StatementRow(sqlite3_stmt statement)
{
    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();
}
