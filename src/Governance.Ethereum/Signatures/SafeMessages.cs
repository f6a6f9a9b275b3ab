using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Governance.Ethereum;

/// <summary>
/// Messages that the owners of a Safe have signed by a transaction (SignMessageLib): <c>signedMessages(safeMessageHash)</c> is not zero.
/// The safeMessageHash is EIP-712 over SafeMessage(bytes message), message the 32 bytes of the digest, with the Safe's own domain,
/// which has no chain id before version 1.3.0.
/// </summary>
internal static class SafeMessages
{
    private static readonly AbiFunction DomainSeparator = AbiFunction.Parse("domainSeparator()(bytes32)");
    private static readonly AbiFunction SignedMessages = AbiFunction.Parse("signedMessages(bytes32)(uint256)");
    private static readonly TypedDataTypes Message = TypedDataTypes.Parse("SafeMessage(bytes message)");

    internal static byte[] DomainQuestion => DomainSeparator.Encode();

    internal static byte[] Question(Hash32 domainSeparator, Hash32 digest) => SignedMessages.Encode(MessageHash(domainSeparator, digest));

    /// <summary>The Safe's domain by its own word, only if that is one of the two that a Safe at this address has: a contract that answers anything to everything is no Safe.</summary>
    internal static Hash32? ReadDomain(ReadOnlySpan<byte> returned, ulong chainId, Address safe)
    {
        if (returned.Length != Hash32.Size) return null;
        Hash32 answered = new(returned);
        string chain = chainId.ToString(CultureInfo.InvariantCulture);
        return answered == Domain($$"""{"chainId":"{{chain}}","verifyingContract":"{{safe}}"}""") || answered == Domain($$"""{"verifyingContract":"{{safe}}"}""") ? answered : null;
    }

    internal static bool IsSigned(ReadOnlySpan<byte> returned) => returned.Length == AbiType.Word && new BigInteger(returned, isUnsigned: true, isBigEndian: true) > 0;

    private static Hash32 MessageHash(Hash32 domainSeparator, Hash32 digest)
    {
        var json = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["message"] = digest.ToString() });
        return Message.TryHashStruct("SafeMessage", json, out var hash, out string? fault) ? TypedData.DigestOf(domainSeparator, hash) : throw new InvalidOperationException(fault);
    }

    private static Hash32 Domain(string json) =>
        TypedData.TryHashDomain(JsonSerializer.Deserialize<JsonElement>(json), null, out var separator, out string? fault) ? separator : throw new InvalidOperationException(fault);
}
