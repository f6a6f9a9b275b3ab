using System.Diagnostics;
using System.Globalization;

namespace Governance.Web.Tests.Inbox;

/// <summary>
/// A disk of 2 MB for one portal that can be filled and emptied again: a tmpfs where this account may mount one, else a limit on the size of the
/// portal's files (RLIMIT_FSIZE), which the kernel refuses to exceed just as really and which needs no right.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    public const int Bytes = 2 << 20;

    private readonly bool _mounted;

    private SmallDisk(string folder, bool mounted) => (Folder, _mounted) = (folder, mounted);

    public string Folder { get; }

    /// <summary>How it is made, for the test's output.</summary>
    public string Kind => _mounted ? "tmpfs" : "file size limit";

    /// <param name="mayMount">False: by the limit even where a tmpfs could be mounted.</param>
    public static SmallDisk Make(bool mayMount)
    {
        string folder = Directory.CreateTempSubdirectory("governance-disk-").FullName;
        return new SmallDisk(folder, mayMount && Run("mount", "-t", "tmpfs", "-o", $"size={Bytes}", "governance-test", folder));
    }

    /// <summary>No more space: what is left of the disk is given away, or the process may make its files no larger than the largest is.</summary>
    public void Fill(int process)
    {
        if (!_mounted)
        {
            SetLimit(process, Largest().ToString(CultureInfo.InvariantCulture));
            return;
        }

        using var ballast = new FileStream(Path.Combine(Folder, "ballast"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4_096];
        try
        {
            while (true) ballast.Write(page);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Space is there again.</summary>
    public void Empty(int process)
    {
        if (_mounted) File.Delete(Path.Combine(Folder, "ballast"));
        else SetLimit(process, "unlimited");
    }

    public void Dispose()
    {
        if (_mounted) Run("umount", Folder).ShouldBeTrue();
        Directory.Delete(Folder, recursive: true);
    }

    private long Largest() => new DirectoryInfo(Folder).GetFiles().Max(file => file.Length);

    private static void SetLimit(int process, string bytes) =>
        Run("prlimit", "--pid", process.ToString(CultureInfo.InvariantCulture), $"--fsize={bytes}:unlimited").ShouldBeTrue("prlimit is part of util-linux");

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
