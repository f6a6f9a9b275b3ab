using System.Globalization;

namespace Governance.Ethereum;

/// <summary>What an ABI type is, sizes aside.</summary>
public enum AbiKind
{
    UnsignedInteger,
    SignedInteger,
    Address,
    Boolean,
    FixedBytes,
    Bytes,
    Text,
    Array,
    Tuple,
}

/// <summary>One type of the Solidity contract ABI (specification: "Contract ABI Specification", solc 0.8).</summary>
public sealed class AbiType
{
    /// <summary>A word of the encoding, in bytes.</summary>
    public const int Word = 32;

    private AbiType(AbiKind kind, string name, int size, bool isDynamic, int headSize)
    {
        Kind = kind;
        Name = name;
        Size = size;
        IsDynamic = isDynamic;
        HeadSize = headSize;
    }

    public AbiKind Kind { get; }

    /// <summary>The canonical name, as it stands in a signature: <c>uint256</c>, <c>(address,bytes)[3]</c>.</summary>
    public string Name { get; }

    /// <summary>Bits of an integer, bytes of a bytesN, otherwise 0.</summary>
    public int Size { get; }

    /// <summary>True where the encoding has a tail that an offset points to.</summary>
    public bool IsDynamic { get; }

    /// <summary>Bytes that the type takes in the head of its sequence.</summary>
    public int HeadSize { get; }

    /// <summary>The element of an array.</summary>
    public AbiType? Element { get; private init; }

    /// <summary>The length of a fixed array; null for <c>T[]</c> and for all that is no array.</summary>
    public int? Length { get; private init; }

    /// <summary>The members of a tuple.</summary>
    public IReadOnlyList<AbiParameter> Components { get; private init; } = [];

    public override string ToString() => Name;

    /// <summary>Reads an elementary name (no array, no tuple). <c>uint</c> and <c>int</c> mean 256 bits, as in Solidity.</summary>
    internal static AbiType? Elementary(ReadOnlySpan<char> name) => name switch
    {
        "address" => Atom(AbiKind.Address, "address", 0),
        "bool" => Atom(AbiKind.Boolean, "bool", 0),
        "string" => new AbiType(AbiKind.Text, "string", 0, true, Word),
        "bytes" => new AbiType(AbiKind.Bytes, "bytes", 0, true, Word),
        "uint" => Atom(AbiKind.UnsignedInteger, "uint256", 256),
        "int" => Atom(AbiKind.SignedInteger, "int256", 256),
        _ when name.StartsWith("uint") => Sized(AbiKind.UnsignedInteger, name, 4),
        _ when name.StartsWith("int") => Sized(AbiKind.SignedInteger, name, 3),
        _ when name.StartsWith("bytes") => Sized(AbiKind.FixedBytes, name, 5),
        _ => null,
    };

    /// <summary><c>element[]</c>, or <c>element[length]</c> with a length from 1.</summary>
    internal static AbiType ArrayOf(AbiType element, int? length)
    {
        bool isDynamic = length is null || element.IsDynamic;
        string suffix = length is null ? "[]" : string.Create(CultureInfo.InvariantCulture, $"[{length}]");
        return new AbiType(AbiKind.Array, element.Name + suffix, 0, isDynamic, isDynamic ? Word : FixedSize(element.HeadSize, length ?? 1))
        {
            Element = element,
            Length = length,
        };
    }

    internal static AbiType TupleOf(IReadOnlyList<AbiParameter> components)
    {
        bool isDynamic = components.Any(component => component.Type.IsDynamic);
        string name = $"({string.Join(',', components.Select(component => component.Type.Name))})";
        return new AbiType(AbiKind.Tuple, name, 0, isDynamic, isDynamic ? Word : components.Sum(component => component.Type.HeadSize))
        {
            Components = components,
        };
    }

    private static AbiType Atom(AbiKind kind, string name, int size) => new(kind, name, size, false, Word);

    private static AbiType? Sized(AbiKind kind, ReadOnlySpan<char> name, int digitsAt)
    {
        var digits = name[digitsAt..];
        if (digits.Length is 0 or > 3 || digits[0] == '0') return null;
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int size)) return null;
        bool exists = kind == AbiKind.FixedBytes ? size <= Word : size % 8 == 0 && size <= 256;
        return exists ? Atom(kind, name.ToString(), size) : null;
    }

    private static int FixedSize(int element, int count) =>
        (long)element * count <= AbiParser.MaxFixedSize
            ? element * count
            : throw new AbiException($"A fixed array of more than {AbiParser.MaxFixedSize} bytes.");
}

/// <summary>A type in its place: with the name that the signature gives it, if any, and whether an event indexes it.</summary>
public sealed record AbiParameter(AbiType Type, string? Name = null, bool IsIndexed = false);
