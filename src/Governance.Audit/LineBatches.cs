using System.Collections.Concurrent;
using System.Security.Cryptography;
using Governance.Exports;

namespace Governance.Audit;

/// <summary>Some whole lines of a bundle, with the number of the first.</summary>
/// <param name="Bytes">The buffer that the lines lie in.</param>
/// <param name="Lines">Start and length of each, without its line feed.</param>
internal sealed record LineBatch(byte[] Bytes, IReadOnlyList<(int Start, int Length)> Lines, long FirstLine, long EndsAt)
{
    public ReadOnlyMemory<byte> Line(int index) => Bytes.AsMemory(Lines[index].Start, Lines[index].Length);
}

/// <summary>Cuts a bundle into batches of whole lines and hashes everything before its last line.</summary>
internal sealed class LineBatches(Stream bundle) : IDisposable
{
    private const int BlockSize = 512 * 1024;

    // The longest line that a portal writes is a proposal's with its lists of weights.
    private const int MaxLine = 64 * 1024 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    // Blocks that were read and given back: a new one for each would keep the garbage collector busy with its largest heap.
    private readonly ConcurrentBag<byte[]> _blocks = [];
    private byte[] _rest = [];
    private bool _ended;

    /// <summary>SHA-256 of every byte before the end line, once all was read.</summary>
    public byte[] Hash() => _hash.GetCurrentHash();

    /// <exception cref="InvalidDataException">A line is longer than any bundle's.</exception>
    public IEnumerable<LineBatch> Read()
    {
        long line = 1, position = 0;
        while (true)
        {
            var buffer = Block(_rest.Length * 2);
            _rest.CopyTo(buffer, 0);
            int filled = _rest.Length + bundle.ReadAtLeast(buffer.AsSpan(_rest.Length), buffer.Length - _rest.Length, throwOnEndOfStream: false);
            bool last = filled < buffer.Length;
            var lines = Cut(buffer.AsSpan(0, filled), last, out int used);
            if (lines.Count == 0 && !last && filled > MaxLine) throw new InvalidDataException($"Line {line} is longer than {MaxLine} bytes: this is no audit bundle.");
            _rest = buffer[used..filled];
            position += used;
            if (lines.Count > 0) yield return new LineBatch(buffer, lines, line, position);
            line += lines.Count;
            if (last) yield break;
        }
    }

    /// <summary>Takes a batch's bytes back: nothing may read them from now on.</summary>
    public void Return(LineBatch batch)
    {
        if (batch.Bytes.Length == BlockSize) _blocks.Add(batch.Bytes);
    }

    public void Dispose() => _hash.Dispose();

    private byte[] Block(int least) => least <= BlockSize && _blocks.TryTake(out var block) ? block : new byte[Math.Max(BlockSize, least)];

    private List<(int Start, int Length)> Cut(ReadOnlySpan<byte> bytes, bool last, out int used)
    {
        var lines = new List<(int, int)>(bytes.Length / 1_024);
        used = 0;
        int hashed = 0;
        while (used < bytes.Length)
        {
            int length = bytes[used..].IndexOf((byte)'\n');
            if (length < 0 && !last) break;
            int whole = length < 0 ? bytes.Length - used : length + 1;
            if (length < 0) length = whole;
            _ended |= bytes[used..].StartsWith(BundleFormat.EndPrefix);
            lines.Add((used, length));
            used += whole;
            if (!_ended) hashed = used;
        }

        _hash.AppendData(bytes[..hashed]);
        return lines;
    }
}
