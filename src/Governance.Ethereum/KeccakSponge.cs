using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Governance.Ethereum;

/// <summary>
/// keccak-256 piece by piece: <see cref="Absorb"/> any number of times, then <see cref="Squeeze"/> once. A value, allocates nothing.
/// The first 136 of the state's 200 bytes (the rate) are xored with the message; the permutation mixes them after each full block.
/// </summary>
internal struct KeccakSponge
{
    internal const int Rate = 136;

    private KeccakState _state;
    private int _filled;

    /// <summary>Takes the next bytes of the message.</summary>
    public void Absorb(ReadOnlySpan<byte> bytes)
    {
        var state = _state.Bytes;
        while (_filled + bytes.Length >= Rate)
        {
            int taken = Rate - _filled;
            Xor(bytes[..taken], state[_filled..]);
            bytes = bytes[taken..];
            KeccakPermutation.Permute<ulong, KeccakLane>(_state);
            _filled = 0;
        }
        Xor(bytes, state[_filled..]);
        _filled += bytes.Length;
    }

    /// <summary>Closes the message and writes its 32 byte hash. SHA3-256 differs only in its suffix, 0x06.</summary>
    public void Squeeze(Span<byte> hash, byte suffix = 0x01)
    {
        // pad10*1: the suffix after the message, 0x80 in the last byte of the block (one byte 0x81 where they meet).
        var state = _state.Bytes;
        state[_filled] ^= suffix;
        state[Rate - 1] ^= 0x80;
        KeccakPermutation.Permute<ulong, KeccakLane>(_state);
        state[..Hash32.Size].CopyTo(hash);
    }

    private static void Xor(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(source);
        ref byte first = ref MemoryMarshal.GetReference(target);
        for (int i = 0; i < words.Length; i++)
        {
            ref byte place = ref Unsafe.Add(ref first, i * sizeof(ulong));
            Unsafe.WriteUnaligned(ref place, Unsafe.ReadUnaligned<ulong>(ref place) ^ words[i]);
        }
        for (int i = words.Length * sizeof(ulong); i < source.Length; i++) target[i] ^= source[i];
    }
}

/// <summary>The 25 lanes of 64 bits, lane x + 5y, each little-endian.</summary>
[InlineArray(25)]
internal struct KeccakState
{
    private ulong _lane;

    /// <summary>The lanes as the sponge sees them: 200 bytes.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public Span<byte> Bytes
    {
        get
        {
            if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("The lanes are little-endian in place.");
            return MemoryMarshal.CreateSpan(ref Unsafe.As<KeccakState, byte>(ref this), 200);
        }
    }
}
