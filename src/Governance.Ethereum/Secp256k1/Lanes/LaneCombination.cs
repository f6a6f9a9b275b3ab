using System.Runtime.CompilerServices;

namespace Governance.Ethereum.Secp256k1.Lanes;

/// <summary>
/// a·G + b·P for one signature alone, with the lanes sharing its additions. What cannot be shared are the doublings P, 2P, 4P, …: they run
/// on words, where one costs a third of a vector's. All else is a sum without an order: the windows of a from tables, and ±2^i·P for the non-zero
/// signed bits of b. Each lane adds up its part; the lower half of the lanes collects the first halves of both scalars, the upper half the
/// second ones, whose sum is multiplied by λ at the end. (Addition by addition this is more than Strauss needs, 110 for 60; but eight at once.)
/// </summary>
/// <remarks>As in <see cref="LaneRecovery{TVector, TLanes}"/> exceptional cases are found, not handled: they leave Z zero.</remarks>
internal static class LaneCombination<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, ILanes<TVector>
{
    // Every lane's β: for what is to be multiplied by λ.
    private static readonly LaneElement<TVector> Beta = InAllLanes(Endomorphism.Beta);

    // Lanes that collect a half of the scalars.
    private static int Half => TLanes.Count / 2;

    /// <summary>False where the group law has met an exceptional case, the sum at infinity included: then it is to be computed otherwise.</summary>
    internal static bool TryCompute(in Scalar a, in Scalar b, in AffinePoint point, out JacobianPoint sum)
    {
        var memory = LaneMemory<TVector, TLanes>.Rent();
        ref var total = ref memory.Results[0];
        ref var next = ref memory.Results[1];
        AddGenerator(a, ref total, ref memory.Ephemerals[0], memory.Scratch);
        AddPoint(b, point, ref total, ref next, memory.Scratch);
        AddLanes(ref total, ref next, memory.Scratch);
        sum = new JacobianPoint(total.X.Get(0, TLanes.Count), total.TwiceY.Get(0, TLanes.Count), total.Z.Get(0, TLanes.Count));
        memory.Return();
        return !sum.IsInfinity;
    }

    /// <summary>Starts every lane's sum with the windows of a.</summary>
    private static void AddGenerator(in Scalar a, ref LaneJacobian<TVector> total, ref LaneAffine<TVector> next, Span<LaneElement<TVector>> scratch)
    {
        OddDigits.Split(a, out var first, out var second, LaneGeneratorWindows.Places);
        for (int window = 0; window < LaneGeneratorWindows.Count; window += Half)
        {
            for (int lane = 0; lane < Half; lane++)
            {
                Pick(ref next, lane, window + lane, first);
                Pick(ref next, Half + lane, window + lane, second);
            }
            if (window == 0) (total.X, total.TwiceY, total.Z) = (next.X, next.Y, LaneInversion<TVector, TLanes>.One());
            else LaneGroup<TVector, TLanes>.Add(ref total, next, scratch);
        }
    }

    /// <summary>Copies a multiple of G into a lane and negates its y by the sign bits.</summary>
    private static void Pick(ref LaneAffine<TVector> target, int lane, int window, OddDigits digits)
    {
        ushort digit = digits.Window(window * LaneGeneratorWindows.Width, LaneGeneratorWindows.Width);
        ulong sign = (ulong)(digit >> 15) << 63;
        ref double limb = ref LaneGeneratorWindows.Multiple(window, digit & LaneDigits.IndexMask);
        ref double x = ref Unsafe.Add(ref target.X.First, lane);
        ref double twiceY = ref Unsafe.Add(ref target.Y.First, lane);
        for (int i = 0; i < LaneElement<TVector>.LimbCount; i++)
        {
            Unsafe.Add(ref x, i * TLanes.Count) = Unsafe.Add(ref limb, i);
            ulong bits = Unsafe.As<double, ulong>(ref Unsafe.Add(ref limb, LaneGeneratorWindows.TwiceY + i)) ^ sign;
            Unsafe.As<double, ulong>(ref Unsafe.Add(ref twiceY, i * TLanes.Count)) = bits;
        }
    }

