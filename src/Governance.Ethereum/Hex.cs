using System.Diagnostics.CodeAnalysis;

namespace Governance.Ethereum;

/// <summary>Bytes as Ethereum writes them: <c>0x</c> and two lower-case digits a byte.</summary>
public static class Hex
{
    /// <summary>The bytes as <c>0x…</c>, lower case; no bytes are <c>0x</c>.</summary>
    public static string Format(ReadOnlySpan<byte> bytes) => string.Concat("0x", Convert.ToHexStringLower(bytes));

    /// <summary>The same as ASCII into <paramref name="text"/>, which holds exactly so many.</summary>
    public static void Format(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        (text[0], text[1]) = ((byte)'0', (byte)'x');
        if (!Convert.TryToHexStringLower(bytes, text[2..], out int written) || written != text.Length - 2) throw new ArgumentException("Two digits a byte and 0x.", nameof(text));
    }

    /// <summary>Reads <c>0x</c> and an even number of digits of either case; anything else is refused.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (!HasPrefix(text) || text.Length % 2 != 0) return false;
        var buffer = new byte[(text.Length - 2) / 2];
        if (!TryParse(text, buffer)) return false;
        bytes = buffer;
        return true;
    }

    /// <summary>Reads <c>0x</c> and exactly as many bytes as <paramref name="bytes"/> holds, without allocating.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, Span<byte> bytes) =>
        HasPrefix(text)
        && text.Length == 2 + (2 * bytes.Length)
        && Convert.FromHexString(text[2..], bytes, out _, out _) == System.Buffers.OperationStatus.Done;

    /// <summary>The same of ASCII text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, Span<byte> bytes) =>
        text.Length == 2 + (2 * bytes.Length) && text[0] == '0' && text[1] == 'x'
        && Convert.FromHexString(text[2..], bytes, out _, out _) == System.Buffers.OperationStatus.Done;

    /// <summary>As <see cref="TryParse(ReadOnlySpan{char}, out byte[])"/>, for text that the program itself made.</summary>
    /// <exception cref="FormatException">The text is not <c>0x</c> and an even number of digits.</exception>
    public static byte[] Parse(string text) =>
        TryParse(text, out byte[]? bytes) ? bytes : throw new FormatException($"'{text}' is not 0x and an even number of hexadecimal digits.");

    private static bool HasPrefix(ReadOnlySpan<char> text) => text.Length >= 2 && text[0] == '0' && text[1] == 'x';
}
