using System.Diagnostics;

namespace Governance.Benchmarks.Pages;

/// <summary>Asks a portal for one page over and over and checks every answer.</summary>
internal sealed class PageLoad(Uri server, string path) : IDisposable
{
    private const int Connections = 16;

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = server };
    private int _rows = -1;

    /// <summary>Pages a second when every connection asks again as soon as it was answered.</summary>
    /// <param name="least">So many at least, however long it takes: to warm up.</param>
    internal async Task<double> PeakAsync(TimeSpan time, int least = 0)
    {
        int answered = 0;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(start) < time || Volatile.Read(ref answered) < least)
            {
                await AskAsync();
                Interlocked.Increment(ref answered);
            }
        }));
        return answered / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Milliseconds of each answer when so many are asked for in a second, evenly.</summary>
    internal async Task<double[]> AtAsync(double perSecond, TimeSpan time)
    {
        int count = Math.Max(Connections, (int)(perSecond * time.TotalSeconds));
        var milliseconds = new double[count];
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async connection =>
        {
            for (int i = connection; i < count; i += Connections)
            {
                var due = TimeSpan.FromSeconds(i / perSecond) - Stopwatch.GetElapsedTime(start);
                if (due > TimeSpan.Zero) await Task.Delay(due);
                long asked = Stopwatch.GetTimestamp();
                await AskAsync();
                milliseconds[i] = Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
            }
        }));
        return milliseconds;
    }

    public void Dispose() => _http.Dispose();

    // A page without its rows is no page.
    private async Task AskAsync()
    {
        byte[] page = await _http.GetByteArrayAsync(new Uri(path, UriKind.Relative));
        int rows = page.AsSpan().Count("<tr"u8);
        if (Interlocked.CompareExchange(ref _rows, rows, -1) is var before && (rows < 2 || (before >= 0 && before != rows))) throw new InvalidOperationException($"{path} has {rows} rows.");
    }
}
