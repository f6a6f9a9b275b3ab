using Governance.Ethereum.Secp256k1;

namespace Governance.Ethereum;

/// <summary>
/// An ECDSA signature over secp256k1 in its one accepted meaning: r and s in 1..n-1, s in the lower half (EIP-2), recovery id 0 or 1.
/// </summary>
public readonly struct Signature : IEquatable<Signature>
{
    internal Signature(in Hash32 r, in Hash32 s, byte recoveryId)
    {
        R = r;
        S = s;
        RecoveryId = recoveryId;
    }

    /// <summary>r, big-endian.</summary>
    public Hash32 R { get; }

    /// <summary>s, big-endian.</summary>
    public Hash32 S { get; }

    /// <summary>The parity of the ephemeral point's y: 0 or 1.</summary>
    public byte RecoveryId { get; }

    /// <summary>
    /// Reads 65 bytes r ‖ s ‖ v with v 0, 1, 27 or 28, or 64 bytes r ‖ yParityAndS (ERC-2098).
    /// Refuses every other length and v, r or s that is 0 or at least n, and a high s.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out Signature signature, out SignatureFault fault)
    {
        signature = default;
        fault = TryReadParts(bytes, out var r, out var s, out byte recoveryId) ?? FaultOf(r, s);
        if (fault != SignatureFault.None) return false;
        signature = new Signature(r, s, recoveryId);
        return true;
    }

    /// <summary>65 bytes r ‖ s ‖ v with v 27 or 28, as wallets and contracts write it.</summary>
    public byte[] ToArray() => [.. R.Bytes, .. S.Bytes, (byte)(27 + RecoveryId)];

    public override string ToString() => Hex.Format(ToArray());

    public bool Equals(Signature other) => R == other.R && S == other.S && RecoveryId == other.RecoveryId;

    public override bool Equals(object? obj) => obj is Signature other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(R, S, RecoveryId);

    public static bool operator ==(Signature left, Signature right) => left.Equals(right);

    public static bool operator !=(Signature left, Signature right) => !left.Equals(right);

    private static SignatureFault? TryReadParts(ReadOnlySpan<byte> bytes, out Hash32 r, out Hash32 s, out byte recoveryId)
    {
        (r, s, recoveryId) = (default, default, 0);
        if (bytes.Length is not (64 or 65)) return SignatureFault.WrongLength;
        r = new Hash32(bytes[..32]);
        Span<byte> sBytes = stackalloc byte[32];
        bytes[32..64].CopyTo(sBytes);
        if (bytes.Length == 65)
        {
            if (bytes[64] is not (0 or 1 or 27 or 28)) return SignatureFault.WrongV;
            recoveryId = (byte)(bytes[64] >= 27 ? bytes[64] - 27 : bytes[64]);
        }
        else
        {
            // ERC-2098: a low s leaves the top bit free for the parity.
            recoveryId = (byte)(sBytes[0] >> 7);
            sBytes[0] &= 0x7f;
        }
        s = new Hash32(sBytes);
        return null;
    }

    private static SignatureFault FaultOf(in Hash32 r, in Hash32 s)
    {
        if (!Scalar.TryRead(Limbs.FromBigEndian(r.Bytes), out _)) return SignatureFault.RangeOfR;
        if (!Scalar.TryRead(Limbs.FromBigEndian(s.Bytes), out var scalar)) return SignatureFault.RangeOfS;
        return scalar.IsHigh ? SignatureFault.HighS : SignatureFault.None;
    }
}

/// <summary>Why bytes are not a signature.</summary>
public enum SignatureFault
{
    None,
    WrongLength,
    WrongV,
    RangeOfR,
    RangeOfS,
    HighS,
}
