using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Governance.Web.Tests.Walks;

/// <summary>The real program in a process of its own, on a free port of the loopback and a database folder that goes away with it.</summary>
internal sealed partial class PortalProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly List<string> _output = [];
    private bool _ended;
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PortalProcess(Process process, string folder) => (_process, Folder) = (process, folder);

    /// <summary>Whether the folder outlives the process: for a test that starts the program again in it.</summary>
    public bool KeepFolder { get; init; }

    public Uri Url { get; private set; } = null!;

    /// <summary>The database's folder.</summary>
    public string Folder { get; }

    /// <summary>What the program wrote, for a failing test to show.</summary>
    public string Output
    {
        get { lock (_output) return string.Join('\n', _output); }
    }

    /// <param name="settings">As on the command line: <c>--Limits:MaxCircuits=5</c>.</param>
    public static Task<PortalProcess> StartAsync(params string[] settings) => StartAsync(Directory.CreateTempSubdirectory("governance-walk-").FullName, false, settings);

    /// <summary>Starts the program in a folder that stays when it ends.</summary>
    public static Task<PortalProcess> StartInAsync(string folder, params string[] settings) => StartAsync(folder, true, settings);

    /// <summary>The process, for a test that limits what it may use.</summary>
    public int Id => _process.Id;

    /// <summary>Runs a command of the program, or a start that must fail, to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunToEndAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>As the other; a write beyond the limit on its files' size fails in the program instead of ending it (SIGXFSZ).</summary>
    public static Task<PortalProcess> StartWithFileLimitsAsync(string folder, params string[] settings) => StartAsync(folder, true, settings, "/bin/sh", "-c", "trap '' XFSZ; exec \"$0\" \"$@\"", Program);

    /// <summary>kill -9: no goodbye, no flush.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    private static async Task<PortalProcess> StartAsync(string folder, bool keepFolder, string[] settings, params string[] command)
    {
        Directory.CreateDirectory(folder);
        if (command.Length == 0) command = [Program];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (string setting in (string[])["--Urls=http://127.0.0.1:0", $"--Database:Directory={folder}", "--Limits:MessagesPerMinute=100000", .. settings]) start.ArgumentList.Add(setting);
        var portal = new PortalProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, folder) { KeepFolder = keepFolder };
        await portal.RunAsync();
        return portal;
    }

    public async ValueTask DisposeAsync()
    {
        if (_ended) return;
        _ended = true;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (!KeepFolder) Directory.Delete(Folder, recursive: true);
    }

    private async Task RunAsync()
    {
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"The portal ended before it listened:\n{Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Url = await _ready.Task.WaitAsync(Patience);
    }

    private void Read(string? line)
    {
        if (line is null) return;
        lock (_output) _output.Add(line);
        if (Listening().Match(line) is { Success: true } match) _ready.TrySetResult(new Uri(match.Groups[1].Value));
    }

    // The build put the program beside its project; tests are built in the same configuration.
    private static string Program
    {
        get
        {
            var tests = new DirectoryInfo(AppContext.BaseDirectory);
            string configuration = tests.Parent!.Name, framework = tests.Name;
            var root = tests;
            while (!File.Exists(Path.Combine(root.FullName, "Governance.sln"))) root = root.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
            return Path.Combine(root.FullName, "src", "Governance.Web", "bin", configuration, framework, OperatingSystem.IsWindows() ? "Governance.Web.exe" : "Governance.Web");
        }
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
