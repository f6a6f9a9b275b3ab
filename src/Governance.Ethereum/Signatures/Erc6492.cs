using System.Diagnostics.CodeAnalysis;

namespace Governance.Ethereum;

/// <summary>
/// ERC-6492: the signature of an account that is not deployed yet, wrapped as (factory, factory's call, signature) before a 32-byte suffix.
/// </summary>
internal sealed record Erc6492(Address Factory, byte[] Preparation, byte[] Signature)
{
    private static readonly byte[] Suffix = Hex.Parse("0x6492649264926492649264926492649264926492649264926492649264926492");
    private static readonly AbiParameters Wrapper = AbiParameters.Parse("(address factory,bytes preparation,bytes signature)");

    internal static bool IsWrapped(ReadOnlySpan<byte> signature) => signature.EndsWith(Suffix);

    internal static bool TryUnwrap(ReadOnlySpan<byte> signature, [NotNullWhen(true)] out Erc6492? wrapped)
    {
        wrapped = null;
        try
        {
            var values = Wrapper.Decode(signature[..^Suffix.Length]);
            wrapped = new Erc6492(values.Address(0), values.Bytes(1), values.Bytes(2));
            return true;
        }
        catch (AbiException)
        {
            return false;
        }
    }
}
