using System.Data.Common;

namespace Governance.Database;

/// <summary>
/// Statements that the writer runs for every vote, prepared once for as long as its connection lasts: preparing costs more than running them.
/// </summary>
internal sealed class Statements(DbConnection connection) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>The statement with these values, ready to run within <paramref name="transaction"/>. Values are what SQLite stores: long, string, byte[] or null.</summary>
    public DbCommand With(string sql, DbTransaction transaction, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_prepared.TryGetValue(sql, out var command)) _prepared.Add(sql, command = Prepare(sql, values));
        command.Transaction = transaction;
        for (int i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i].Value ?? DBNull.Value;
        return command;
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
    }

    // The order of a statement's parameters is that of its first use: each stands in one place of the code.
    private DbCommand Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are the stores' constants; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, _) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
