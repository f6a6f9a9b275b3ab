namespace Governance.Ethereum.Secp256k1.Lanes;

/// <summary>The digits of a block's scalars, in the order in which the lanes pick: window by window, the lanes of a vector side by side.</summary>
internal static class LaneDigits
{
    private const int Windows = OddDigits.Bits / LaneTable.Width, GeneratorWindows = OddDigits.Bits / LaneGenerator.Width;

    // Of one signature: halves of the point's factor, then halves of the generator's.
    internal const int First = 0, Second = Windows, GeneratorFirst = 2 * Windows, GeneratorSecond = GeneratorFirst + GeneratorWindows;

    internal const int InAll = GeneratorSecond + GeneratorWindows;

    /// <summary>Index bits of a digit; its sign is bit 15.</summary>
    internal const int IndexMask = 0x7FFF;

    internal static Span<ushort> Of(Span<ushort> digits, int vector, int row, int lanes) => digits.Slice(((vector * InAll) + row) * lanes, lanes);

    /// <summary>Writes one signature's digits: generatorFactor·G + pointFactor·R.</summary>
    internal static void Write(Span<ushort> digits, int vector, int lane, int lanes, in Scalar generatorFactor, in Scalar pointFactor)
    {
        var place = digits[((vector * InAll * lanes) + lane)..];
        OddDigits.Split(pointFactor, out var first, out var second);
        first.WriteWindows(place[(First * lanes)..], lanes, Windows, LaneTable.Width);
        second.WriteWindows(place[(Second * lanes)..], lanes, Windows, LaneTable.Width);
        OddDigits.Split(generatorFactor, out first, out second);
        first.WriteWindows(place[(GeneratorFirst * lanes)..], lanes, GeneratorWindows, LaneGenerator.Width);
        second.WriteWindows(place[(GeneratorSecond * lanes)..], lanes, GeneratorWindows, LaneGenerator.Width);
    }
}
