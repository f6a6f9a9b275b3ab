using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Governance.Ethereum.Secp256k1;
using Governance.Ethereum.Secp256k1.Lanes;

namespace Governance.Ethereum;

/// <summary>
/// Which account signed a digest: public-key recovery on secp256k1 (SEC 1, section 4.1.6) and the keccak address of the key.
/// Verifies public data only, so it is not constant-time and must never see a secret.
/// </summary>
public static class PublicKeyRecovery
{
    private const int FewestForLanes = 4;

    // A few blocks: long enough for a core to be worth waking, short enough to share evenly.
    private const int ParallelPart = 512;

    /// <summary>The account whose key made <paramref name="signature"/> over <paramref name="digest"/>; false where no key could have.</summary>
    public static bool TryRecover(in Hash32 digest, in Signature signature, out Address signer)
    {
        signer = default;
        if (!TryRecoverKey(digest, signature, out var key)) return false;
        signer = ToAddress(key);
        return true;
    }

    /// <summary>
    /// The same for many signatures at once, several times faster each. The four spans have one length.
    /// Where <paramref name="recovered"/> is false the address is zero.
    /// </summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void RecoverMany(ReadOnlySpan<Hash32> digests, ReadOnlySpan<Signature> signatures, Span<Address> signers, Span<bool> recovered)
    {
        if (signatures.Length != digests.Length || signers.Length != digests.Length || recovered.Length != digests.Length)
            throw new ArgumentException("One digest, signature, signer and answer each.");
        // A few are quicker one by one: a vector costs the same for one lane as for all.
        if (digests.Length >= FewestForLanes && Lanes8.IsSupported) LaneRecovery<Vector512<double>, Lanes8>.Recover(digests, signatures, signers, recovered);
        else if (digests.Length >= FewestForLanes && Lanes4.IsSupported) LaneRecovery<Vector256<double>, Lanes4>.Recover(digests, signatures, signers, recovered);
        else RecoverEach(digests, signatures, signers, recovered);
    }

    /// <summary>As <see cref="RecoverMany"/> with all cores: for recounts, audits and imports, where nobody else waits for the machine.</summary>
    /// <exception cref="ArgumentException">The memories differ in length.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; some answers may be written.</exception>
    public static void RecoverManyParallel(
        ReadOnlyMemory<Hash32> digests, ReadOnlyMemory<Signature> signatures, Memory<Address> signers, Memory<bool> recovered, CancellationToken ct = default)
    {
        int parts = (digests.Length + ParallelPart - 1) / ParallelPart;
        Parallel.For(0, parts, new ParallelOptions { CancellationToken = ct }, part =>
        {
            int start = part * ParallelPart, count = Math.Min(ParallelPart, digests.Length - start);
            RecoverMany(
                digests.Span.Slice(start, count), signatures.Span.Slice(start, count), signers.Span.Slice(start, count), recovered.Span.Slice(start, count));
        });
    }

    /// <summary>The portable path of <see cref="RecoverMany"/>.</summary>
    internal static void RecoverEach(ReadOnlySpan<Hash32> digests, ReadOnlySpan<Signature> signatures, Span<Address> signers, Span<bool> recovered)
    {
        for (int i = 0; i < digests.Length; i++) recovered[i] = TryRecover(digests[i], signatures[i], out signers[i]);
    }

    /// <summary>r and s as numbers; false where they or the recovery id are out of range, which a signature that was parsed never is.</summary>
    internal static bool TryRead(in Signature signature, out Scalar r, out Scalar s)
    {
        s = default;
        return Scalar.TryRead(Limbs.FromBigEndian(signature.R.Bytes), out r)
            && Scalar.TryRead(Limbs.FromBigEndian(signature.S.Bytes), out s)
            && signature.RecoveryId <= 1;
    }

    /// <summary>
    /// The signer's public key. r is the x of the ephemeral point R = kG, s = (z + r·d)/k; so Q = dG = (s·R - z·G)/r.
    /// x = r + n (recovery ids 2 and 3) exists for one r in 2^128 and Ethereum does not accept it.
    /// </summary>
    internal static bool TryRecoverKey(in Hash32 digest, in Signature signature, out AffinePoint key)
    {
        key = default;
        if (!TryRead(signature, out var r, out var s)) return false;
        if (!AffinePoint.TryLift(new FieldElement(r.Limbs), signature.RecoveryId == 1, out var ephemeral)) return false;

        var inverse = Scalar.Invert(r);
        var z = Scalar.Reduce(Limbs.FromBigEndian(digest.Bytes));
        return TryCombine(Scalar.Negate(Scalar.Multiply(z, inverse)), Scalar.Multiply(s, inverse), ephemeral, out key);
    }

    /// <summary>
    /// The recovery id that a signature by this key has: the parity of the ephemeral point's y, R = (z·G + r·Q)/s (SEC 1, section 4.1.4). Null
    /// where it is not this key's signature.
    /// </summary>
    internal static byte? FindRecoveryId(in Hash32 digest, in Hash32 r, in Hash32 s, in AffinePoint key)
    {
        if (!TryRead(new Signature(r, s, 0), out var rScalar, out var sScalar)) return null;
        var inverse = Scalar.Invert(sScalar);
        var z = Scalar.Reduce(Limbs.FromBigEndian(digest.Bytes));
        if (!TryCombine(Scalar.Multiply(z, inverse), Scalar.Multiply(rScalar, inverse), key, out var ephemeral)) return null;
        Span<byte> point = stackalloc byte[64];
        WriteKey(ephemeral, point);
        return point[..Hash32.Size].SequenceEqual(r.Bytes) ? (byte)(point[^1] & 1) : null;
    }

    // False: the sum is at infinity.
    private static bool TryCombine(in Scalar generatorFactor, in Scalar pointFactor, in AffinePoint point, out AffinePoint result)
    {
        result = default;
        if (!TryCombineInLanes(generatorFactor, pointFactor, point, out var sum)) sum = LinearCombination.Compute(generatorFactor, pointFactor, point);
        if (sum.IsInfinity) return false;
        result = sum.ToAffine(FieldElement.Invert(sum.Z));
        return true;
    }

    private static bool TryCombineInLanes(in Scalar generatorFactor, in Scalar pointFactor, in AffinePoint point, out JacobianPoint sum)
    {
        sum = default;
        if (Lanes8.IsSupported) return LaneCombination<Vector512<double>, Lanes8>.TryCompute(generatorFactor, pointFactor, point, out sum);
        return Lanes4.IsSupported && LaneCombination<Vector256<double>, Lanes4>.TryCompute(generatorFactor, pointFactor, point, out sum);
    }

    /// <summary>The last 20 bytes of keccak(x ‖ y) (Yellow Paper, appendix F).</summary>
    [SkipLocalsInit]
    internal static Address ToAddress(in AffinePoint key)
    {
        Span<byte> bytes = stackalloc byte[64];
        WriteKey(key, bytes);
        return AddressOf(Keccak256.Hash(bytes));
    }

    /// <summary>The address of the key with this hash.</summary>
    internal static Address AddressOf(in Hash32 keyHash) => new(keyHash.Bytes[^Address.Size..]);

    /// <summary>x ‖ y, 64 bytes.</summary>
    internal static void WriteKey(in AffinePoint key, Span<byte> bytes)
    {
        key.X.ToLimbs().WriteBigEndian(bytes);
        key.Y.ToLimbs().WriteBigEndian(bytes[32..]);
    }
}
