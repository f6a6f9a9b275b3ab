using System.Diagnostics;
using System.Globalization;

namespace Governance.Benchmarks.Audits;

/// <summary>One run of the audit program, from its start to its verdict.</summary>
/// <param name="Seconds">On the wall, the program's start included.</param>
/// <param name="ProcessorSeconds">Of all its threads.</param>
/// <param name="PeakMiB">The most memory that it had.</param>
internal sealed record AuditRun(double Seconds, double ProcessorSeconds, double PeakMiB)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <exception cref="InvalidOperationException">Its verdict is not that everything is equal.</exception>
    internal static AuditRun Of(string program, string bundle, int votes)
    {
        long start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, [bundle]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = process.StandardOutput.ReadToEndAsync();
        double peak = 0, processor = 0;
        do
        {
            // What the system knows of a process it forgets at its end.
            peak = Math.Max(peak, ProcessFigures.PeakMiB(process.Id));
            processor = Math.Max(processor, ProcessFigures.ProcessorSeconds(process.Id));
        }
        while (!process.WaitForExit(Look));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        string report = said.GetAwaiter().GetResult();
        string counted = string.Create(CultureInfo.InvariantCulture, $"votes       {votes},");
        if (process.ExitCode != 0 || !report.Contains("EQUAL:", StringComparison.Ordinal) || !report.Contains(counted, StringComparison.Ordinal)) throw new InvalidOperationException($"The audit says:\n{report}");
        return new AuditRun(seconds, processor, peak);
    }
}
