namespace Governance.Ethereum;

/// <summary>What a member of a struct is: one word, text or bytes (hashed), another struct, or an array of these.</summary>
internal sealed record TypedDataType(string Name, AbiType? Atom, TypedDataStruct? Struct, TypedDataType? Element, int? Length);

internal sealed record TypedDataMember(string Name, TypedDataType Type);

/// <summary>One struct type of a typed-data message, with its hash, computed once.</summary>
internal sealed class TypedDataStruct(string name)
{
    private Hash32 _typeHash;

    internal string Name { get; } = name;

    /// <summary>Filled after construction, because structs refer to each other.</summary>
    internal TypedDataMember[] Members { get; private set; } = [];

    /// <summary>EIP-712's encodeType: this struct, then every struct that it refers to, sorted by name.</summary>
    internal string EncodedType { get; private set; } = "";

    internal ref readonly Hash32 TypeHash => ref _typeHash;

    /// <summary>The structs that the members refer to directly.</summary>
    internal IEnumerable<TypedDataStruct> References => Members.Select(member => StructOf(member.Type)).OfType<TypedDataStruct>();

    internal void SetMembers(TypedDataMember[] members) => Members = members;

    /// <summary>After the members of all structs are set, and known to refer to each other without circles.</summary>
    internal void ComputeHash()
    {
        SortedDictionary<string, TypedDataStruct> referred = new(StringComparer.Ordinal);
        Collect(this, referred);
        EncodedType = string.Concat(referred.Values.Prepend(this).Select(type => type.OwnEncoding()));
        _typeHash = Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(EncodedType));
    }

    private string OwnEncoding() => $"{Name}({string.Join(',', Members.Select(member => $"{member.Type.Name} {member.Name}"))})";

    private static void Collect(TypedDataStruct type, SortedDictionary<string, TypedDataStruct> referred)
    {
        foreach (var reference in type.References)
            if (referred.TryAdd(reference.Name, reference)) Collect(reference, referred);
    }

    private static TypedDataStruct? StructOf(TypedDataType type) => type.Element is null ? type.Struct : StructOf(type.Element);
}
