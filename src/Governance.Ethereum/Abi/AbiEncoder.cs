using System.Buffers.Binary;
using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Governance.Ethereum;

/// <summary>
/// Writes the head-and-tail encoding. Each sequence reserves its head; a dynamic member puts there the distance from the head's start
/// to its tail, which is appended at the end.
/// </summary>
internal sealed class AbiEncoder
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private byte[] _buffer;
    private int _length;

    private AbiEncoder(ReadOnlySpan<byte> prefix)
    {
        _buffer = new byte[prefix.Length + 256];
        prefix.CopyTo(_buffer);
        _length = prefix.Length;
    }

    internal static byte[] Encode(ReadOnlySpan<byte> prefix, IReadOnlyList<AbiParameter> parameters, object[] values)
    {
        // An array of strings passes for an array of objects; it is one argument, not many.
        if (values.GetType() != typeof(object[])) values = [values];
        var encoder = new AbiEncoder(prefix);
        encoder.WriteSequence(TypesOf(parameters), values);
        return encoder._buffer[..encoder._length];
    }

    private void WriteSequence(AbiType[] types, object[] values)
    {
        if (types.Length != values.Length) throw new AbiException($"{values.Length} values for {types.Length} types.");
        int start = _length;
        Reserve(types.Sum(type => type.HeadSize));
        WriteMembers(types, values, start, start);
    }

    private void WriteMembers(AbiType[] types, object[] values, int at, int sequenceStart)
    {
        for (int i = 0; i < types.Length; i++)
        {
            if (types[i].IsDynamic)
            {
                WriteWord(at, _length - sequenceStart);
                AppendTail(types[i], values[i]);
            }
            else
            {
                WriteStatic(types[i], values[i], at);
            }

            at += types[i].HeadSize;
        }
    }

    private void AppendTail(AbiType type, object value)
    {
        switch (type.Kind)
        {
            case AbiKind.Bytes:
                AppendBytes(ToBytes(type, value));
                break;
            case AbiKind.Text:
                AppendBytes(ToUtf8(type, value));
                break;
            case AbiKind.Tuple:
                WriteSequence(TypesOf(type.Components), ToList(type, value));
                break;
            default:
                var elements = ToList(type, value);
                if (type.Length is null) AppendWord(elements.Length);
                WriteSequence(ElementTypes(type, elements), elements);
                break;
        }
    }

    private void WriteStatic(AbiType type, object value, int at)
    {
        switch (type.Kind)
        {
            case AbiKind.Tuple:
                WriteStaticMembers(TypesOf(type.Components), ToList(type, value), at);
                break;
            case AbiKind.Array:
                var elements = ToList(type, value);
                WriteStaticMembers(ElementTypes(type, elements), elements, at);
                break;
            default:
                WriteAtom(type, value, _buffer.AsSpan(at, AbiType.Word));
                break;
        }
    }

    private void WriteStaticMembers(AbiType[] types, object[] values, int at)
    {
        if (types.Length != values.Length) throw new AbiException($"{values.Length} values for {types.Length} types.");
        WriteMembers(types, values, at, at);
    }

    /// <summary>One word, which the caller hands over zeroed.</summary>
    internal static void WriteAtom(AbiType type, object value, Span<byte> word)
    {
        switch (type.Kind)
        {
            case AbiKind.UnsignedInteger:
            case AbiKind.SignedInteger:
                WriteInteger(type, ToInteger(type, value), word);
                break;
            case AbiKind.Address when value is Address address:
                address.Bytes.CopyTo(word[12..]);
                break;
            case AbiKind.Boolean when value is bool boolean:
                word[^1] = boolean ? (byte)1 : (byte)0;
                break;
            case AbiKind.FixedBytes:
                var bytes = ToBytes(type, value);
                if (bytes.Length != type.Size) throw new AbiException($"{bytes.Length} bytes for {type}.");
                bytes.CopyTo(word);
                break;
            default:
                throw Mismatch(type, value);
        }
    }

    internal static void WriteInteger(AbiType type, BigInteger value, Span<byte> word)
    {
        bool isUnsigned = type.Kind == AbiKind.UnsignedInteger;
        // GetBitLength leaves the sign out: -128 and 127 both have 7 bits.
        bool fits = isUnsigned ? value.Sign >= 0 && value.GetBitLength() <= type.Size : value.GetBitLength() < type.Size;
        if (!fits) throw new AbiException($"{value} does not fit {type}.");
        if (value.Sign < 0) word.Fill(0xff);
        int length = value.GetByteCount(isUnsigned);
        value.TryWriteBytes(word[(AbiType.Word - length)..], out _, isUnsigned, isBigEndian: true);
    }

    private static BigInteger ToInteger(AbiType type, object value) => value switch
    {
        BigInteger integer => integer,
        int or long or short or sbyte => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        uint or ulong or ushort or byte => Convert.ToUInt64(value, CultureInfo.InvariantCulture),
        UInt128 integer => integer,
        _ => throw Mismatch(type, value),
    };

    private static byte[] ToBytes(AbiType type, object value) => value switch
    {
        byte[] bytes => bytes,
        Hash32 hash => hash.ToArray(),
        ReadOnlyMemory<byte> memory => memory.ToArray(),
        _ => throw Mismatch(type, value),
    };

    private static byte[] ToUtf8(AbiType type, object value)
    {
        if (value is not string text) throw Mismatch(type, value);
        try
        {
            return StrictUtf8.GetBytes(text);
        }
        catch (EncoderFallbackException fault)
        {
            throw new AbiException("Text with half a surrogate pair has no UTF-8.", fault);
        }
    }

    private static object[] ToList(AbiType type, object value)
    {
        object[] list = value switch
        {
            object[] objects => objects,
            ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i]!)],
            string => throw Mismatch(type, value),
            IEnumerable items => [.. items.Cast<object>()],
            _ => throw Mismatch(type, value),
        };
        return type.Length is null || type.Length == list.Length ? list : throw new AbiException($"{list.Length} elements for {type}.");
    }

    private static AbiType[] TypesOf(IReadOnlyList<AbiParameter> parameters) => [.. parameters.Select(parameter => parameter.Type)];

    private static AbiType[] ElementTypes(AbiType array, object[] elements)
    {
        var types = new AbiType[elements.Length];
        Array.Fill(types, array.Element!);
        return types;
    }

    private static AbiException Mismatch(AbiType type, object? value) => new($"{value?.GetType().Name ?? "null"} for {type}.");

    private void AppendBytes(byte[] bytes)
    {
        AppendWord(bytes.Length);
        int at = _length;
        Reserve((bytes.Length + AbiType.Word - 1) / AbiType.Word * AbiType.Word);
        bytes.CopyTo(_buffer, at);
    }

    private void AppendWord(int value)
    {
        int at = _length;
        Reserve(AbiType.Word);
        WriteWord(at, value);
    }

    private void WriteWord(int at, int value) => BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(at + AbiType.Word - sizeof(int)), value);

    // New bytes of the array are zero, which is the padding that the ABI wants.
    private void Reserve(int count)
    {
        _length += count;
        if (_length > _buffer.Length) Array.Resize(ref _buffer, Math.Max(_length, 2 * _buffer.Length));
    }
}
