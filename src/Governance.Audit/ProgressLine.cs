using System.Diagnostics;
using System.Globalization;

namespace Governance.Audit;

/// <summary>How far it is, on one line of a terminal; nothing where the output goes into a file.</summary>
internal sealed class ProgressLine(TextWriter output, long total, bool isTerminal)
{
    private const int Width = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _since = Stopwatch.StartNew();
    private TimeSpan _last = -Pause;

    public void Show(long done)
    {
        if (!isTerminal || _since.Elapsed - _last < Pause) return;
        _last = _since.Elapsed;
        int filled = total == 0 ? Width : (int)Math.Min(Width, done * Width / total);
        output.Write(string.Create(CultureInfo.InvariantCulture, $"\r[{new string('#', filled)}{new string('.', Width - filled)}] {done / 1_000_000} of {total / 1_000_000} MB"));
    }

    public void Clear()
    {
        if (isTerminal) output.Write($"\r{new string(' ', Width + 30)}\r");
    }
}
