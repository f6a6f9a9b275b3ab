using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Governance.Database;

/// <summary>
/// Opens connections to the database. Reading connections are many and short; writing goes through the one <see cref="Writer"/>.
/// SQLite in WAL mode with <c>synchronous=FULL</c>: what was committed survives kill -9 and power loss, and readers never wait for the writer.
/// </summary>
public sealed class Db
{
    private readonly string _connectionString;

    public Db(DatabaseOptions options)
    {
        TypeHandlers.Register();
        _connectionString = options.ConnectionString ?? FileIn(options.Directory);
    }

    /// <summary>A connection for reading, from the pool; dispose it soon.</summary>
    public DbConnection Open() => Open("PRAGMA query_only=1;");

    internal DbConnection OpenForWriting() => Open("PRAGMA query_only=0; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000;");

    private SqliteConnection Open(string pragmas)
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout=5000; PRAGMA foreign_keys=1; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY; " + pragmas;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string FileIn(string directory)
    {
        Directory.CreateDirectory(directory);
        return new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(directory, "governance.db"),
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = true,
        }.ToString();
    }
}
