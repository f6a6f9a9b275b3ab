using System.Runtime.InteropServices;

namespace Governance.Ethereum.Secp256k1.Lanes;

/// <summary>An odd multiple of each lane's point, and the x of λ times it (which has the same y).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LaneMultiple<TVector>
    where TVector : unmanaged
{
    internal LaneAffine<TVector> Point;

    internal LaneElement<TVector> BetaX;
}

internal static class LaneTable
{
    /// <summary>Bits of a digit; wider ones need fewer additions and a larger table.</summary>
    internal const int Width = 5;

    internal const int Size = 1 << (Width - 1);
}

/// <summary>Fills the tables R, 3R, … 31R of a block in five levels, all points of a level with one inversion.</summary>
internal static class LaneTable<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, ILanes<TVector>
{
    internal static void Fill(LaneMemory<TVector, TLanes> memory, int vectors, ref uint spoiled)
    {
        var evens = memory.Evens;
        for (int v = 0; v < vectors; v++) evens[v] = memory.Table[v * LaneTable.Size].Point = memory.Ephemerals[v];
        AddLevel(memory, vectors, known: 0, doubles: true, ref spoiled);
        // Level: 2^k·R is in evens; from 1, 3, … (2^k - 1) it makes the odd multiples up to 2^(k+1) - 1, and 2^(k+1)·R.
        for (int known = 1; known < LaneTable.Size; known *= 2)
            AddLevel(memory, vectors, known, doubles: 2 * known < LaneTable.Size, ref spoiled);

        var beta = memory.Scratch;
        for (int lane = 0; lane < TLanes.Count; lane++) beta[0].Set(lane, TLanes.Count, Endomorphism.Beta);
        foreach (ref var multiple in memory.Table[..(vectors * LaneTable.Size)])
            LaneField<TVector, TLanes>.Multiply(ref multiple.BetaX, multiple.Point.X, beta[0]);
    }

    private static void AddLevel(LaneMemory<TVector, TLanes> memory, int vectors, int known, bool doubles, ref uint spoiled)
    {
        var values = memory.Values[..(vectors * (known + (doubles ? 1 : 0)))];
        int next = 0;
        for (int v = 0; v < vectors; v++)
        {
            ref var even = ref memory.Evens[v];
            for (int i = 0; i < known; i++)
                LaneField<TVector, TLanes>.Subtract(ref values[next++], even.X, memory.Table[(v * LaneTable.Size) + i].Point.X);
            if (doubles) LaneField<TVector, TLanes>.Add(ref values[next++], even.Y, even.Y);
        }
        LaneInversion<TVector, TLanes>.Invert(values, memory.Prefixes, ref spoiled);
        next = 0;
        for (int v = 0; v < vectors; v++)
        {
            ref var even = ref memory.Evens[v];
            var table = memory.Table.Slice(v * LaneTable.Size, LaneTable.Size);
            for (int i = 0; i < known; i++)
                LaneGroup<TVector, TLanes>.AddAffine(ref table[known + i].Point, table[i].Point, even, values[next++], twiceY: false, memory.Scratch);
            if (doubles) LaneGroup<TVector, TLanes>.DoubleAffine(ref even, even, values[next++], memory.Scratch);
        }
    }
}
