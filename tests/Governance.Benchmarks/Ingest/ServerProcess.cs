using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Governance.Benchmarks.Ingest;

/// <summary>A server in a process of its own, ready when it says on which port of the loopback it listens.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private ServerProcess(Process process, Uri url) => (_process, Url) = (process, url);

    internal Uri Url { get; }

    /// <summary>The most memory that it ever had, MiB (Linux; elsewhere what it has now).</summary>
    internal double PeakMiB
    {
        get
        {
            if (ProcessFigures.PeakMiB(_process.Id) is > 0 and var peak) return peak;
            _process.Refresh();
            return _process.PeakWorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Seconds of processor time that it took so far, all threads together.</summary>
    internal double ProcessorSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    internal static async Task<ServerProcess> StartAsync(string program, string folder, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var said = new List<string>();
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            said.Add(line);
            if (Listening().Match(line) is not { Success: true } match) continue;
            // What it says from now on must not fill the pipe.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return new ServerProcess(process, new Uri(match.Groups[1].Value));
        }
        throw new InvalidOperationException($"{program} ended before it listened:\n{string.Join('\n', said)}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"[Ll]istening on:? (http://[^\s""]+)")]
    private static partial Regex Listening();
}
