using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Governance.Ethereum.Secp256k1.Lanes;

/// <summary>
/// For each window of <see cref="Width"/> places the odd multiples of 2^place·G, so that a number times G is a sum of as many points as it has
/// windows, without doublings. Ten doubles each: the limbs of x and of 2y. Made once on first use; 1 MB, of which a sum touches 2 kB.
/// </summary>
internal static class LaneGeneratorWindows
{
    internal const int Width = 11;

    /// <summary>Windows of a half scalar: a number that the lanes of a vector share evenly.</summary>
    internal const int Count = 12;

    internal const int Places = Width * Count;

    internal const int TwiceY = 5;

    private const int Stride = 10, Size = 1 << (Width - 1);

    private static readonly double[] Table = Build();

    internal static ref double Multiple(int window, int index) => ref Table[((window * Size) + index) * Stride];

    private static double[] Build()
    {
        double[] table = GC.AllocateArray<double>(Count * Size * Stride, pinned: true);
        var (scratch, multiples) = (new JacobianPoint[Size], new AffinePoint[Size]);
        var place = AffinePoint.Generator;
        for (int window = 0; window < Count; window++)
        {
            OddMultiples.Write(place, scratch, multiples);
            for (int i = 0; i < Size; i++)
            {
                var entry = table.AsSpan(((window * Size) + i) * Stride, Stride);
                Write(entry, multiples[i].X);
                Write(entry[TwiceY..], FieldElement.Double(multiples[i].Y));
            }
            var next = JacobianPoint.From(place);
            for (int bit = 0; bit < Width; bit++) next.DoubleInPlace();
            place = next.ToAffine(FieldElement.Invert(next.Z));
        }
        return table;
    }

    private static void Write(Span<double> limbs, in FieldElement number)
    {
        // One lane of one: five doubles in a row.
        ref var element = ref Unsafe.As<double, LaneElement<double>>(ref MemoryMarshal.GetReference(limbs));
        element.Set(lane: 0, lanes: 1, number);
    }
}
