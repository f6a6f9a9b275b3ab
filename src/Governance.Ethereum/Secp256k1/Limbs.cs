using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Governance.Ethereum.Secp256k1;

/// <summary>256 bits as four 64-bit limbs, least significant first; what the numbers modulo p and modulo n are made of.</summary>
internal readonly struct Limbs(ulong l0, ulong l1, ulong l2, ulong l3)
{
    internal readonly ulong L0 = l0, L1 = l1, L2 = l2, L3 = l3;

    internal bool IsZero => (L0 | L1 | L2 | L3) == 0;

    internal static Limbs FromBigEndian(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes));

    internal void WriteBigEndian(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], L0);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], L1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], L2);
        BinaryPrimitives.WriteUInt64BigEndian(bytes, L3);
    }

    /// <summary>a - b, and whether a was smaller (then the difference is 2^256 too large).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Limbs Subtract(in Limbs a, in Limbs b, out bool below)
    {
        ulong borrow = 0;
        ulong l0 = Word.Subtract(a.L0, b.L0, ref borrow);
        ulong l1 = Word.Subtract(a.L1, b.L1, ref borrow);
        ulong l2 = Word.Subtract(a.L2, b.L2, ref borrow);
        ulong l3 = Word.Subtract(a.L3, b.L3, ref borrow);
        below = borrow != 0;
        return new Limbs(l0, l1, l2, l3);
    }

    internal static bool IsBelow(in Limbs a, in Limbs b)
    {
        _ = Subtract(a, b, out bool below);
        return below;
    }
}
