using System.Buffers;
using System.Globalization;
using Governance.Ethereum;

namespace Governance;

/// <summary>Hashes and numbers as ASCII straight into a buffer: what is written for every vote makes no text of its own.</summary>
public static class AsciiText
{
    // Of a number of 64 bits, its sign included.
    private const int MaxDigits = 20;

    /// <summary><c>0x</c> and 64 digits.</summary>
    public static void Write(this ArrayBufferWriter<byte> output, in Hash32 hash)
    {
        ArgumentNullException.ThrowIfNull(output);
        Hex.Format(hash.Bytes, output.GetSpan(Hash32.TextLength)[..Hash32.TextLength]);
        output.Advance(Hash32.TextLength);
    }

    public static void Write(this ArrayBufferWriter<byte> output, long number)
    {
        ArgumentNullException.ThrowIfNull(output);
        number.TryFormat(output.GetSpan(MaxDigits), out int digits, provider: CultureInfo.InvariantCulture);
        output.Advance(digits);
    }
}
