namespace Governance.Ethereum;

/// <summary>
/// Which account signed a digest: public-key recovery on secp256k1 (SEC 1, section 4.1.6) and the keccak address of the key.
/// Verifies public data only, so it is not constant-time and must never see a secret.
/// </summary>
public static class PublicKeyRecovery
{
    /// <summary>The account whose key made <paramref name="signature"/> over <paramref name="digest"/>; false where no key could have.</summary>
    public static bool TryRecover(in Hash32 digest, in Signature signature, out Address signer) => throw new NotImplementedException();

    /// <summary>
    /// The same for many signatures at once, several times faster each. The four spans have one length.
    /// Where <paramref name="recovered"/> is false the address is zero.
    /// </summary>
    public static void RecoverMany(ReadOnlySpan<Hash32> digests, ReadOnlySpan<Signature> signatures, Span<Address> signers, Span<bool> recovered) =>
        throw new NotImplementedException();
}
