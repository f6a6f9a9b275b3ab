using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Governance.Ethereum.Secp256k1.Lanes;

/// <summary>Eight lanes: AVX-512.</summary>
internal readonly struct Lanes8 : ILanes<Vector512<double>>
{
    private const double Two52 = 1L << 52;

    // Not only where the runtime calls 512 bits accelerated: it does not on processors that lower their clock for them, and there too eight
    // lanes recover half as many signatures again as four.
    public static bool IsSupported => Avx512DQ.IsSupported;

    public static int Count => 8;

    public static ulong LowBias => 0x4330_0000_0000_0000;

    public static ulong HighBias => BitConverter.DoubleToUInt64Bits(1.5 * Two52 * Two52);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> FromBits(ulong bits) => Vector512.Create(bits).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> FromNumber(double number) => Vector512.Create(number);

    // Rounding down, k is the floor and the low part is in 0..2^52: adding its 2^52 to the subtrahend, which stays exact, saves an addition.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> High(Vector512<double> a, Vector512<double> b) =>
        Avx512F.FusedMultiplyAdd(a, b, Vector512.Create(1.5 * Two52 * Two52), FloatRoundingMode.ToNegativeInfinity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Low(Vector512<double> a, Vector512<double> b, Vector512<double> high) =>
        Avx512F.FusedMultiplyAdd(a, b, Vector512.Create((1.5 * Two52 * Two52) + Two52) - high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Add(Vector512<double> a, Vector512<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Subtract(Vector512<double> a, Vector512<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> AddBits(Vector512<double> a, Vector512<double> b) => (a.AsUInt64() + b.AsUInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> SubtractBits(Vector512<double> a, Vector512<double> b) => (a.AsUInt64() - b.AsUInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ShiftRightBits(Vector512<double> a, int count) => (a.AsUInt64() >>> count).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ShiftLeftBits(Vector512<double> a, int count) => (a.AsUInt64() << count).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MaskBits(Vector512<double> a, Vector512<double> mask, Vector512<double> pattern) =>
        Avx512F.TernaryLogic(a.AsUInt64(), mask.AsUInt64(), pattern.AsUInt64(), 0xEA).AsDouble();
}
