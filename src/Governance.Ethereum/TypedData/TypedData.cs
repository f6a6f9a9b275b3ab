using System.Text.Json;

namespace Governance.Ethereum;

/// <summary>
/// EIP-712 typed data as wallets receive it in <c>eth_signTypedData_v4</c>: domain, types, primary type, message.
/// The domain type is <c>types.EIP712Domain</c> where it is declared (as wallets do), otherwise built from the keys present in EIP-712's order;
/// then keys beyond EIP-712's five are refused.
/// </summary>
public sealed class TypedData
{
    /// <summary>The name of the type that is signed; where it is not given, the one type that no other refers to.</summary>
    public string PrimaryType => throw new NotImplementedException();

    /// <summary>EIP-712's encodeType of the primary type, for example <c>Mail(Person from,…)Person(…)</c>.</summary>
    public string EncodedType => throw new NotImplementedException();

    public Hash32 TypeHash => throw new NotImplementedException();

    public Hash32 DomainSeparator => throw new NotImplementedException();

    /// <summary>hashStruct(message).</summary>
    public Hash32 StructHash => throw new NotImplementedException();

    /// <summary>keccak(0x1901 ‖ domainSeparator ‖ hashStruct(message)): what is signed.</summary>
    public Hash32 Digest => throw new NotImplementedException();

    /// <summary>Reads <c>{domain, types, primaryType?, message}</c>. False with a sentence where something is missing, of a wrong type or out of range.</summary>
    public static bool TryParse(JsonElement json, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TypedData? typedData, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? fault) =>
        throw new NotImplementedException();
}
