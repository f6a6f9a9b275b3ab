using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Governance.Ethereum;

/// <summary>Reads declarations of struct types and resolves what their members refer to.</summary>
internal static class TypedDataTypesReader
{
    // Far beyond any message that a person signs.
    private const int MaxStructs = 64;
    private const int MaxMembers = 256;
    private const int MaxDimensions = 8;
    private const int MaxName = 128;

    // viem's alphabet for struct names.
    private static readonly SearchValues<char> StructCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$:");

    /// <summary>The JSON form of <c>eth_signTypedData_v4</c>.</summary>
    internal static Dictionary<string, TypedDataStruct> Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) throw new TypedDataException("types", "not an object");
        Dictionary<string, (string Type, string Name)[]> declarations = new(StringComparer.Ordinal);
        foreach (var declaration in json.EnumerateObject())
        {
            string name = declaration.Name;
            if (declaration.Value.ValueKind != JsonValueKind.Array) throw new TypedDataException($"types.{Shown(name)}", "not a list of members");
            declarations[name] = [.. declaration.Value.EnumerateArray().Select((member, index) => ReadMember(member, $"types.{Shown(name)}[{index}]"))];
        }

        return Resolve(declarations);
    }

    /// <summary>EIP-712's notation, struct after struct.</summary>
    internal static Dictionary<string, TypedDataStruct> Read(string notation)
    {
        Dictionary<string, (string Type, string Name)[]> declarations = new(StringComparer.Ordinal);
        for (var rest = notation.AsSpan(); !rest.IsEmpty;)
        {
            int open = rest.IndexOf('(');
            int close = rest.IndexOf(')');
            if (open < 0 || close < open) throw new TypedDataException("", "not a list of Name(type member,…)");
            string members = rest[(open + 1)..close].ToString();
            if (!declarations.TryAdd(rest[..open].ToString(), members.Length == 0 ? [] : [.. members.Split(',').Select(SplitMember)]))
                throw new TypedDataException(rest[..open].ToString(), "declared twice");
            rest = rest[(close + 1)..];
        }

        return Resolve(declarations);
    }

    private static (string Type, string Name) SplitMember(string member) =>
        member.IndexOf(' ', StringComparison.Ordinal) is var space and > 0 ? (member[..space], member[(space + 1)..]) : throw new TypedDataException(member, "not a type and a name");

    private static (string Type, string Name) ReadMember(JsonElement member, string path) => (ReadText(member, "type", path), ReadText(member, "name", path));

    private static string ReadText(JsonElement member, string key, string path)
    {
        bool isText = member.ValueKind == JsonValueKind.Object && member.TryGetProperty(key, out var text) && text.ValueKind == JsonValueKind.String;
        if (!isText) throw new TypedDataException(path, $"without a {key}");
        try
        {
            return member.GetProperty(key).GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new TypedDataException(path, $"the {key} is not text");
        }
    }

    private static Dictionary<string, TypedDataStruct> Resolve(Dictionary<string, (string Type, string Name)[]> declarations)
    {
        if (declarations.Count is 0 or > MaxStructs) throw new TypedDataException("types", $"{declarations.Count} types, where 1 to {MaxStructs} are allowed");
        Dictionary<string, TypedDataStruct> structs = new(StringComparer.Ordinal);
        foreach (string name in declarations.Keys)
        {
            if (!IsStructName(name)) throw new TypedDataException($"types.{Shown(name)}", "not a name for a type");
            structs.Add(name, new TypedDataStruct(name));
        }

        foreach (var (name, members) in declarations) structs[name].SetMembers(ResolveMembers(name, members, structs));
        return structs;
    }

    private static TypedDataMember[] ResolveMembers(string type, (string Type, string Name)[] declared, Dictionary<string, TypedDataStruct> structs)
    {
        if (declared.Length > MaxMembers) throw new TypedDataException($"types.{type}", $"more than {MaxMembers} members");
        HashSet<string> names = new(StringComparer.Ordinal);
        return [.. declared.Select(member =>
        {
            // Characters of the notation itself would let two sets of types share one hash.
            bool isName = member.Name.Length is > 0 and <= MaxName && !member.Name.AsSpan().ContainsAny("(),") && !member.Name.Any(char.IsControl);
            if (!isName) throw new TypedDataException($"types.{type}", $"'{Shown(member.Name)}' is not a name for a member");
            if (!names.Add(member.Name)) throw new TypedDataException($"types.{type}", $"two members are named '{member.Name}'");
            return new TypedDataMember(member.Name, ResolveType(member.Type, structs, $"types.{type}.{member.Name}", 0));
        })];
    }

    private static TypedDataType ResolveType(string name, Dictionary<string, TypedDataStruct> structs, string path, int dimension)
    {
        if (name.Length > MaxName || dimension > MaxDimensions) throw new TypedDataException(path, $"the type '{Shown(name)}' is too long");
        if (name.EndsWith(']'))
        {
            int open = name.LastIndexOf('[');
            if (open <= 0) throw new TypedDataException(path, $"'{name}' is not a type");
            return new TypedDataType(name, null, null, ResolveType(name[..open], structs, path, dimension + 1), ReadLength(name[(open + 1)..^1], path));
        }

        if (structs.TryGetValue(name, out var reference)) return new TypedDataType(name, null, reference, null, null);
        // ethers reads uint as uint256, viem refuses it, others hash the word as it stands: three answers, so none.
        bool isAmbiguous = name is "uint" or "int";
        return !isAmbiguous && AbiType.Elementary(name) is { } atom ? new TypedDataType(name, atom, null, null, null) : throw new TypedDataException(path, $"the type '{Shown(name)}' is not known");
    }

    private static int? ReadLength(string digits, string path)
    {
        if (digits.Length == 0) return null;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int length) ? length : throw new TypedDataException(path, $"'{Shown(digits)}' is not the length of an array");
    }

    private static bool IsStructName(string name)
    {
        if (name.Length is 0 or > MaxName || name.AsSpan().ContainsAnyExcept(StructCharacters)) return false;
        // uint7 and bytes33 too: others would take them for atomic types.
        string stem = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return name is not ("address" or "bool" or "string") && stem is not ("uint" or "int" or "bytes");
    }

    private static string Shown(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");
}
