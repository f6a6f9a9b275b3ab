using System.Runtime.CompilerServices;

namespace Governance.Ethereum.Secp256k1.Lanes;

/// <summary>
/// For each window the sum of what it adds: a multiple of R, one of λR, and in every other window one of G and one of λG. Affine sums cost
/// half of Jacobian ones once their divisions are one inversion, and the main loop then adds a single point for each window.
/// </summary>
internal static class LaneSums<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, ILanes<TVector>
{
    private const int Vectors = LaneMemory<TVector, TLanes>.Vectors;
    private const int Windows = LaneMemory<TVector, TLanes>.Windows, GeneratorWindows = LaneMemory<TVector, TLanes>.GeneratorWindows;

    // Windows of the generator are a whole number of the point's windows wide.
    private const int Ratio = LaneGenerator.Width / LaneTable.Width;

    /// <summary>Leaves (x, 2y) of each window's sum in <see cref="LaneMemory{TVector, TLanes}.Sums"/>, at window · Vectors + vector.</summary>
    internal static void Fill(LaneMemory<TVector, TLanes> memory, int vectors, ref uint spoiled)
    {
        AddPairs(memory, vectors, ref spoiled);

        var values = memory.Values[..(GeneratorWindows * vectors)];
        int next = 0;
        for (int window = 0; window < GeneratorWindows; window++)
            for (int v = 0; v < vectors; v++)
                LaneField<TVector, TLanes>.Subtract(
                    ref values[next++], memory.GeneratorSums[(window * Vectors) + v].X, memory.Sums[(window * Ratio * Vectors) + v].X);
        LaneInversion<TVector, TLanes>.Invert(values, memory.Prefixes, ref spoiled);
        next = 0;
        for (int window = 0; window < GeneratorWindows; window++)
        {
            for (int v = 0; v < vectors; v++)
            {
                ref var sum = ref memory.Sums[(window * Ratio * Vectors) + v];
                LaneGroup<TVector, TLanes>.AddAffine(ref sum, sum, memory.GeneratorSums[(window * Vectors) + v], values[next++], twiceY: true, memory.Scratch);
            }
        }
    }

    private static void AddPairs(LaneMemory<TVector, TLanes> memory, int vectors, ref uint spoiled)
    {
        var values = memory.Values[..((Windows + GeneratorWindows) * vectors)];
        var a = default(LaneAffine<TVector>);
        var b = default(LaneAffine<TVector>);
        // Picking twice is cheaper than keeping what was picked: the second-level cache is full.
        int next = 0;
        for (int row = 0; row < Windows + GeneratorWindows; row++)
        {
            for (int v = 0; v < vectors; v++)
            {
                PickPair(memory, v, row, ref a, ref b);
                LaneField<TVector, TLanes>.Subtract(ref values[next++], b.X, a.X);
            }
        }
        LaneInversion<TVector, TLanes>.Invert(values, memory.Prefixes, ref spoiled);
        next = 0;
        for (int row = 0; row < Windows + GeneratorWindows; row++)
        {
            // A window that still gets its generator sum keeps y itself.
            bool isLast = row < Windows && row % Ratio != 0;
            var sums = row < Windows ? memory.Sums[(row * Vectors)..] : memory.GeneratorSums[((row - Windows) * Vectors)..];
            for (int v = 0; v < vectors; v++)
            {
                PickPair(memory, v, row, ref a, ref b);
                LaneGroup<TVector, TLanes>.AddAffine(ref sums[v], a, b, values[next++], isLast, memory.Scratch);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PickPair(LaneMemory<TVector, TLanes> memory, int vector, int row, ref LaneAffine<TVector> a, ref LaneAffine<TVector> b)
    {
        bool isPoint = row < Windows;
        int firstRow = isPoint ? LaneDigits.First + row : LaneDigits.GeneratorFirst + row - Windows;
        int secondRow = isPoint ? LaneDigits.Second + row : LaneDigits.GeneratorSecond + row - Windows;
        var first = LaneDigits.Of(memory.Digits, vector, firstRow, TLanes.Count);
        var second = LaneDigits.Of(memory.Digits, vector, secondRow, TLanes.Count);
        if (isPoint)
        {
            var table = memory.Table.Slice(vector * LaneTable.Size, LaneTable.Size);
            for (int lane = 0; lane < TLanes.Count; lane++)
            {
                ref var one = ref table[first[lane] & LaneDigits.IndexMask];
                ref var other = ref table[second[lane] & LaneDigits.IndexMask];
                Pick(ref a, lane, first[lane], ref Lane(ref one.Point.X, lane), ref Lane(ref one.Point.Y, lane), TLanes.Count);
                Pick(ref b, lane, second[lane], ref Lane(ref other.BetaX, lane), ref Lane(ref other.Point.Y, lane), TLanes.Count);
            }
            return;
        }
        for (int lane = 0; lane < TLanes.Count; lane++)
        {
            ref double one = ref LaneGenerator.Multiple(first[lane] & LaneDigits.IndexMask);
            ref double other = ref LaneGenerator.Multiple(second[lane] & LaneDigits.IndexMask);
            Pick(ref a, lane, first[lane], ref one, ref Unsafe.Add(ref one, LaneGenerator.Y), 1);
            Pick(ref b, lane, second[lane], ref Unsafe.Add(ref other, LaneGenerator.BetaX), ref Unsafe.Add(ref other, LaneGenerator.Y), 1);
        }
    }

    private static ref double Lane(ref LaneElement<TVector> element, int lane) => ref Unsafe.Add(ref element.First, lane);

    /// <summary>Copies one lane's point, limb by limb, and negates y where the digit's sign is set: flips the sign bits of its doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pick(ref LaneAffine<TVector> target, int lane, ushort digit, ref double x, ref double y, int stride)
    {
        ulong sign = (ulong)(digit >> 15) << 63;
        ref double targetX = ref Unsafe.Add(ref target.X.First, lane);
        ref double targetY = ref Unsafe.Add(ref target.Y.First, lane);
        for (int limb = 0; limb < LaneElement<TVector>.LimbCount; limb++)
        {
            Unsafe.Add(ref targetX, limb * TLanes.Count) = Unsafe.Add(ref x, limb * stride);
            ulong bits = Unsafe.As<double, ulong>(ref Unsafe.Add(ref y, limb * stride)) ^ sign;
            Unsafe.As<double, ulong>(ref Unsafe.Add(ref targetY, limb * TLanes.Count)) = bits;
        }
    }
}
