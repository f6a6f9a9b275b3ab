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

    /// <summary>The hash of <paramref name="first"/> followed by <paramref name="second"/>, without joining them.</summary>
    public static Hash32 HashJoined(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var sponge = new KeccakSponge();
        sponge.Absorb(first);
        sponge.Absorb(second);
        Span<byte> hash = stackalloc byte[Hash32.Size];
        sponge.Squeeze(hash);
        return new Hash32(hash);
    }

    /// <summary>Writes the 32 bytes of the hash of <paramref name="message"/> into <paramref name="hash"/>; allocates nothing.</summary>
    /// <exception cref="ArgumentException"><paramref name="hash"/> is not 32 bytes.</exception>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> hash)
    {
        if (hash.Length != Hash32.Size) throw new ArgumentException($"Room for {hash.Length} bytes where a hash has 32.", nameof(hash));
        var sponge = new KeccakSponge();
        sponge.Absorb(message);
        sponge.Squeeze(hash);
    }
}