    /// <summary>Adds ±2^i·P to the lanes in turn. Those whose half has run out of signed bits keep their sum.</summary>
    [SkipLocalsInit]
    private static void AddPoint(
        in Scalar b, in AffinePoint point, ref LaneJacobian<TVector> total, ref LaneJacobian<TVector> next, Span<LaneElement<TVector>> scratch)
    {
        Endomorphism.Split(b, out var b1, out var b2);
        SignedBits first = new(b1.ToHalf()), second = new(b2.ToHalf());
        Span<JacobianPoint> doubles = stackalloc JacobianPoint[SignedBits.Places];
        doubles[0] = JacobianPoint.From(point);
        int highest = Math.Max(first.Highest, second.Highest);
        for (int i = 0; i < highest; i++) JacobianPoint.Double(doubles[i], out doubles[i + 1]);

        Span<ulong> signs = stackalloc ulong[TLanes.Count];
        signs.Clear();
        int firstLeft = first.Left, secondLeft = second.Left;
        while (firstLeft > 0 || secondLeft > 0)
        {
            int firstLanes = Math.Min(firstLeft, Half), secondLanes = Math.Min(secondLeft, Half);
            for (int lane = 0; lane < firstLanes; lane++) signs[lane] = Fill(ref next, lane, ref first, doubles);
            for (int lane = Half; lane < Half + secondLanes; lane++) signs[lane] = Fill(ref next, lane, ref second, doubles);
            next.X.Balance<TLanes>();
            next.TwiceY.Balance<TLanes>();
            next.Z.Balance<TLanes>();
            for (int lane = 0; lane < TLanes.Count; lane++) next.TwiceY.FlipSign(lane, TLanes.Count, signs[lane]);
            AddExcept(ref total, next, firstLanes, Half + secondLanes, scratch);
            firstLeft -= firstLanes;
            secondLeft -= secondLanes;
        }
    }

    /// <summary>Writes the limbs of the next signed bit's point into a lane; the answer is 2^63 where it is to be negated, else 0.</summary>
    private static ulong Fill(ref LaneJacobian<TVector> target, int lane, ref SignedBits bits, ReadOnlySpan<JacobianPoint> doubles)
    {
        ref readonly var multiple = ref doubles[bits.Next(out ulong sign)];
        target.X.SetLimbs(lane, TLanes.Count, multiple.X);
        target.TwiceY.SetLimbs(lane, TLanes.Count, multiple.TwiceY);
        target.Z.SetLimbs(lane, TLanes.Count, multiple.Z);
        return sign;
    }

    /// <summary>Adds, but for the lanes from <paramref name="firstEmpty"/> to the end of the lower half and from <paramref name="secondEmpty"/> to the end of the upper one.</summary>
    private static void AddExcept(
        ref LaneJacobian<TVector> total, in LaneJacobian<TVector> next, int firstEmpty, int secondEmpty, Span<LaneElement<TVector>> scratch)
    {
        var before = total;
        LaneGroup<TVector, TLanes>.Add(ref total, next, scratch);
        for (int lane = firstEmpty; lane < Half; lane++) CopyLane(ref total, lane, ref before, lane);
        for (int lane = secondEmpty; lane < TLanes.Count; lane++) CopyLane(ref total, lane, ref before, lane);
    }

    /// <summary>The sum of all lanes into lane 0: each half by halving, then the upper half times λ to the lower one.</summary>
    private static void AddLanes(ref LaneJacobian<TVector> total, ref LaneJacobian<TVector> next, Span<LaneElement<TVector>> scratch)
    {
        for (int distance = Half / 2; distance > 0; distance /= 2)
        {
            Shift(ref next, ref total, distance);
            LaneGroup<TVector, TLanes>.Add(ref total, next, scratch);
        }
        Shift(ref next, ref total, Half);
        LaneField<TVector, TLanes>.Multiply(ref next.X, next.X, Beta);
        LaneGroup<TVector, TLanes>.Add(ref total, next, scratch);
    }

    /// <summary>Lane i of the target becomes lane i + distance of the source; the last ones wrap around and mean nothing.</summary>
    private static void Shift(ref LaneJacobian<TVector> target, ref LaneJacobian<TVector> source, int distance)
    {
        for (int lane = 0; lane < TLanes.Count; lane++) CopyLane(ref target, lane, ref source, (lane + distance) % TLanes.Count);
    }

    private static void CopyLane(ref LaneJacobian<TVector> target, int targetLane, ref LaneJacobian<TVector> source, int lane)
    {
        // X, 2Y and Z lie in a row.
        ref double to = ref Unsafe.Add(ref target.X.First, targetLane);
        ref double from = ref Unsafe.Add(ref source.X.First, lane);
        for (int limb = 0; limb < 3 * LaneElement<TVector>.LimbCount; limb++)
            Unsafe.Add(ref to, limb * TLanes.Count) = Unsafe.Add(ref from, limb * TLanes.Count);
    }

    private static LaneElement<TVector> InAllLanes(in FieldElement number)
    {
        var element = default(LaneElement<TVector>);
        for (int lane = 0; lane < TLanes.Count; lane++) element.Set(lane, TLanes.Count, number);
        return element;
    }
}
