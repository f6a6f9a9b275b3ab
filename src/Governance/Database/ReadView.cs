using System.Data.Common;

namespace Governance.Database;

/// <summary>One consistent view of the whole database while the portal goes on writing: what a recount or an export reads.</summary>
public sealed class ReadView : IDisposable
{
    public ReadView(Db db)
    {
        Connection = db.Open();
        Run("BEGIN");
    }

    public DbConnection Connection { get; }

    public void Dispose()
    {
        Run("COMMIT");
        Connection.Dispose();
    }

    // Not BeginTransaction: that takes SQLite's write lock at once.
    private void Run(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
