using Governance.Database;
using Governance.Messages;

namespace Governance.Ledger;

/// <summary>
/// Copies what a portal consists of, while it runs: the database as it stands at one moment, and the ledger's key, without which nobody can
/// continue the ledger. The copy is opened and held against its last signed head before it counts as a backup.
/// </summary>
public sealed class BackUp(Db db, DatabaseOptions database, LedgerOptions options)
{
    /// <summary>Writes <c>governance.db</c> and <c>ledger.key</c> into a new or empty folder; a portal starts on it by <c>Database:Directory</c>.</summary>
    /// <exception cref="InvalidDataException">The folder holds a backup already, there is nothing to copy, or the copy is not what was signed.</exception>
    public BackupReport Run(string folder)
    {
        folder = Path.GetFullPath(folder);
        string file = Path.Combine(folder, Db.FileName), copiedKey = Path.Combine(folder, LedgerOptions.FileName);
        if (File.Exists(file)) throw new InvalidDataException($"{folder} holds a database already: name a new folder, an older backup is not overwritten.");
        // Perhaps the very key that is to be copied.
        if (File.Exists(copiedKey)) throw new InvalidDataException($"{folder} holds a ledger's key already: name a new folder, a key is not overwritten.");
        string key = options.FileIn(database);
        if (!File.Exists(key)) throw new InvalidDataException($"Ledger:KeyFile: {key} is missing. A database without its key can not go on: put it back, or name where it lies.");
        try
        {
            MakePrivate(folder);
            CopyPrivately(key, copiedKey);
            // Under another name until it is whole.
            db.CopyTo(file + ".part");
            File.Move(file + ".part", file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
        {
            RemoveParts(file + ".part", file + ".part-journal", copiedKey);
            throw new InvalidDataException($"The backup can not be written to {folder}: {e.Message} Name a new folder that this account may write, on a disk with room for the database.", e);
        }

        return Verify(folder);
    }

    // What is no backup must not look like one, and a key must not lie about.
    private static void RemoveParts(params ReadOnlySpan<string> parts)
    {
        try
        {
            foreach (string part in parts) File.Delete(part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder was never made, or is no folder: there is nothing to remove.
        }
    }

    private static BackupReport Verify(string folder)
    {
        var copied = new DatabaseOptions { Directory = folder, ConnectionString = $"Data Source={Path.Combine(folder, Db.FileName)};Pooling=False" };
        var copy = new Db(copied);
        using var signer = LedgerSigner.FromFile(new LedgerOptions(), copied);
        var store = new LedgerStore(copy, signer);
        if (copy.Damage() is { } damage) throw new InvalidDataException($"The copy in {folder} is damaged: {damage}. Back up again, and look at the disk.");
        new LedgerIntegrity(copy, store, signer).Check();
        using var connection = copy.Open();
        return new BackupReport(folder, MessageStore.Count(connection), store.Latest(connection));
    }

    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void CopyPrivately(string from, string to)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var copy = new FileStream(to, options);
        copy.Write(File.ReadAllBytes(from));
        copy.Flush(flushToDisk: true);
    }
}

/// <param name="Folder">Where it lies.</param>
/// <param name="Messages">Accepted messages in it.</param>
/// <param name="Head">The last signed head of its ledger; null: nothing was accepted yet.</param>
public sealed record BackupReport(string Folder, long Messages, Checkpoint? Head);
