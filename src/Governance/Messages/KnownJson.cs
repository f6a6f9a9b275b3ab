using System.Buffers;

namespace Governance.Messages;

/// <summary>
/// Reads JSON whose every byte between the values is known beforehand, as this program writes it: a comparison in place of a parser. What is
/// written in another way is refused, not misread; a parser then says what it is.
/// </summary>
public ref struct KnownJson(ReadOnlySpan<byte> json)
{
    // Within a text these have a meaning or no place.
    private static readonly SearchValues<byte> Special = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 32).Select(control => (byte)control)]);

    /// <summary>What was not read yet.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = json;

    /// <summary>Passes over exactly these bytes.</summary>
    public bool Take(ReadOnlySpan<byte> literal)
    {
        if (!Rest.StartsWith(literal)) return false;
        Rest = Rest[literal.Length..];
        return true;
    }

    /// <summary>Takes so many bytes, whatever they are: the caller must accept nothing that has a quote or a backslash.</summary>
    public bool Take(int count, out ReadOnlySpan<byte> bytes)
    {
        bytes = Rest.Length >= count ? Rest[..count] : default;
        if (bytes.Length != count) return false;
        Rest = Rest[count..];
        return true;
    }

    /// <summary>The value of a text up to and with its closing quote, in <paramref name="buffer"/>; only escapes of line feeds, quotes and backslashes are known.</summary>
    public bool TakeText(Span<byte> buffer, out int length)
    {
        length = 0;
        var rest = Rest;
        while (true)
        {
            int plain = rest.IndexOfAny(Special);
            if (plain < 0 || plain + 1 > buffer.Length - length) return false;
            rest[..plain].CopyTo(buffer[length..]);
            length += plain;
            if (rest[plain] == '"')
            {
                Rest = rest[(plain + 1)..];
                return true;
            }

            if (rest[plain] != '\\' || rest.Length < plain + 2) return false;
            byte escaped = rest[plain + 1];
            if (escaped is not ((byte)'n' or (byte)'"' or (byte)'\\')) return false;
            buffer[length++] = escaped == 'n' ? (byte)'\n' : escaped;
            rest = rest[(plain + 2)..];
        }
    }
}
