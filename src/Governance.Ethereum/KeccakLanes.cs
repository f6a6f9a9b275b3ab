using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Governance.Ethereum;

/// <summary>
/// keccak-256 of many messages of one length: eight at once, one in each 64-bit lane of a vector, where the processor has vectors of 512 bits;
/// elsewhere, and for a few, one by one. A vote costs seven permutations, a quarter of its recovery.
/// </summary>
public static class KeccakLanes
{
    private const int Lanes = 8, Rate = KeccakSponge.Rate, WordsOfBlock = Rate / sizeof(ulong), WordsOfHash = Hash32.Size / sizeof(ulong);

    // Fewer are quicker one by one: a vector costs the same for one lane as for all.
    private const int Fewest = 3;

    /// <summary>The hash of each message.</summary>
    /// <param name="messages">One after another.</param>
    /// <param name="length">Bytes of each message.</param>
    /// <exception cref="ArgumentException">There are not as many messages as hashes.</exception>
    public static void HashMany(ReadOnlySpan<byte> messages, int length, Span<Hash32> hashes)
    {
        if (messages.Length != (long)length * hashes.Length) throw new ArgumentException("One hash for each message.", nameof(hashes));
        for (int start = 0; start < hashes.Length; start += Lanes)
        {
            int count = Math.Min(Lanes, hashes.Length - start);
            var part = messages.Slice(start * length, count * length);
            if (Avx512F.IsSupported && count >= Fewest) HashLanes(part, length, hashes.Slice(start, count));
            else HashEach(part, length, hashes.Slice(start, count));
        }
    }

    private static void HashEach(ReadOnlySpan<byte> messages, int length, Span<Hash32> hashes)
    {
        for (int i = 0; i < hashes.Length; i++) hashes[i] = Keccak256.Hash(messages.Slice(i * length, length));
    }

    private static void HashLanes(ReadOnlySpan<byte> messages, int length, Span<Hash32> hashes)
    {
        Span<Vector512<ulong>> state = stackalloc Vector512<ulong>[25];
        Span<ulong> words = stackalloc ulong[WordsOfBlock * Lanes];
        state.Clear();
        words.Clear();
        int whole = length / Rate * Rate;
        for (int at = 0; at < whole; at += Rate)
        {
            for (int lane = 0; lane < hashes.Length; lane++) Spread(messages.Slice((lane * length) + at, Rate), words, lane);
            Absorb(state, words);
        }

        Span<byte> last = stackalloc byte[Rate];
        for (int lane = 0; lane < hashes.Length; lane++)
        {
            Pad(messages.Slice((lane * length) + whole, length - whole), last);
            Spread(last, words, lane);
        }

        Absorb(state, words);
        Span<byte> hash = stackalloc byte[Hash32.Size];
        for (int lane = 0; lane < hashes.Length; lane++)
        {
            for (int i = 0; i < WordsOfHash; i++) BinaryPrimitives.WriteUInt64LittleEndian(hash[(sizeof(ulong) * i)..], state[i].GetElement(lane));
            hashes[lane] = new Hash32(hash);
        }
    }

    // pad10*1 as Ethereum uses it: 0x01 after the message, 0x80 in the last byte of the block.
    private static void Pad(ReadOnlySpan<byte> rest, Span<byte> block)
    {
        block.Clear();
        rest.CopyTo(block);
        block[rest.Length] = 0x01;
        block[^1] |= 0x80;
    }

    // Word i of all messages stands together.
    private static void Spread(ReadOnlySpan<byte> block, Span<ulong> words, int lane)
    {
        for (int i = 0; i < WordsOfBlock; i++) words[(i * Lanes) + lane] = BinaryPrimitives.ReadUInt64LittleEndian(block[(sizeof(ulong) * i)..]);
    }

    private static void Absorb(Span<Vector512<ulong>> state, ReadOnlySpan<ulong> words)
    {
        for (int i = 0; i < WordsOfBlock; i++) state[i] ^= Vector512.Create(words.Slice(i * Lanes, Lanes));
        KeccakPermutation.Permute<Vector512<ulong>, Eight>(state);
    }

    private readonly struct Eight : IKeccakLane<Vector512<ulong>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<ulong> Constant(ulong number) => Vector512.Create(number);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<ulong> Xor(Vector512<ulong> a, Vector512<ulong> b) => a ^ b;

        // Truth tables by the bits of a, b, c.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<ulong> Xor(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) => Avx512F.TernaryLogic(a, b, c, 0x96);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<ulong> Rotate(Vector512<ulong> lane, [ConstantExpected] byte left) => Avx512F.RotateLeft(lane, left);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<ulong> Chi(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) => Avx512F.TernaryLogic(a, b, c, 0xD2);
    }
}
