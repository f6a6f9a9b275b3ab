using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Governance.Ethereum;

/// <summary>
/// Reads the head-and-tail encoding and trusts nothing. Every byte is paid for once: an encoder never lets two values share bytes,
/// so what decodes to more than the data holds is a bomb of overlapping offsets, refused before it grows.
/// </summary>
internal ref struct AbiDecoder
{
    private readonly ReadOnlySpan<byte> _data;
    private int _unread;

    private AbiDecoder(ReadOnlySpan<byte> data)
    {
        _data = data;
        _unread = data.Length;
    }

    internal static AbiValues Decode(IReadOnlyList<AbiParameter> parameters, ReadOnlySpan<byte> data)
    {
        var decoder = new AbiDecoder(data);
        return decoder.ReadTuple(parameters, 0);
    }

    /// <summary>The value of one word (an indexed event parameter).</summary>
    internal static object DecodeAtom(AbiType type, ReadOnlySpan<byte> word) => ReadAtom(type, word, 0);

    private AbiValues ReadTuple(IReadOnlyList<AbiParameter> parameters, int start)
    {
        var values = new object[parameters.Count];
        int at = start;
        int headSize = parameters.Sum(parameter => parameter.Type.HeadSize);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ReadMember(parameters[i].Type, at, start, headSize);
            at = Within((long)at + parameters[i].Type.HeadSize);
        }

        return new AbiValues(parameters, values);
    }

    private object ReadMember(AbiType type, int at, int sequenceStart, int headSize)
    {
        if (!type.IsDynamic) return ReadStatic(type, at);
        int offset = ReadLength(at);
        if (offset < headSize) throw new AbiException($"The offset at byte {at} points back into the head.");
        int tail = Within((long)sequenceStart + offset);
        return type.Kind switch
        {
            AbiKind.Bytes => ReadBytes(tail).ToArray(),
            AbiKind.Text => Encoding.UTF8.GetString(ReadBytes(tail)),
            AbiKind.Tuple => ReadTuple(type.Components, tail),
            _ when type.Length is { } length => ReadElements(type.Element!, length, tail),
            _ => ReadElements(type.Element!, ReadLength(tail), tail + AbiType.Word),
        };
    }

    private object ReadStatic(AbiType type, int at) => type.Kind switch
    {
        AbiKind.Tuple => ReadTuple(type.Components, at),
        AbiKind.Array => ReadElements(type.Element!, type.Length!.Value, at),
        _ => ReadAtom(type, Take(at, AbiType.Word), at),
    };

    private object[] ReadElements(AbiType element, int count, int start)
    {
        // Before the allocation: the heads of so many elements must still be there.
        if ((long)count * element.HeadSize > Math.Min(_unread, _data.Length - start)) throw new AbiException($"An array of {count} {element} at byte {start} of {_data.Length}.");
        var values = new object[count];
        for (int i = 0; i < count; i++) values[i] = ReadMember(element, start + (i * element.HeadSize), start, count * element.HeadSize);
        return values;
    }

    private ReadOnlySpan<byte> ReadBytes(int at)
    {
        int length = ReadLength(at);
        int padded = Within(((long)length + AbiType.Word - 1) / AbiType.Word * AbiType.Word);
        var bytes = Take(at + AbiType.Word, padded);
        if (bytes[length..].ContainsAnyExcept((byte)0)) throw Dirty("bytes", at);
        return bytes[..length];
    }

    /// <summary>A length or an offset: never more than the data is long.</summary>
    private int ReadLength(int at)
    {
        var word = Take(at, AbiType.Word);
        ulong value = BinaryPrimitives.ReadUInt64BigEndian(word[24..]);
        if (word[..24].ContainsAnyExcept((byte)0) || value > (ulong)_data.Length)
            throw new AbiException($"A length or offset beyond the {_data.Length} bytes of data, at byte {at}.");
        return (int)value;
    }

    private ReadOnlySpan<byte> Take(int at, int count)
    {
        if (at > _data.Length - count) throw new AbiException($"The data ends at byte {_data.Length}, inside a value at byte {at}.");
        if (count > _unread) throw new AbiException("Values that share bytes decode to more than the data.");
        _unread -= count;
        return _data.Slice(at, count);
    }

    private readonly int Within(long position) =>
        position <= _data.Length ? (int)position : throw new AbiException($"Byte {position} of {_data.Length}.");

    private static object ReadAtom(AbiType type, ReadOnlySpan<byte> word, int at) => type.Kind switch
    {
        AbiKind.UnsignedInteger => ReadUnsigned(type, word, at),
        AbiKind.SignedInteger => ReadSigned(type, word, at),
        AbiKind.Address => new Address(Clean(word, 12, "address", at)),
        AbiKind.Boolean => Clean(word, 31, "bool", at)[0] switch { 0 => false, 1 => true, _ => throw Dirty("bool", at) },
        AbiKind.FixedBytes when type.Size == Hash32.Size => new Hash32(word),
        AbiKind.FixedBytes => word[type.Size..].ContainsAnyExcept((byte)0) ? throw Dirty(type.Name, at) : word[..type.Size].ToArray(),
        _ => throw new AbiException($"{type} is not one word."),
    };

    private static BigInteger ReadUnsigned(AbiType type, ReadOnlySpan<byte> word, int at) =>
        new BigInteger(Clean(word, AbiType.Word - (type.Size / 8), type.Name, at), isUnsigned: true, isBigEndian: true);

    private static BigInteger ReadSigned(AbiType type, ReadOnlySpan<byte> word, int at)
    {
        var value = new BigInteger(word, isUnsigned: false, isBigEndian: true);
        return value.GetBitLength() < type.Size ? value : throw Dirty(type.Name, at);
    }

    private static ReadOnlySpan<byte> Clean(ReadOnlySpan<byte> word, int padding, string type, int at) =>
        word[..padding].ContainsAnyExcept((byte)0) ? throw Dirty(type, at) : word[padding..];

    private static AbiException Dirty(string type, int at) => new($"Dirty padding or a value out of range in the {type} at byte {at}.");
}
