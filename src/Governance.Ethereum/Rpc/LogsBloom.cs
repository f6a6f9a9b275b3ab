namespace Governance.Ethereum;

/// <summary>
/// The 2048-bit bloom filter of a block header (Yellow Paper 4.3.1): three bits for each address and topic of the block's logs.
/// "No" is certain, so a provider that hides a log of a block is caught, unless it forges the header too.
/// </summary>
public static class LogsBloom
{
    public const int Size = 256;

    /// <summary>False where the block has certainly no log with this address.</summary>
    public static bool MayContain(ReadOnlySpan<byte> bloom, Address address) => MayContain(bloom, address.Bytes);

    /// <summary>False where the block has certainly no log with this topic.</summary>
    public static bool MayContain(ReadOnlySpan<byte> bloom, Hash32 topic) => MayContain(bloom, topic.Bytes);

    /// <summary>The bloom of these logs alone.</summary>
    public static byte[] Of(IEnumerable<LogEntry> logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        var bloom = new byte[Size];
        foreach (var log in logs)
        {
            Add(bloom, log.Address.Bytes);
            foreach (var topic in log.Topics) Add(bloom, topic.Bytes);
        }

        return bloom;
    }

    /// <summary>Whether every bit of <paramref name="part"/> is set in <paramref name="whole"/> too: whether its logs can be among the other's.</summary>
    public static bool IsWithin(ReadOnlySpan<byte> part, ReadOnlySpan<byte> whole)
    {
        Check(part);
        Check(whole);
        for (int i = 0; i < Size; i++)
            if ((part[i] & ~whole[i]) != 0) return false;
        return true;
    }

    private static void Add(Span<byte> bloom, ReadOnlySpan<byte> item)
    {
        var hash = Keccak256.Hash(item);
        for (int i = 0; i < 6; i += 2)
        {
            int bit = BitAt(hash, i);
            bloom[Size - 1 - (bit / 8)] |= (byte)(1 << (bit % 8));
        }
    }

    private static bool MayContain(ReadOnlySpan<byte> bloom, ReadOnlySpan<byte> item)
    {
        Check(bloom);
        var hash = Keccak256.Hash(item);
        for (int i = 0; i < 6; i += 2)
        {
            int bit = BitAt(hash, i);
            if ((bloom[Size - 1 - (bit / 8)] & (1 << (bit % 8))) == 0) return false;
        }

        return true;
    }

    // The low 11 bits of one of the first three byte pairs, counted from the bloom's last bit.
    private static int BitAt(Hash32 hash, int pair) => ((hash.Bytes[pair] << 8) | hash.Bytes[pair + 1]) & 2047;

    private static void Check(ReadOnlySpan<byte> bloom)
    {
        if (bloom.Length != Size) throw new ArgumentException($"{bloom.Length} bytes where a bloom has {Size}.", nameof(bloom));
    }
}
