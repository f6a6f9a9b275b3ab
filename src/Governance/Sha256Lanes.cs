using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Governance.Ethereum;

namespace Governance;

/// <summary>
/// SHA-256 (FIPS 180-4) of many messages at once: one in each 32-bit lane of a vector, where the processor has vectors of 512 bits; elsewhere, and
/// for a few, the platform's. The ledger hashes three texts a vote, and one by one that costs more than storing it.
/// </summary>
public static class Sha256Lanes
{
    private const int Lanes = 16, BlockSize = 64, Rounds = 64, WordsOfBlock = 16;

    // Fewer are quicker one by one: a vector costs the same for one lane as for all.
    private const int Fewest = 3;

    private static readonly uint[] Initial = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    // Within each word the last byte first.
    private static readonly Vector512<byte> ByteOrder = Vector512.Create([.. Enumerable.Range(0, 64).Select(i => (byte)((i % 16) ^ 3))]);

    // The first 32 bits of the fractions of the cube roots of the first 64 primes.
    private static readonly uint[] RoundConstants =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>The hash of each message. Both spans have one length; messages of like lengths share their lanes best.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void HashMany(ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<Hash32> hashes)
    {
        if (messages.Length != hashes.Length) throw new ArgumentException("One hash for each message.", nameof(hashes));
        for (int start = 0; start < messages.Length; start += Lanes)
        {
            int count = Math.Min(Lanes, messages.Length - start);
            if (Avx512BW.IsSupported && count >= Fewest) HashLanes(messages.Slice(start, count), hashes.Slice(start, count));
            else HashEach(messages.Slice(start, count), hashes.Slice(start, count));
        }
    }

    private static void HashEach(ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<Hash32> hashes)
    {
        Span<byte> hash = stackalloc byte[Hash32.Size];
        for (int i = 0; i < messages.Length; i++)
        {
            SHA256.HashData(messages[i].Span, hash);
            hashes[i] = new Hash32(hash);
        }
    }

