using Governance.Database;
using Microsoft.Data.Sqlite;

namespace Governance.Tests.Database;

internal enum DiskStepKind
{
    Write,
    Sync,
    Truncate,
    Delete,
}

/// <summary>One thing that SQLite asks of the disk.</summary>
/// <param name="File">Its name in the folder.</param>
/// <param name="Offset">Where it writes, or the length that it cuts the file to.</param>
internal sealed record DiskStep(DiskStepKind Kind, string File, long Offset, byte[] Bytes);

/// <summary>The disk under one folder, which fails when told to. SQLite's result codes: https://sqlite.org/rescode.html.</summary>
internal sealed class FaultyDisk : IDisposable
{
    public const int Full = 13;
    private const int WriteFault = 778, SyncFault = 1034, TruncateFault = 1546, DeleteFault = 2570;

    public FaultyDisk(string folder)
    {
        Folder = folder;
        FaultyVfs.Watch(this);
    }

    public string Folder { get; }

    /// <summary>Asked before each step: 0 lets it pass, else SQLite's code of the fault.</summary>
    public Func<DiskStep, int> Before { get; set; } = static _ => 0;

    public string ConnectionString => new SqliteConnectionStringBuilder { DataSource = Path.Combine(Folder, "governance.db"), Vfs = FaultyVfs.Name }.ToString();

    /// <summary>The settings of a portal on this disk.</summary>
    public DatabaseOptions Options => new() { Directory = Folder, ConnectionString = ConnectionString };

    public int Ask(DiskStep step) => Before(step);

    /// <summary>The code with which a real disk fails such a step.</summary>
    public static int FaultOf(DiskStep step) => step.Kind switch
    {
        DiskStepKind.Write => WriteFault,
        DiskStepKind.Sync => SyncFault,
        DiskStepKind.Truncate => TruncateFault,
        _ => DeleteFault,
    };

    public void Dispose() => FaultyVfs.Leave(this);
}
