using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Governance.Benchmarks.Ingest;

/// <summary>Posts bodies over connections that stay open, each sending its next when its last is answered: as light as can be, for it shares the servers' cores.</summary>
internal sealed class Load : IDisposable
{
    private readonly Socket[] _sockets;
    private readonly byte[][] _buffers;

    private Load(Socket[] sockets) => (_sockets, _buffers) = (sockets, [.. sockets.Select(_ => new byte[16_384])]);

    internal static async Task<Load> ConnectAsync(Uri url, int connections)
    {
        var sockets = new Socket[connections];
        for (int i = 0; i < connections; i++)
        {
            sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await sockets[i].ConnectAsync(IPAddress.Loopback, url.Port);
        }
        return new Load(sockets);
    }

    /// <summary>A whole request for each body, made before the clock runs.</summary>
    internal static byte[] Request(byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];

    /// <summary>Sends them all.</summary>
    /// <exception cref="InvalidOperationException">An answer was not 200: then the figure would be none.</exception>
    internal async Task<LoadResult> RunAsync(ArraySegment<byte[]> requests)
    {
        var milliseconds = new double[requests.Count];
        int next = -1;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(_sockets.Select((socket, i) => Task.Run(async () =>
        {
            for (int at = Interlocked.Increment(ref next); at < requests.Count; at = Interlocked.Increment(ref next))
            {
                long sent = Stopwatch.GetTimestamp();
                await PostAsync(socket, requests[at], _buffers[i]);
                milliseconds[at] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
            }
        })));
        return new LoadResult(requests.Count / Stopwatch.GetElapsedTime(start).TotalSeconds, milliseconds);
    }

    public void Dispose()
    {
        foreach (var socket in _sockets) socket.Dispose();
    }

    private static async Task PostAsync(Socket socket, byte[] request, byte[] buffer)
    {
        for (int sent = 0; sent < request.Length;) sent += await socket.SendAsync(request.AsMemory(sent));
        int read = 0;
        while (!IsWhole(buffer.AsSpan(0, read)))
        {
            int count = await socket.ReceiveAsync(buffer.AsMemory(read));
            if (count == 0) throw new InvalidOperationException("The server closed the connection.");
            read += count;
        }
        if (!buffer.AsSpan(0, read).StartsWith("HTTP/1.1 200"u8)) throw new InvalidOperationException("Not accepted: " + Encoding.UTF8.GetString(buffer, 0, read));
    }

    // With its length, or in chunks of which the last is empty.
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        int head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;
        int at = answer[..head].IndexOf("ontent-Length: "u8);
        if (at < 0) return answer.EndsWith("\r\n0\r\n\r\n"u8);
        var digits = answer[(at + 15)..];
        return answer.Length == head + 4 + int.Parse(digits[..digits.IndexOf((byte)'\r')], System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <param name="PerSecond">Answers a second.</param>
/// <param name="Milliseconds">From sending to the whole answer, of each.</param>
internal sealed record LoadResult(double PerSecond, double[] Milliseconds);
