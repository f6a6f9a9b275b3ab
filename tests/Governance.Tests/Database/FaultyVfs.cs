using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Governance.Tests.Database;

/// <summary>
/// SQLite's own door to the disk (https://sqlite.org/vfs.html) with a spy in it: real files, but every write, sync, truncation and deletion in a
/// watched folder is told to its <see cref="FaultyDisk"/> first, which may refuse it as a disk would. Databases elsewhere notice nothing.
/// </summary>
internal static unsafe partial class FaultyVfs
{
    /// <summary>For <c>Vfs=</c> of a connection string.</summary>
    public const string Name = "faulty";

    // Places of the pointers in sqlite3_vfs and sqlite3_io_methods, in words of 8 bytes.
    private const int VfsWords = 21, VfsName = 3, VfsOpen = 5, VfsDelete = 6;
    private const int MethodWords = 19, MethodWrite = 3, MethodTruncate = 4, MethodSync = 5;

    private static readonly ConcurrentDictionary<string, FaultyDisk> Disks = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<nint, (FaultyDisk Disk, string File)> Files = [];
    private static readonly ConcurrentDictionary<nint, nint> Spied = [];
    private static readonly nint* Real = Register();

    public static void Watch(FaultyDisk disk)
    {
        Disks[disk.Folder] = disk;
        if (Real is null) throw new InvalidOperationException("SQLite has no default VFS.");
    }

    public static void Leave(FaultyDisk disk) => Disks.TryRemove(disk.Folder, out _);

    private static nint* Register()
    {
        nint* real = sqlite3_vfs_find(null);
        var spy = (nint*)NativeMemory.AllocZeroed(VfsWords, (nuint)sizeof(nint));
        Unsafe.CopyBlock(spy, real, VfsWords * (uint)sizeof(nint));
        spy[VfsName] = Marshal.StringToCoTaskMemUTF8(Name);
        spy[VfsOpen] = (nint)(delegate* unmanaged[Cdecl]<nint, byte*, nint*, int, int*, int>)&Open;
        spy[VfsDelete] = (nint)(delegate* unmanaged[Cdecl]<nint, byte*, int, int>)&Delete;
        int failed = sqlite3_vfs_register(spy, 0);
        return failed == 0 ? real : throw new InvalidOperationException($"SQLite refused the VFS: {failed}.");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(nint vfs, byte* name, nint* file, int flags, int* outFlags)
    {
        var open = (delegate* unmanaged[Cdecl]<nint, byte*, nint*, int, int*, int>)Real[VfsOpen];
        int result = open((nint)Real, name, file, flags, outFlags);
        if (result != 0 || file[0] == 0 || Find(name) is not { } found) return result;
        Files[(nint)file] = found;
        file[0] = Spied.GetOrAdd(file[0], Spy);
        return result;
    }

    // The same methods, three of them ours; kept for ever, there are only a few kinds of files.
    private static nint Spy(nint methods)
    {
        var spy = (nint*)NativeMemory.AllocZeroed(MethodWords + 1, (nuint)sizeof(nint));
        Unsafe.CopyBlock(spy, (void*)methods, MethodWords * (uint)sizeof(nint));
        spy[MethodWrite] = (nint)(delegate* unmanaged[Cdecl]<nint*, byte*, int, long, int>)&Write;
        spy[MethodTruncate] = (nint)(delegate* unmanaged[Cdecl]<nint*, long, int>)&Truncate;
        spy[MethodSync] = (nint)(delegate* unmanaged[Cdecl]<nint*, int, int>)&Sync;
        // One word further: the methods that they stand for.
        spy[MethodWords] = methods;
        return (nint)spy;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint* file, byte* bytes, int count, long offset)
    {
        var write = (delegate* unmanaged[Cdecl]<nint*, byte*, int, long, int>)RealOf(file)[MethodWrite];
        var (disk, name) = Files[(nint)file];
        int fault = disk.Ask(new DiskStep(DiskStepKind.Write, name, offset, new ReadOnlySpan<byte>(bytes, count).ToArray()));
        if (fault == 0) return write(file, bytes, count, offset);
        // A disk that fails in the middle of a write has written the beginning.
        int torn = write(file, bytes, count / 2, offset);
        return torn == 0 ? fault : torn;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(nint* file, long size)
    {
        var truncate = (delegate* unmanaged[Cdecl]<nint*, long, int>)RealOf(file)[MethodTruncate];
        var (disk, name) = Files[(nint)file];
        int fault = disk.Ask(new DiskStep(DiskStepKind.Truncate, name, size, []));
        return fault == 0 ? truncate(file, size) : fault;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(nint* file, int flags)
    {
        var sync = (delegate* unmanaged[Cdecl]<nint*, int, int>)RealOf(file)[MethodSync];
        var (disk, name) = Files[(nint)file];
        int fault = disk.Ask(new DiskStep(DiskStepKind.Sync, name, 0, []));
        return fault == 0 ? sync(file, flags) : fault;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(nint vfs, byte* name, int syncFolder)
    {
        var delete = (delegate* unmanaged[Cdecl]<nint, byte*, int, int>)Real[VfsDelete];
        int fault = Find(name) is var (disk, file) ? disk.Ask(new DiskStep(DiskStepKind.Delete, file, 0, [])) : 0;
        return fault == 0 ? delete((nint)Real, name, syncFolder) : fault;
    }

    private static nint* RealOf(nint* file) => (nint*)((nint*)file[0])[MethodWords];

    private static (FaultyDisk Disk, string File)? Find(byte* name)
    {
        if (name is null || Marshal.PtrToStringUTF8((nint)name) is not { } path) return null;
        return Disks.TryGetValue(Path.GetDirectoryName(path) ?? "", out var disk) ? (disk, Path.GetFileName(path)) : null;
    }

    [LibraryImport("e_sqlite3", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial nint* sqlite3_vfs_find(string? name);

    [LibraryImport("e_sqlite3")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial int sqlite3_vfs_register(nint* vfs, int makeDefault);
}
