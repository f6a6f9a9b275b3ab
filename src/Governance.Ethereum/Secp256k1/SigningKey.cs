using System.Security.Cryptography;

namespace Governance.Ethereum;

/// <summary>
/// A secp256k1 key that signs: the ledger's, the relayer's, the development wallets'. Keys and signing are the platform's
/// (OpenSSL, constant-time); ours are only the low s (EIP-2) and the recovery id, found by our own recovery.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa _key;

    private SigningKey(ECDsa key) => _key = key;

    /// <summary>The account of this key.</summary>
    public Address Address => throw new NotImplementedException();

    /// <summary>A new random key.</summary>
    public static SigningKey Create() => throw new NotImplementedException();

    /// <summary>The key with this secret, 32 bytes big-endian in 1..n-1.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes, zero, or not below n.</exception>
    public static SigningKey FromPrivateKey(ReadOnlySpan<byte> secret) => throw new NotImplementedException();

    /// <summary>The secret, 32 bytes big-endian: for keeping in the key file only.</summary>
    public byte[] ExportPrivateKey() => throw new NotImplementedException();

    /// <summary>A low-s signature over the digest itself.</summary>
    public Signature Sign(in Hash32 digest) => throw new NotImplementedException();

    /// <summary>EIP-191 <c>personal_sign</c>: over keccak("\x19Ethereum Signed Message:\n" ‖ length ‖ message).</summary>
    public Signature SignPersonalMessage(ReadOnlySpan<byte> message) => throw new NotImplementedException();

    public void Dispose() => _key.Dispose();
}
