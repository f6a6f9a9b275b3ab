using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Governance.Messages;

/// <summary>
/// Writes JSON exactly as JavaScript's <c>JSON.stringify</c> writes what <c>JSON.parse</c> read, because Snapshot hashes that text
/// (type gate and CID). Keys keep their order but for whole-number keys, which come first in ascending order; numbers are doubles in
/// their shortest form; only control characters, quotes, backslashes and lone surrogates are escaped.
/// </summary>
public static class SnapshotJson
{
    // A key that JavaScript stores as an array index: canonical digits below 2^32 - 1.
    private const uint MaxIndexKey = uint.MaxValue - 1;

    /// <param name="json">What to write.</param>
    /// <param name="omit">A key of the outermost object that is left out.</param>
    public static byte[] Stringify(JsonElement json, string? omit = null)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        if (json.ValueKind == JsonValueKind.Object) WriteObject(json, buffer, omit);
        else Write(json, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    public static void Write(JsonElement json, IBufferWriter<byte> output)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(json, output);
                break;
            case JsonValueKind.Array:
                WriteArray(json, output);
                break;
            case JsonValueKind.String:
                WriteString(json.GetString()!, output);
                break;
            case JsonValueKind.Number:
                Ascii(Number(json), output);
                break;
            default:
                Ascii(json.GetRawText(), output);
                break;
        }
    }

    public static void WriteString(ReadOnlySpan<char> text, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        while (!text.IsEmpty)
        {
            int plain = 0;
            while (plain < text.Length && text[plain] is >= ' ' and not '"' and not '\\') plain++;
            Encoding.UTF8.GetBytes(text[..plain], output);
            if (plain == text.Length) break;
            Ascii(Escape(text[plain]), output);
            text = text[(plain + 1)..];
        }

        output.Write("\""u8);
    }

    private static void WriteObject(JsonElement json, IBufferWriter<byte> output, string? omit = null)
    {
        output.Write("{"u8);
        bool first = true;
        foreach (var property in InJavaScriptOrder(json))
        {
            if (property.Name == omit) continue;
            if (!first) output.Write(","u8);
            first = false;
            WriteString(property.Name, output);
            output.Write(":"u8);
            Write(property.Value, output);
        }

        output.Write("}"u8);
    }

    private static void WriteArray(JsonElement json, IBufferWriter<byte> output)
    {
        output.Write("["u8);
        bool first = true;
        foreach (var element in json.EnumerateArray())
        {
            if (!first) output.Write(","u8);
            first = false;
            Write(element, output);
        }

        output.Write("]"u8);
    }

    private static IEnumerable<JsonProperty> InJavaScriptOrder(JsonElement json)
    {
        if (!json.EnumerateObject().Any(property => IsIndexKey(property.Name))) return json.EnumerateObject();
        return json.EnumerateObject().Where(p => IsIndexKey(p.Name)).OrderBy(p => uint.Parse(p.Name, CultureInfo.InvariantCulture))
            .Concat(json.EnumerateObject().Where(p => !IsIndexKey(p.Name)));
    }

    private static bool IsIndexKey(string name) =>
        name.Length is > 0 and <= 10 && char.IsAsciiDigit(name[0])
        && uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out uint index)
        && index <= MaxIndexKey && (name.Length == 1 || name[0] != '0');

    private static string Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => $"\\u{(int)c:x4}",
    };

    // ECMA-262 Number::toString. What fits a long below 2^53 is itself; the rest goes through the shortest double, which both runtimes agree on.
    private static string Number(JsonElement json)
    {
        if (json.TryGetInt64(out long whole) && Math.Abs(whole) <= 1L << 53) return whole.ToString(CultureInfo.InvariantCulture);
        return JavaScriptNumber.Format(json.GetRawText());
    }

    private static void Ascii(string text, IBufferWriter<byte> output) => Encoding.ASCII.GetBytes(text, output);
}
