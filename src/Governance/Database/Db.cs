using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Governance.Database;

/// <summary>
/// Opens connections to the database. Reading connections are many and short; writing goes through the one <see cref="Writer"/>.
/// SQLite in WAL mode with <c>synchronous=FULL</c>: what was committed survives kill -9 and power loss, and readers never wait for the writer.
/// </summary>
public sealed class Db
{
    /// <summary>The database's file in <see cref="DatabaseOptions.Directory"/>.</summary>
    public const string FileName = "governance.db";

    private readonly string _connectionString;
    private readonly string _writingConnectionString;

    // SQLite's own connections outlive ours in the pool, and so do their settings.
    private readonly ConditionalWeakTable<sqlite3, object> _set = [];

    public Db(DatabaseOptions options)
    {
        TypeHandlers.Register();
        File = FileOf(options);
        _connectionString = options.ConnectionString ?? FileIn(options.Directory);
        // Apart from the pool: a connection that may write is never lent to a reader.
        _writingConnectionString = new SqliteConnectionStringBuilder(_connectionString) { Pooling = false }.ToString();
    }

    /// <summary>The indexes that are written late.</summary>
    internal LateIndexes Late { get; } = new();

    /// <summary>The file on the disk; null where the connection string names none.</summary>
    public string? File { get; }

    /// <summary>The file of a database that is perhaps not there yet; nothing is opened or made.</summary>
    public static string? FileOf(DatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string source = options.ConnectionString is { } named ? new SqliteConnectionStringBuilder(named).DataSource : Path.Combine(options.Directory, FileName);
        return source.Length == 0 || source.StartsWith(':') || source.StartsWith("file:", StringComparison.OrdinalIgnoreCase) ? null : Path.GetFullPath(source);
    }

    /// <summary>Writes the database, as it stands at one moment, into a new file; readers and the writer go on meanwhile.</summary>
    public void CopyTo(string file)
    {
        using var source = Open(_connectionString, "PRAGMA query_only=1;");
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        copy.Open();
        source.BackupDatabase(copy);
    }

    /// <summary>What SQLite itself finds wrong with the file's structure; null: nothing.</summary>
    public string? Damage()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check(1)";
        return command.ExecuteScalar() is "ok" ? null : (string?)command.ExecuteScalar();
    }

    /// <summary>A connection for reading, from the pool; dispose it soon.</summary>
    public DbConnection Open() => Open(_connectionString, "PRAGMA query_only=1;");

    internal DbConnection OpenForWriting() => Open(_writingConnectionString, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000;");

    /// <summary>
    /// Copies what the write-ahead log holds into the database, beside whoever reads and writes; once it is copied whole, the next write begins at the
    /// log's start. Waits for nobody. False: it is not copied whole, there is no room or somebody still reads from it.
    /// </summary>
    internal bool CopyLog()
    {
        try
        {
            using var connection = OpenForWriting();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            using var reader = command.ExecuteReader();
            // Busy, frames in the log, frames copied.
            return reader.Read() && reader.GetInt64(0) == 0 && reader.GetInt64(1) == reader.GetInt64(2);
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private SqliteConnection Open(string connectionString, string pragmas)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            if (_set.TryGetValue(connection.Handle!, out _)) return connection;
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout=5000; PRAGMA foreign_keys=1; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY; " + pragmas;
            command.ExecuteNonQuery();
            _set.Add(connection.Handle!, connection.Handle!);
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
            DataSource = Path.Combine(directory, FileName),
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = true,
        }.ToString();
    }
}
