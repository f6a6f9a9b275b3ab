namespace Governance.Ethereum.Secp256k1.Lanes;

/// <summary>The chain of <see cref="FieldSquareRoot"/> in all lanes, several vectors in step so that one's latency hides behind the others.</summary>
internal static class LaneSquareRoot<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, ILanes<TVector>
{
    /// <summary>Vectors in step: two hide the latency, four still leave all runs in the nearest cache.</summary>
    internal const int Step = 4;

    /// <summary>Room for seven runs of <see cref="Step"/> vectors.</summary>
    internal const int Scratch = 7 * Step;

    /// <summary>Replaces each value a by a^((p+1)/4), a root of a if it has one.</summary>
    internal static void Compute(Span<LaneElement<TVector>> values, Span<LaneElement<TVector>> scratch)
    {
        for (int i = 0; i < values.Length; i += Step) ComputeStep(values[i..Math.Min(i + Step, values.Length)], scratch);
    }

    private static void ComputeStep(Span<LaneElement<TVector>> ones1, Span<LaneElement<TVector>> scratch)
    {
        int count = ones1.Length;
        var ones2 = scratch[..count];
        var ones3 = scratch[Step..][..count];
        var ones6 = scratch[(2 * Step)..][..count];
        var ones22 = scratch[(3 * Step)..][..count];
        var ones44 = scratch[(4 * Step)..][..count];
        var ones88 = scratch[(5 * Step)..][..count];
        var run = scratch[(6 * Step)..][..count];
        Append(ones2, ones1, 1, ones1);
        Append(ones3, ones2, 1, ones1);
        Append(ones6, ones3, 3, ones3);
        Append(run, ones6, 3, ones3);        // 9
        Append(run, run, 2, ones2);          // 11
        Append(ones22, run, 11, run);
        Append(ones44, ones22, 22, ones22);
        Append(ones88, ones44, 44, ones44);
        Append(run, ones88, 88, ones88);     // 176
        Append(run, run, 44, ones44);        // 220
        Append(run, run, 3, ones3);          // 223
        Append(run, run, 23, ones22);
        Append(run, run, 6, ones2);
        Square(run, run);
        Square(ones1, run);
    }

    /// <summary>Each exponent of run shifted left by some bits, plus the exponent of tail.</summary>
    private static void Append(Span<LaneElement<TVector>> result, Span<LaneElement<TVector>> run, int bits, Span<LaneElement<TVector>> tail)
    {
        Square(result, run);
        for (int i = 1; i < bits; i++) Square(result, result);
        for (int v = 0; v < result.Length; v++) LaneField<TVector, TLanes>.Multiply(ref result[v], result[v], tail[v]);
    }

    private static void Square(Span<LaneElement<TVector>> result, Span<LaneElement<TVector>> values)
    {
        for (int v = 0; v < result.Length; v++) LaneField<TVector, TLanes>.Square(ref result[v], values[v]);
    }
}
