using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Governance.Ethereum;

/// <summary>
/// EIP-712 typed data as wallets receive it in <c>eth_signTypedData_v4</c>: domain, types, primary type, message.
/// The domain type is <c>types.EIP712Domain</c> where it is declared (as wallets do), otherwise built from the keys present in EIP-712's order;
/// then keys beyond EIP-712's five are refused.
/// </summary>
public sealed class TypedData
{
    private static readonly (string Name, string Type)[] DomainMembers =
        [("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address"), ("salt", "bytes32")];

    // One set of types for each of the 32 sets of keys, made when first met.
    private static readonly TypedDataTypes?[] DomainTypes = new TypedDataTypes?[1 << 5];

    private TypedData(TypedDataTypes types, string primaryType, Hash32 domainSeparator, Hash32 structHash)
    {
        PrimaryType = primaryType;
        EncodedType = types.EncodedType(primaryType);
        TypeHash = types.TypeHash(primaryType);
        DomainSeparator = domainSeparator;
        StructHash = structHash;
        Digest = DigestOf(domainSeparator, structHash);
    }

    /// <summary>The name of the type that is signed; where it is not given, the one type that no other refers to.</summary>
    public string PrimaryType { get; }

    /// <summary>EIP-712's encodeType of the primary type, for example <c>Mail(Person from,…)Person(…)</c>.</summary>
    public string EncodedType { get; }

    public Hash32 TypeHash { get; }

    public Hash32 DomainSeparator { get; }

    /// <summary>hashStruct(message).</summary>
    public Hash32 StructHash { get; }

    /// <summary>keccak(0x1901 ‖ domainSeparator ‖ hashStruct(message)): what is signed.</summary>
    public Hash32 Digest { get; }

    /// <summary>Reads <c>{domain, types, primaryType?, message}</c>. False with a sentence where something is missing, of a wrong type or out of range.</summary>
    public static bool TryParse(JsonElement json, [NotNullWhen(true)] out TypedData? typedData, [NotNullWhen(false)] out string? fault)
    {
        typedData = null;
        fault = null;
        if (json.ValueKind != JsonValueKind.Object) return Refuse("Typed data is a JSON object.", out fault);
        if (!json.TryGetProperty("domain", out var domain)) return Refuse("domain: missing", out fault);
        if (!json.TryGetProperty("types", out var declared)) return Refuse("types: missing", out fault);
        if (!json.TryGetProperty("message", out var message)) return Refuse("message: missing", out fault);
        if (!TypedDataTypes.TryParse(declared, out var types, out fault)) return false;
        if (!TryReadPrimaryType(json, types, out string? primaryType, out fault)) return false;
        if (!TryHashDomain(domain, types, out var domainSeparator, out fault)) return false;
        if (!types.TryHashStruct(primaryType, message, out var structHash, out string? inMessage)) return Refuse($"message.{inMessage}", out fault);
        typedData = new TypedData(types, primaryType, domainSeparator, structHash);
        return true;
    }

    /// <summary>
    /// hashStruct of a domain by the keys that it has, in EIP-712's order; null counts as absent. For types that declare
    /// <c>EIP712Domain</c>, that declaration rules instead.
    /// </summary>
    public static bool TryHashDomain(JsonElement domain, TypedDataTypes? types, out Hash32 separator, [NotNullWhen(false)] out string? fault)
    {
        separator = default;
        fault = null;
        if (domain.ValueKind != JsonValueKind.Object) return Refuse("domain: not an object", out fault);
        if (types is null || !types.Contains(TypedDataTypes.DomainName))
        {
            int present = 0;
            foreach (var member in domain.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null))
            {
                int index = Array.FindIndex(DomainMembers, known => member.NameEquals(known.Name));
                if (index < 0) return Refuse("domain: a key that EIP-712 does not know", out fault);
                present |= 1 << index;
            }

            types = DomainTypes[present] ??= TypesOf(present);
        }

        if (types.TryHashStruct(TypedDataTypes.DomainName, domain, out separator, out string? inDomain)) return true;
        return Refuse($"domain.{inDomain}", out fault);
    }

    /// <summary>keccak(0x1901 ‖ domainSeparator ‖ structHash).</summary>
    public static Hash32 DigestOf(Hash32 domainSeparator, Hash32 structHash)
    {
        Span<byte> signed = stackalloc byte[2 + (2 * Hash32.Size)];
        signed[0] = 0x19;
        signed[1] = 0x01;
        domainSeparator.Bytes.CopyTo(signed[2..]);
        structHash.Bytes.CopyTo(signed[(2 + Hash32.Size)..]);
        return Keccak256.Hash(signed);
    }

    private static bool TryReadPrimaryType(JsonElement json, TypedDataTypes types, [NotNullWhen(true)] out string? primaryType, [NotNullWhen(false)] out string? fault)
    {
        primaryType = types.Root;
        fault = null;
        if (json.TryGetProperty("primaryType", out var given) && given.ValueKind != JsonValueKind.Null)
        {
            primaryType = given.ValueKind == JsonValueKind.String ? given.ToString() : null;
            // The domain's own type says nothing about a message.
            if (primaryType is null or TypedDataTypes.DomainName || !types.Contains(primaryType)) return Refuse("primaryType: not one of the types", out fault);
        }

        return primaryType is not null || Refuse("primaryType: missing, and more than one type could be it", out fault);
    }

    private static TypedDataTypes TypesOf(int present)
    {
        var members = DomainMembers.Where((_, index) => (present & (1 << index)) != 0).Select(member => $"{member.Type} {member.Name}");
        return TypedDataTypes.Parse($"{TypedDataTypes.DomainName}({string.Join(',', members)})");
    }

    private static bool Refuse(string sentence, out string fault)
    {
        fault = sentence;
        return false;
    }
}
