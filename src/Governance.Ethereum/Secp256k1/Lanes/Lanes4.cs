using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Governance.Ethereum.Secp256k1.Lanes;

/// <summary>Four lanes: AVX2 with fused multiply-add.</summary>
internal readonly struct Lanes4 : ILanes<Vector256<double>>
{
    private const double Two52 = 1L << 52;

    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    public static int Count => 4;

    public static ulong LowBias => 0x4338_0000_0000_0000;

    public static ulong HighBias => BitConverter.DoubleToUInt64Bits(1.5 * Two52 * Two52);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> FromBits(ulong bits) => Vector256.Create(bits).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> FromNumber(double number) => Vector256.Create(number);

    // AVX2 rounds to nearest only, so the low part is in -2^51..2^51 and 1.5·2^52 is added last (one sum of all would not be exact).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> High(Vector256<double> a, Vector256<double> b) => Fma.MultiplyAdd(a, b, Vector256.Create(1.5 * Two52 * Two52));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Low(Vector256<double> a, Vector256<double> b, Vector256<double> high) =>
        Fma.MultiplyAdd(a, b, Vector256.Create(1.5 * Two52 * Two52) - high) + Vector256.Create(1.5 * Two52);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Add(Vector256<double> a, Vector256<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Subtract(Vector256<double> a, Vector256<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> AddBits(Vector256<double> a, Vector256<double> b) => (a.AsUInt64() + b.AsUInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> SubtractBits(Vector256<double> a, Vector256<double> b) => (a.AsUInt64() - b.AsUInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ShiftRightBits(Vector256<double> a, int count) => (a.AsUInt64() >>> count).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ShiftLeftBits(Vector256<double> a, int count) => (a.AsUInt64() << count).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MaskBits(Vector256<double> a, Vector256<double> mask, Vector256<double> pattern) =>
        ((a.AsUInt64() & mask.AsUInt64()) | pattern.AsUInt64()).AsDouble();
}
