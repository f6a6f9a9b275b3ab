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

    private static bool MayContain(ReadOnlySpan<byte> bloom, ReadOnlySpan<byte> item)
    {
        if (bloom.Length != Size) throw new ArgumentException($"{bloom.Length} bytes where a bloom has {Size}.", nameof(bloom));
        var hash = Keccak256.Hash(item);
        for (int i = 0; i < 6; i += 2)
        {
            // The low 11 bits of each of the first three byte pairs, counted from the bloom's last bit.
            int bit = ((hash.Bytes[i] << 8) | hash.Bytes[i + 1]) & 2047;
            if ((bloom[Size - 1 - (bit / 8)] & (1 << (bit % 8))) == 0) return false;
        }

        return true;
    }
}
