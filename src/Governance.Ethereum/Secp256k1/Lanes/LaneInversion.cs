namespace Governance.Ethereum.Secp256k1.Lanes;

/// <summary>1/a for many a with one inversion (Montgomery's trick), down each lane and then across the lanes.</summary>
internal static class LaneInversion<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, ILanes<TVector>
{
    /// <summary>
    /// Replaces each value, of size 1 or 2, by its inverse. A zero anywhere in a lane makes the lane's product zero: its bit is set in
    /// <paramref name="spoiled"/> and what is left in the lane means nothing.
    /// </summary>
    internal static void Invert(Span<LaneElement<TVector>> values, Span<LaneElement<TVector>> prefixes, ref uint spoiled)
    {
        // prefixes[i] = the product of all values before i.
        ref var product = ref prefixes[values.Length];
        prefixes[0] = One();
        for (int i = 0; i < values.Length; i++)
            LaneField<TVector, TLanes>.Multiply(ref prefixes[i + 1], values[i], prefixes[i]);
        InvertAcross(ref product, ref spoiled);
        for (int i = values.Length - 1; i >= 0; i--)
        {
            // Now product = 1 / (value 0 · … · value i).
            LaneField<TVector, TLanes>.Multiply(ref prefixes[i], prefixes[i], product);
            LaneField<TVector, TLanes>.Multiply(ref product, values[i], product);
            values[i] = prefixes[i];
        }
    }

    internal static LaneElement<TVector> One() => new() { L0 = TLanes.FromNumber(1) };

    private static void InvertAcross(ref LaneElement<TVector> product, ref uint spoiled)
    {
        Span<FieldElement> numbers = stackalloc FieldElement[TLanes.Count], befores = stackalloc FieldElement[TLanes.Count];
        var total = new FieldElement(1);
        for (int lane = 0; lane < TLanes.Count; lane++)
        {
            var number = product.Get(lane, TLanes.Count);
            if (number.IsZero)
            {
                spoiled |= 1u << lane;
                number = new FieldElement(1);
            }
            numbers[lane] = number;
            befores[lane] = total;
            total = FieldElement.Multiply(total, number);
        }
        var inverse = FieldElement.Invert(total);
        for (int lane = TLanes.Count - 1; lane >= 0; lane--)
        {
            product.Set(lane, TLanes.Count, FieldElement.Multiply(inverse, befores[lane]));
            inverse = FieldElement.Multiply(inverse, numbers[lane]);
        }
    }
}
