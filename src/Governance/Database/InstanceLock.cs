namespace Governance.Database;

/// <summary>
/// A SQLite file belongs to one portal at a time: a second one would follow the chains twice and show what it remembers of spaces and proposals
/// that the first has changed. The operating system holds the lock, so it ends with the process, kill -9 included.
/// </summary>
public sealed class InstanceLock : IDisposable
{
    private readonly FileStream? _held;

    /// <exception cref="DatabaseInUseException">Another process has it.</exception>
    public InstanceLock(Db db)
    {
        if (db.File is not { } file) return;
        try
        {
            _held = new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault)
        {
            throw new DatabaseInUseException(file, fault);
        }
    }

    public void Dispose() => _held?.Dispose();
}

/// <summary>Another portal runs on the database.</summary>
public sealed class DatabaseInUseException(string file, Exception cause) : Exception(
    $"Database:Directory: another portal uses {file} already. Stop it first, or give this one a folder of its own, for example --Database:Directory=/var/lib/governance-2", cause);
