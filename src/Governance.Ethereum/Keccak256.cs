namespace Governance.Ethereum;

/// <summary>keccak-256 as Ethereum uses it: the sponge of SHA-3 with the original padding byte 0x01 (rate 136 bytes).</summary>
public static class Keccak256
{
    /// <summary>The hash of <paramref name="message"/>.</summary>
    public static Hash32 Hash(ReadOnlySpan<byte> message)
    {
        Span<byte> hash = stackalloc byte[Hash32.Size];
        Hash(message, hash);
        return new Hash32(hash);
    }

    /// <summary>Writes the 32 bytes of the hash of <paramref name="message"/> into <paramref name="hash"/>; allocates nothing.</summary>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> hash) => throw new NotImplementedException();
}
