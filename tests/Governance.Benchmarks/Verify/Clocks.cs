using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Governance.Benchmarks.Verify;

/// <summary>What one core needs is measured in this thread's processor time, so that other programs on the machine do not count.</summary>
internal static partial class Clocks
{
    private const int ThreadProcessorTime = 3;

    /// <summary>Seconds of processor time that the work took on this thread.</summary>
    internal static double OnThisCore(Action work)
    {
        double start = ThreadSeconds();
        work();
        return ThreadSeconds() - start;
    }

    /// <summary>Seconds on the wall that the work took.</summary>
    internal static double OnTheWall(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double ThreadSeconds()
    {
        if (GetTime(ThreadProcessorTime, out var time) != 0) throw new PlatformNotSupportedException("No clock of a thread's processor time.");
        return time.Seconds + (time.Nanoseconds * 1e-9);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
