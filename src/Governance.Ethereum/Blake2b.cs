using System.Buffers.Binary;
using System.Numerics;

namespace Governance.Ethereum;

/// <summary>
/// BLAKE2b with a digest of 64 bytes and no key (RFC 7693): what Substrate chains make the checksum of an account's spelling with.
/// </summary>
public static class Blake2b
{
    public const int Size = 64;

    private const int BlockSize = 128;
    private const int Rounds = 12;

    private static readonly ulong[] Start =
    [
        0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
    ];

    // RFC 7693 section 2.7: which word of the message is mixed in where; rounds 10 and 11 begin again.
    private static readonly byte[][] Order =
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
        [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4], [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
        [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13], [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
        [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11], [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
        [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5], [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
    ];

    /// <summary>The 64 bytes of the digest.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> message)
    {
        Span<ulong> state = stackalloc ulong[8];
        Start.CopyTo(state);
        // The parameter block: digest length, no key, fan-out and depth 1.
        state[0] ^= 0x01010000 ^ Size;
        ulong count = 0;
        Span<byte> block = stackalloc byte[BlockSize];
        // The last block is held back, because it is mixed in another way; an empty message is one block of zeros.
        for (; message.Length > BlockSize; message = message[BlockSize..]) Compress(state, message[..BlockSize], count += BlockSize, isLast: false);
        message.CopyTo(block);
        Compress(state, block, count + (ulong)message.Length, isLast: true);

        var digest = new byte[Size];
        for (int i = 0; i < state.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(digest.AsSpan(8 * i), state[i]);
        return digest;
    }

    private static void Compress(Span<ulong> state, ReadOnlySpan<byte> block, ulong count, bool isLast)
    {
        Span<ulong> words = stackalloc ulong[16];
        for (int i = 0; i < words.Length; i++) words[i] = BinaryPrimitives.ReadUInt64LittleEndian(block[(8 * i)..]);
        Span<ulong> v = stackalloc ulong[16];
        state.CopyTo(v);
        Start.CopyTo(v[8..]);
        v[12] ^= count;
        if (isLast) v[14] = ~v[14];
        for (int round = 0; round < Rounds; round++)
        {
            var order = Order[round % Order.Length];
            for (int i = 0; i < 4; i++) Mix(v, i, 4 + i, 8 + i, 12 + i, words[order[2 * i]], words[order[(2 * i) + 1]]);
            for (int i = 0; i < 4; i++) Mix(v, i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4), words[order[8 + (2 * i)]], words[order[9 + (2 * i)]]);
        }

        for (int i = 0; i < state.Length; i++) state[i] ^= v[i] ^ v[i + 8];
    }

    // Sums are meant to wrap: the function works modulo 2^64.
    private static void Mix(Span<ulong> v, int a, int b, int c, int d, ulong x, ulong y)
    {
        unchecked
        {
            v[a] += v[b] + x;
            v[d] = BitOperations.RotateRight(v[d] ^ v[a], 32);
            v[c] += v[d];
            v[b] = BitOperations.RotateRight(v[b] ^ v[c], 24);
            v[a] += v[b] + y;
            v[d] = BitOperations.RotateRight(v[d] ^ v[a], 16);
            v[c] += v[d];
            v[b] = BitOperations.RotateRight(v[b] ^ v[c], 63);
        }
    }
}
