using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Governance.Ethereum.Secp256k1.Lanes;

/// <summary>
/// The odd multiples of G as the lanes pick them: sixteen doubles each, the limbs of x, of y and of βx (the x of λ times the point), one unused.
/// Made once on first use; 64 kB.
/// </summary>
internal static class LaneGenerator
{
    internal const int Width = 10;

    internal const int Stride = 16, Y = 5, BetaX = 10;

    private const int Size = 1 << (Width - 1);

    private static readonly double[] Table = Build();

    internal static ref double Multiple(int index) => ref Table[index * Stride];

    private static double[] Build()
    {
        var points = new AffinePoint[Size];
        OddMultiples.Write(AffinePoint.Generator, new JacobianPoint[Size], points);
        double[] table = GC.AllocateArray<double>(Size * Stride, pinned: true);
        for (int i = 0; i < Size; i++)
        {
            var entry = table.AsSpan(i * Stride, Stride);
            Write(entry, points[i].X);
            Write(entry[Y..], points[i].Y);
            Write(entry[BetaX..], Endomorphism.TimesLambda(points[i]).X);
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
