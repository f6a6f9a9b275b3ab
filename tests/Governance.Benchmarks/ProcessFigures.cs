using System.Globalization;

namespace Governance.Benchmarks;

/// <summary>What Linux knows of a running process; 0 where it says nothing.</summary>
internal static class ProcessFigures
{
    private const double TicksPerSecond = 100;

    /// <summary>The most memory that it ever had.</summary>
    internal static double PeakMiB(int process)
    {
        string? peak = Read($"/proc/{process}/status")?.Split('\n').FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return peak is null ? 0 : double.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Processor time of all its threads: proc(5), after the name in brackets, fields 14 and 15 are the user's and the system's ticks.</summary>
    internal static double ProcessorSeconds(int process)
    {
        if (Read($"/proc/{process}/stat") is not { } stat) return 0;
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    // It may end between any two looks.
    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
