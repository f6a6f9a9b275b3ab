using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Governance.Ethereum;

/// <summary>
/// The types of a typed-data message (EIP-712 <c>types</c>), checked and hashed once: keep it for every set of types that comes again.
/// Refused is what ethers or viem refuse: unknown and circular types, <c>uint</c> and <c>int</c> without a size, names that shadow atomic types,
/// one member twice. Safe for concurrent use.
/// </summary>
public sealed class TypedDataTypes
{
    private readonly Dictionary<string, TypedDataStruct> _structs;

    private TypedDataTypes(Dictionary<string, TypedDataStruct> structs) => _structs = structs;

    /// <summary>The name under which a domain's type may be declared.</summary>
    internal const string DomainName = "EIP712Domain";

    /// <summary>The one type, the domain's aside, that no other refers to; null where there are several.</summary>
    public string? Root { get; private init; }

    /// <summary>Reads <c>{Name: [{name, type}, …], …}</c>. False with a sentence where a type is missing, circular or wrongly named.</summary>
    public static bool TryParse(JsonElement json, [NotNullWhen(true)] out TypedDataTypes? types, [NotNullWhen(false)] out string? fault) =>
        TryMake(() => TypedDataTypesReader.Read(json), out types, out fault);

    /// <summary>Reads EIP-712's own notation: <c>Mail(Person from,string contents)Person(string name,address wallet)</c>.</summary>
    /// <exception cref="FormatException">The text is no such notation, or its types are refused.</exception>
    public static TypedDataTypes Parse(string encodedTypes) =>
        TryMake(() => TypedDataTypesReader.Read(encodedTypes), out var types, out string? fault) ? types : throw new FormatException($"'{encodedTypes}': {fault}");

    public bool Contains(string type) => _structs.ContainsKey(type);

    /// <summary>EIP-712's encodeType.</summary>
    /// <exception cref="KeyNotFoundException">No such type.</exception>
    public string EncodedType(string type) => _structs[type].EncodedType;

    /// <summary>EIP-712's typeHash.</summary>
    /// <exception cref="KeyNotFoundException">No such type.</exception>
    public Hash32 TypeHash(string type) => _structs[type].TypeHash;

    /// <summary>hashStruct of a JSON object. Members beyond the type's are ignored, as every wallet does; one that is missing, null or out of range is a fault.</summary>
    /// <exception cref="KeyNotFoundException">No such type.</exception>
    public bool TryHashStruct(string type, JsonElement value, out Hash32 hash, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        try
        {
            hash = TypedDataHasher.HashStruct(_structs[type], value);
            return true;
        }
        catch (TypedDataException refusal)
        {
            hash = default;
            fault = refusal.Message;
            return false;
        }
    }

    private static bool TryMake(Func<Dictionary<string, TypedDataStruct>> read, [NotNullWhen(true)] out TypedDataTypes? types, [NotNullWhen(false)] out string? fault)
    {
        types = null;
        fault = null;
        try
        {
            var structs = read();
            RefuseCircles(structs.Values);
            foreach (var type in structs.Values) type.ComputeHash();
            types = new TypedDataTypes(structs) { Root = FindRoot(structs.Values) };
            return true;
        }
        catch (TypedDataException refusal)
        {
            fault = refusal.Message;
            return false;
        }
    }

    private static string? FindRoot(IReadOnlyCollection<TypedDataStruct> structs)
    {
        var referred = structs.SelectMany(type => type.References).ToHashSet();
        var roots = structs.Where(type => type.Name != DomainName && !referred.Contains(type)).Take(2).ToArray();
        return roots.Length == 1 ? roots[0].Name : null;
    }

    private static void RefuseCircles(IEnumerable<TypedDataStruct> structs)
    {
        HashSet<TypedDataStruct> done = [];
        foreach (var type in structs) Visit(type, done, []);
    }

    private static void Visit(TypedDataStruct type, HashSet<TypedDataStruct> done, HashSet<TypedDataStruct> path)
    {
        if (!path.Add(type)) throw new TypedDataException($"types.{type.Name}", "the type contains itself");
        if (!done.Contains(type))
            foreach (var reference in type.References) Visit(reference, done, path);
        done.Add(type);
        path.Remove(type);
    }
}
