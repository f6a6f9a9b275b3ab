using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Governance;

/// <summary>Writes JSON text without a tree of it: what every vote leaves in the ledger. Keeps a buffer for each thread.</summary>
internal static class JsonText
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <param name="write">Writes one value; must not write another text meanwhile.</param>
    public static string Write<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = _buffer ??= new(1_024);
        // What is written here is written by code that opens and closes in order; tests read it all back.
        var writer = _writer ??= new(buffer, new JsonWriterOptions { SkipValidation = true });
        buffer.ResetWrittenCount();
        writer.Reset();
        write(writer, value);
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
