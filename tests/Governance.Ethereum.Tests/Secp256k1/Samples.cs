namespace Governance.Ethereum.Tests.Secp256k1;

/// <summary>Signatures from a seed: the same on every run and machine.</summary>
internal static class Samples
{
    internal static readonly byte[] HardhatKey = Hex.Parse("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

    /// <summary>A real signature by a random key over a random digest, made by the reference library.</summary>
    internal static (Hash32 Digest, Signature Signature) Signed(Random random)
    {
        Span<byte> digest = stackalloc byte[32], secret = stackalloc byte[32], rs = stackalloc byte[64];
        random.NextBytes(digest);
        int recoveryId;
        do random.NextBytes(secret);
        while (!ReferenceLibrary.TrySign(digest, secret, rs, out recoveryId));
        return (new Hash32(digest), new Signature(new Hash32(rs[..32]), new Hash32(rs[32..]), (byte)recoveryId));
    }

    /// <summary>Random r and s that nobody signed: half of the r have a point, and its key is as good as any.</summary>
    internal static (Hash32 Digest, Signature Signature) Unsigned(Random random)
    {
        Span<byte> bytes = stackalloc byte[96];
        random.NextBytes(bytes);
        return (new Hash32(bytes[..32]), new Signature(new Hash32(bytes[32..64]), new Hash32(bytes[64..]), (byte)random.Next(2)));
    }

    /// <summary>What the reference library answers: the address of the key that it recovers, or null.</summary>
    internal static Address? Expected(in Hash32 digest, in Signature signature)
    {
        Span<byte> rs = stackalloc byte[64], key = stackalloc byte[64];
        signature.R.Bytes.CopyTo(rs);
        signature.S.Bytes.CopyTo(rs[32..]);
        if (!ReferenceLibrary.TryRecover(digest.Bytes, rs, signature.RecoveryId, key)) return null;
        return new Address(Keccak256.Hash(key).Bytes[12..]);
    }
}
