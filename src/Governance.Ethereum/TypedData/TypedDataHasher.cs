using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Governance.Ethereum;

/// <summary>
/// hashStruct over JSON values. Strict where ethers or viem are: an absent or null member, a number beyond its type, half a surrogate pair, a fixed
/// array of another length, hex of another length are refused, so what we hash is what every wallet hashes.
/// </summary>
internal static class TypedDataHasher
{
    private const int Word = 32;

    // A double holds whole numbers exactly up to here; JavaScript has already rounded what lies beyond, so ethers refuses it.
    private const double LargestExact = 9007199254740991;
    private const int LongestNumber = 80;
    private const int StackWords = 32;

    internal static Hash32 HashStruct(TypedDataStruct type, JsonElement value)
    {
        Span<byte> hash = stackalloc byte[Word];
        HashStruct(type, value, hash);
        return new Hash32(hash);
    }

    private static void HashStruct(TypedDataStruct type, JsonElement value, Span<byte> hash)
    {
        if (value.ValueKind != JsonValueKind.Object) throw new TypedDataException("", $"not an object of type {type.Name}");
        int size = (1 + type.Members.Length) * Word;
        byte[]? rented = size > StackWords * Word ? ArrayPool<byte>.Shared.Rent(size) : null;
        Span<byte> words = (rented ?? stackalloc byte[StackWords * Word])[..size];
        words.Clear();
        type.TypeHash.Bytes.CopyTo(words);
        for (int i = 0; i < type.Members.Length; i++) WriteMember(type.Members[i], value, words.Slice((1 + i) * Word, Word));
        Keccak256.Hash(words, hash);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    private static void WriteMember(TypedDataMember member, JsonElement container, Span<byte> word)
    {
        try
        {
            if (!container.TryGetProperty(member.Name, out var value) || value.ValueKind == JsonValueKind.Null) throw new TypedDataException("", "missing");
            Write(member.Type, value, word);
        }
        catch (TypedDataException fault)
        {
            throw fault.Within(member.Name);
        }
    }

    /// <summary>EIP-712's encodeData of one value into a zeroed word.</summary>
    private static void Write(TypedDataType type, JsonElement value, Span<byte> word)
    {
        if (type.Struct is not null) HashStruct(type.Struct, value, word);
        else if (type.Element is not null) HashArray(type, value, word);
        else WriteAtom(type.Atom!, value, word);
    }

    private static void HashArray(TypedDataType type, JsonElement value, Span<byte> hash)
    {
        if (value.ValueKind != JsonValueKind.Array) throw new TypedDataException("", "not a list");
        int count = value.GetArrayLength();
        if (type.Length is { } length && length != count) throw new TypedDataException("", $"{count} elements for {type.Name}");
        byte[] rented = ArrayPool<byte>.Shared.Rent(count * Word);
        var words = rented.AsSpan(0, count * Word);
        words.Clear();
        int index = 0;
        foreach (var element in value.EnumerateArray())
        {
            try
            {
                Write(type.Element!, element, words.Slice(index * Word, Word));
                index++;
            }
            catch (TypedDataException fault)
            {
                throw fault.Within(string.Create(CultureInfo.InvariantCulture, $"[{index}]"));
            }
        }

        Keccak256.Hash(words, hash);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static void WriteAtom(AbiType type, JsonElement value, Span<byte> word)
    {
        switch (type.Kind)
        {
            case AbiKind.Text:
                HashText(value, word);
                break;
            case AbiKind.Bytes:
                Keccak256.Hash(ReadHex(value, type), word);
                break;
            case AbiKind.FixedBytes:
                byte[] bytes = ReadHex(value, type);
                if (bytes.Length != type.Size) throw new TypedDataException("", $"{bytes.Length} bytes for {type}");
                bytes.CopyTo(word);
                break;
            case AbiKind.Boolean:
                if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) throw new TypedDataException("", "neither true nor false");
                word[^1] = value.GetBoolean() ? (byte)1 : (byte)0;
                break;
            case AbiKind.Address:
                ReadAddress(value).Bytes.CopyTo(word[(Word - Address.Size)..]);
                break;
            default:
                WriteInteger(type, value, word);
                break;
        }
    }

    private static void HashText(JsonElement value, Span<byte> hash)
    {
        if (value.ValueKind != JsonValueKind.String) throw new TypedDataException("", "not a string");
        var raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        // Almost every text has no escapes: then the bytes of the JSON are the bytes to hash.
        if (!raw.Contains((byte)'\\') && Utf8.IsValid(raw)) Keccak256.Hash(raw, hash);
        else Keccak256.Hash(Encoding.UTF8.GetBytes(ReadText(value)), hash);
    }

    private static string ReadText(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) throw new TypedDataException("", "not a string");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new TypedDataException("", "not text: half a surrogate pair or broken UTF-8");
        }
    }

    private static byte[] ReadHex(JsonElement value, AbiType type) =>
        Hex.TryParse(ReadText(value), out byte[]? bytes) ? bytes : throw new TypedDataException("", $"not the hexadecimal bytes of {type}");

    private static Address ReadAddress(JsonElement value) =>
        Address.TryParse(ReadText(value), out var address) ? address : throw new TypedDataException("", "not an address, or its checksum is wrong");

    private static void WriteInteger(AbiType type, JsonElement value, Span<byte> word)
    {
        var integer = value.ValueKind == JsonValueKind.Number ? ReadNumber(value) : ReadInteger(ReadText(value));
        try
        {
            AbiEncoder.WriteInteger(type, integer, word);
        }
        catch (AbiException)
        {
            throw new TypedDataException("", $"beyond the range of {type}");
        }
    }

    private static BigInteger ReadNumber(JsonElement value) =>
        value.TryGetDouble(out double number) && Math.Floor(number) == number && Math.Abs(number) <= LargestExact
            ? new BigInteger(number)
            : throw new TypedDataException("", "a fraction, or a number beyond 2^53 that is not written as a string");

    private static BigInteger ReadInteger(string text)
    {
        var digits = text.AsSpan();
        bool isHex = digits.StartsWith("0x");
        BigInteger value = default;
        bool isNumber = text.Length <= LongestNumber && (isHex
            // The leading 0 keeps a first digit above 7 positive.
            ? digits.Length > 2 && BigInteger.TryParse(string.Concat("0", digits[2..]), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && digits[0] != '+');
        return isNumber ? value : throw new TypedDataException("", "not a whole number");
    }
}
