using System.Security.Cryptography;
using Governance.Ethereum.Secp256k1;

namespace Governance.Ethereum;

/// <summary>
/// A secp256k1 key that signs: the ledger's, the relayer's, the development wallets'. Keys and signing are the platform's
/// (OpenSSL, constant-time); ours are only the low s (EIP-2) and the recovery id, found by our own recovery.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa _key;
    private readonly AffinePoint _publicKey;

    private SigningKey(ECDsa key)
    {
        _key = key;
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        _publicKey = new AffinePoint(Coordinate(point.X!), Coordinate(point.Y!));
        Address = PublicKeyRecovery.ToAddress(_publicKey);
    }

    /// <summary>The account of this key.</summary>
    public Address Address { get; }

    private static ECCurve Curve => ECCurve.CreateFromFriendlyName("secp256k1");

    /// <summary>A new random key.</summary>
    public static SigningKey Create() => new(ECDsa.Create(Curve));

    /// <summary>The key with this secret, 32 bytes big-endian in 1..n-1.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes, zero, or not below n.</exception>
    public static SigningKey FromPrivateKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != Hash32.Size) throw new ArgumentException($"{secret.Length} bytes where a private key has 32.", nameof(secret));
        if (!Scalar.TryRead(Limbs.FromBigEndian(secret), out _)) throw new ArgumentException("A private key is in 1..n-1.", nameof(secret));
        byte[] copy = secret.ToArray();
        try
        {
            return new SigningKey(ECDsa.Create(new ECParameters { Curve = Curve, D = copy }));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    /// <summary>The secret, 32 bytes big-endian: for keeping in the key file only.</summary>
    public byte[] ExportPrivateKey() => _key.ExportParameters(includePrivateParameters: true).D!;

    /// <summary>A low-s signature over the digest itself.</summary>
    public Signature Sign(in Hash32 digest)
    {
        byte[] bytes = _key.SignHash(digest.ToArray(), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        Scalar.TryRead(Limbs.FromBigEndian(bytes.AsSpan(32)), out var s);
        // (r, s) and (r, n - s) are both valid; Ethereum takes the lower (EIP-2).
        if (s.IsHigh) Scalar.Negate(s).Limbs.WriteBigEndian(bytes.AsSpan(32));
        var (r, lowS) = (new Hash32(bytes.AsSpan(0, 32)), new Hash32(bytes.AsSpan(32)));
        if (PublicKeyRecovery.FindRecoveryId(digest, r, lowS, _publicKey) is { } recoveryId) return new Signature(r, lowS, recoveryId);
        throw new CryptographicException("The platform's signature is not its own key's.");
    }

    /// <summary>EIP-191 <c>personal_sign</c>: over keccak("\x19Ethereum Signed Message:\n" ‖ length ‖ message).</summary>
    public Signature SignPersonalMessage(ReadOnlySpan<byte> message) => Sign(PersonalMessage.Digest(message));

    public void Dispose() => _key.Dispose();

    private static FieldElement Coordinate(byte[] bytes) => new(Limbs.FromBigEndian(bytes));
}