    private static void HashLanes(ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<Hash32> hashes)
    {
        Span<byte> tails = stackalloc byte[Lanes * 2 * BlockSize];
        Span<int> blocks = stackalloc int[Lanes];
        tails.Clear();
        blocks.Clear();
        int most = 0;
        for (int lane = 0; lane < messages.Length; lane++)
        {
            blocks[lane] = Pad(messages[lane].Span, tails.Slice(lane * 2 * BlockSize, 2 * BlockSize));
            most = Math.Max(most, blocks[lane]);
        }

        Span<Vector512<uint>> state = stackalloc Vector512<uint>[Initial.Length];
        for (int i = 0; i < state.Length; i++) state[i] = Vector512.Create(Initial[i]);
        Span<Vector512<uint>> words = stackalloc Vector512<uint>[WordsOfBlock];
        words.Clear();
        var ends = Vector512.Create((ReadOnlySpan<int>)blocks).AsUInt32();
        for (int block = 0; block < most; block++)
        {
            for (int lane = 0; lane < messages.Length; lane++)
            {
                if (block < blocks[lane]) words[lane] = Vector512.Create(BlockOf(messages[lane].Span, tails.Slice(lane * 2 * BlockSize, 2 * BlockSize), block)).AsUInt32();
            }

            Transpose(words);

            // A lane whose message has ended keeps its state.
            Compress(state, words, Vector512.GreaterThan(ends, Vector512.Create((uint)block)));
        }

        Span<byte> hash = stackalloc byte[Hash32.Size];
        for (int lane = 0; lane < messages.Length; lane++)
        {
            for (int i = 0; i < state.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(hash[(4 * i)..], state[i].GetElement(lane));
            hashes[lane] = new Hash32(hash);
        }
    }

    // What follows the whole blocks: the rest, one bit, zeros and the length in bits. The answer is how many blocks there are in all.
    private static int Pad(ReadOnlySpan<byte> message, Span<byte> tail)
    {
        int rest = message.Length % BlockSize;
        message[^rest..].CopyTo(tail);
        tail[rest] = 0x80;
        int length = rest < BlockSize - 8 ? BlockSize : 2 * BlockSize;
        BinaryPrimitives.WriteUInt64BigEndian(tail[(length - 8)..], 8UL * (ulong)message.Length);
        return (message.Length / BlockSize) + (length / BlockSize);
    }

    private static ReadOnlySpan<byte> BlockOf(ReadOnlySpan<byte> message, ReadOnlySpan<byte> tail, int block)
    {
        int whole = message.Length / BlockSize;
        return block < whole ? message.Slice(block * BlockSize, BlockSize) : tail.Slice((block - whole) * BlockSize, BlockSize);
    }

    // From a message's block in each vector to word i of all messages in vector i: neighbours change places in ever larger squares.
    private static void Transpose(Span<Vector512<uint>> rows)
    {
        Span<Vector512<uint>> half = stackalloc Vector512<uint>[Lanes];
        for (int i = 0; i < Lanes; i += 4)
        {
            var (a, b, c, d) = (BigEndian(rows[i]), BigEndian(rows[i + 1]), BigEndian(rows[i + 2]), BigEndian(rows[i + 3]));
            var (ab, abHigh) = (Avx512F.UnpackLow(a, b).AsUInt64(), Avx512F.UnpackHigh(a, b).AsUInt64());
            var (cd, cdHigh) = (Avx512F.UnpackLow(c, d).AsUInt64(), Avx512F.UnpackHigh(c, d).AsUInt64());
            half[i] = Avx512F.UnpackLow(ab, cd).AsUInt32();
            half[i + 1] = Avx512F.UnpackHigh(ab, cd).AsUInt32();
            half[i + 2] = Avx512F.UnpackLow(abHigh, cdHigh).AsUInt32();
            half[i + 3] = Avx512F.UnpackHigh(abHigh, cdHigh).AsUInt32();
        }

        // Now vector 4q + r holds words r, r + 4, r + 8 and r + 12 of messages 4q to 4q + 3, four numbers each.
        for (int r = 0; r < 4; r++)
        {
            var (first, second) = (Avx512F.Shuffle4x128(half[r], half[r + 4], 0b10_00_10_00), Avx512F.Shuffle4x128(half[r], half[r + 4], 0b11_01_11_01));
            var (third, fourth) = (Avx512F.Shuffle4x128(half[r + 8], half[r + 12], 0b10_00_10_00), Avx512F.Shuffle4x128(half[r + 8], half[r + 12], 0b11_01_11_01));
            rows[r] = Avx512F.Shuffle4x128(first, third, 0b10_00_10_00);
            rows[r + 8] = Avx512F.Shuffle4x128(first, third, 0b11_01_11_01);
            rows[r + 4] = Avx512F.Shuffle4x128(second, fourth, 0b10_00_10_00);
            rows[r + 12] = Avx512F.Shuffle4x128(second, fourth, 0b11_01_11_01);
        }
    }

    private static Vector512<uint> BigEndian(Vector512<uint> words) => Avx512BW.Shuffle(words.AsByte(), ByteOrder).AsUInt32();

    private static void Compress(Span<Vector512<uint>> state, ReadOnlySpan<Vector512<uint>> words, Vector512<uint> live)
    {
        Span<Vector512<uint>> w = stackalloc Vector512<uint>[WordsOfBlock];
        words.CopyTo(w);
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (int round = 0; round < Rounds; round++)
        {
            ref var word = ref w[round % WordsOfBlock];
            if (round >= WordsOfBlock) word += SmallSigma1(w[(round + 14) % WordsOfBlock]) + w[(round + 9) % WordsOfBlock] + SmallSigma0(w[(round + 1) % WordsOfBlock]);
            var first = h + (Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25)) + Choose(e, f, g) + Vector512.Create(RoundConstants[round]) + word;
            var second = (Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22)) + Majority(a, b, c);
            (h, g, f, e) = (g, f, e, d + first);
            (d, c, b, a) = (c, b, a, first + second);
        }

        state[0] += a & live;
        state[1] += b & live;
        state[2] += c & live;
        state[3] += d & live;
        state[4] += e & live;
        state[5] += f & live;
        state[6] += g & live;
        state[7] += h & live;
    }

    private static Vector512<uint> SmallSigma0(Vector512<uint> x) => Rotate(x, 7) ^ Rotate(x, 18) ^ (x >>> 3);

    private static Vector512<uint> SmallSigma1(Vector512<uint> x) => Rotate(x, 17) ^ Rotate(x, 19) ^ (x >>> 10);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Rotate(Vector512<uint> x, [ConstantExpected] byte by) => Avx512F.RotateRight(x, by);

    // Truth tables by the bits of x, y, z: x ? y : z, and two of three.
    private static Vector512<uint> Choose(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z) => Avx512F.TernaryLogic(x, y, z, 0xCA);

    private static Vector512<uint> Majority(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z) => Avx512F.TernaryLogic(x, y, z, 0xE8);
}
