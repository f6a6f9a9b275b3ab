using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Governance.Ethereum;

/// <summary>A reply that has not the shape, or not the content, that the question allows. The provider's fault.</summary>
internal sealed class RpcReplyException(string message) : Exception(message);

/// <summary>Ethereum's JSON: writing arguments, reading quantities, hashes and bytes.</summary>
internal static class RpcJson
{
    internal static void Write(Utf8JsonWriter writer, object? argument)
    {
        switch (argument)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool boolean: writer.WriteBooleanValue(boolean); break;
            case byte[] bytes: writer.WriteStringValue(Hex.Format(bytes)); break;
            case Address address: writer.WriteStringValue(address.ToString()); break;
            case Hash32 hash: writer.WriteStringValue(hash.ToString()); break;
            case BlockRef block: WriteBlock(writer, block); break;
            case JsonElement json: json.WriteTo(writer); break;
            case int or long or uint or ulong: writer.WriteStringValue(Quantity(Convert.ToUInt64(argument, CultureInfo.InvariantCulture))); break;
            case BigInteger { Sign: >= 0 } integer: writer.WriteStringValue(Quantity(integer)); break;
            case IReadOnlyDictionary<string, object?> members: WriteObject(writer, members); break;
            case IEnumerable items: WriteArray(writer, items); break;
            default: throw new ArgumentException($"A {argument.GetType().Name} is no JSON-RPC argument.", nameof(argument));
        }
    }

    /// <summary>A hex quantity: <c>0x</c> and no leading zero.</summary>
    internal static string Quantity(ulong value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:x}");

    internal static ulong ReadUInt64(JsonElement json, string what)
    {
        string text = ReadText(json, what);
        return text.StartsWith("0x", StringComparison.Ordinal) && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value)
            ? value
            : throw new RpcReplyException($"{what} is not a 64-bit quantity");
    }

    internal static uint ReadUInt32(JsonElement json, string what) =>
        ReadUInt64(json, what) is var value and <= uint.MaxValue ? (uint)value : throw new RpcReplyException($"{what} is not a 32-bit quantity");

    internal static BigInteger ReadUInt256(JsonElement json, string what)
    {
        string text = ReadText(json, what);
        // The leading 0 keeps a first digit above 7 positive.
        return text.Length is > 2 and <= 66 && text.StartsWith("0x", StringComparison.Ordinal)
            && BigInteger.TryParse(string.Concat("0", text.AsSpan(2)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new RpcReplyException($"{what} is not a 256-bit quantity");
    }

    internal static byte[] ReadBytes(JsonElement json, string what) =>
        Hex.TryParse(ReadText(json, what), out byte[]? bytes) ? bytes : throw new RpcReplyException($"{what} is not hexadecimal");

    internal static Hash32 ReadHash(JsonElement json, string what) =>
        Hash32.TryParse(ReadText(json, what), out var hash) ? hash : throw new RpcReplyException($"{what} is not 32 bytes");

    internal static Address ReadAddress(JsonElement json, string what) =>
        // The bytes count, not the spelling: providers send lower case, some send checksums.
        ReadBytes(json, what) is { Length: Address.Size } bytes ? new Address(bytes) : throw new RpcReplyException($"{what} is not an address");

    internal static JsonElement Member(JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object) throw new RpcReplyException("an object was expected");
        return json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : throw new RpcReplyException($"{name} is missing");
    }

    private static string ReadText(JsonElement json, string what)
    {
        try
        {
            return json.ValueKind == JsonValueKind.String ? json.GetString()! : throw new RpcReplyException($"{what} is not a string");
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            throw new RpcReplyException($"{what} is not text");
        }
    }

    private static string Quantity(BigInteger value)
    {
        string digits = value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return digits.Length == 0 ? "0x0" : "0x" + digits;
    }

    private static void WriteBlock(Utf8JsonWriter writer, BlockRef block)
    {
        if (block.Hash is { } hash)
        {
            // EIP-1898.
            writer.WriteStartObject();
            writer.WriteString("blockHash", hash.ToString());
            writer.WriteBoolean("requireCanonical", block.RequireCanonical);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteStringValue(block.Number is { } number ? Quantity(number) : BlockRef.TagName(block.Tag ?? BlockTag.Latest));
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, IReadOnlyDictionary<string, object?> members)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, IEnumerable items)
    {
        writer.WriteStartArray();
        foreach (object? item in items) Write(writer, item);
        writer.WriteEndArray();
    }
}
