namespace Governance.Ethereum;

/// <summary>ERC-1271's question and the one answer that counts: 32 bytes, the magic value first, zeros behind it.</summary>
internal static class Erc1271
{
    private static readonly AbiFunction IsValidSignature = AbiFunction.Parse("isValidSignature(bytes32 digest,bytes signature)(bytes4)");

    /// <summary>The draft's form, still answered by Safes before 1.5 and some others; it gets the digest as bytes, as Snapshot sends it.</summary>
    private static readonly AbiFunction IsValidSignatureLegacy = AbiFunction.Parse("isValidSignature(bytes message,bytes signature)(bytes4)");

    internal static byte[] Question(Hash32 digest, byte[] signature) => IsValidSignature.Encode(digest, signature);

    internal static byte[] LegacyQuestion(Hash32 digest, byte[] signature) => IsValidSignatureLegacy.Encode(digest.ToArray(), signature);

    /// <summary>The magic value of each form is its own selector.</summary>
    internal static bool IsMagic(ReadOnlySpan<byte> returned) => Is(returned, IsValidSignature);

    internal static bool IsLegacyMagic(ReadOnlySpan<byte> returned) => Is(returned, IsValidSignatureLegacy);

    private static bool Is(ReadOnlySpan<byte> returned, AbiFunction function) =>
        returned.Length == AbiType.Word && returned.StartsWith(function.Selector) && !returned[AbiFunction.SelectorSize..].ContainsAnyExcept((byte)0);
}
