using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Governance.Ethereum.Secp256k1.Lanes;

/// <summary>
/// The numbers of one block of signatures, reused from block to block: about 1 MB that stays in the second-level cache. On a boundary of
/// 64 bytes, because a 512-bit access across two cache lines costs double.
/// </summary>
internal sealed class LaneMemory<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, ILanes<TVector>
{
    /// <summary>Vectors in a block. More share each inversion, fewer stay in the cache.</summary>
    internal const int Vectors = 16;

    internal const int Windows = OddDigits.Bits / LaneTable.Width, GeneratorWindows = OddDigits.Bits / LaneGenerator.Width;

    private const int Alignment = 64;
    private const int Inversions = Vectors * (Windows + GeneratorWindows);

    private static readonly ConcurrentBag<LaneMemory<TVector, TLanes>> Pool = [];

    private readonly byte[] _bytes;
    private readonly int _start;

    private LaneMemory()
    {
        int size = Unsafe.SizeOf<LaneElement<TVector>>() * ElementsInAll;
        _bytes = GC.AllocateUninitializedArray<byte>(size + Alignment, pinned: true);
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);
        _start = (int)((Alignment - (address % Alignment)) % Alignment);
        Digits = new ushort[Vectors * TLanes.Count * LaneDigits.InAll];
    }

    /// <summary>Everything below, counted in numbers: the order of <see cref="Slice{T}"/>.</summary>
    private static int ElementsInAll =>
        (2 * Vectors) + (3 * LaneTable.Size * Vectors) + (2 * Vectors) + Inversions + Inversions + 1
        + (2 * Windows * Vectors) + (2 * GeneratorWindows * Vectors) + (3 * Vectors) + ScratchElements;

    private static int ScratchElements => LaneSquareRoot<TVector, TLanes>.Scratch + LaneGroup<TVector, TLanes>.Scratch;

    internal Span<LaneAffine<TVector>> Ephemerals => Slice<LaneAffine<TVector>>(0, Vectors);

    internal Span<LaneMultiple<TVector>> Table => Slice<LaneMultiple<TVector>>(2 * Vectors, LaneTable.Size * Vectors);

    internal Span<LaneAffine<TVector>> Evens => Slice<LaneAffine<TVector>>(AfterTable, Vectors);

    internal Span<LaneElement<TVector>> Values => Slice<LaneElement<TVector>>(AfterTable + (2 * Vectors), Inversions);

    internal Span<LaneElement<TVector>> Prefixes => Slice<LaneElement<TVector>>(AfterTable + (2 * Vectors) + Inversions, Inversions + 1);

    internal Span<LaneAffine<TVector>> Sums => Slice<LaneAffine<TVector>>(AfterPrefixes, Windows * Vectors);

    internal Span<LaneAffine<TVector>> GeneratorSums => Slice<LaneAffine<TVector>>(AfterPrefixes + (2 * Windows * Vectors), GeneratorWindows * Vectors);

    internal Span<LaneJacobian<TVector>> Results => Slice<LaneJacobian<TVector>>(AfterSums, Vectors);

    internal Span<LaneElement<TVector>> Scratch => Slice<LaneElement<TVector>>(AfterSums + (3 * Vectors), ScratchElements);

    internal ushort[] Digits { get; }

    private static int AfterTable => (2 * Vectors) + (3 * LaneTable.Size * Vectors);

    private static int AfterPrefixes => AfterTable + (2 * Vectors) + (2 * Inversions) + 1;

    private static int AfterSums => AfterPrefixes + (2 * Windows * Vectors) + (2 * GeneratorWindows * Vectors);

    internal static LaneMemory<TVector, TLanes> Rent() => Pool.TryTake(out var memory) ? memory : new LaneMemory<TVector, TLanes>();

    internal void Return() => Pool.Add(this);

    private Span<T> Slice<T>(int firstElement, int count)
        where T : unmanaged
    {
        int first = _start + (firstElement * Unsafe.SizeOf<LaneElement<TVector>>());
        return MemoryMarshal.Cast<byte, T>(_bytes.AsSpan(first, count * Unsafe.SizeOf<T>()));
    }
}
