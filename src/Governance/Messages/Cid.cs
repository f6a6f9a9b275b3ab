using System.Security.Cryptography;

namespace Governance.Messages;

/// <summary>The IPFS content id that Snapshot's pinning gives a JSON text: CIDv1, raw codec, sha2-256, base32 (multiformats).</summary>
public static class Cid
{
    // version 1, codec raw 0x55, multihash sha2-256 0x12 of 0x20 bytes
    private static ReadOnlySpan<byte> Prefix => [0x01, 0x55, 0x12, 0x20];

    /// <summary><c>bafkrei…</c> for these exact bytes; no IPFS node is asked.</summary>
    public static string OfRaw(ReadOnlySpan<byte> content) => OfSha256(SHA256.HashData(content));

    /// <summary>As <see cref="OfRaw"/> where the hash is known already.</summary>
    public static string OfSha256(ReadOnlySpan<byte> sha256)
    {
        Span<byte> bytes = stackalloc byte[Prefix.Length + 32];
        Prefix.CopyTo(bytes);
        sha256.CopyTo(bytes[Prefix.Length..]);
        return "b" + Base32(bytes);
    }

    // RFC 4648 base32, lower case, no padding.
    private static string Base32(ReadOnlySpan<byte> bytes)
    {
        const string alphabet = "abcdefghijklmnopqrstuvwxyz234567";
        Span<char> text = stackalloc char[((bytes.Length * 8) + 4) / 5];
        int buffer = 0, bits = 0, at = 0;
        foreach (byte b in bytes)
        {
            buffer = ((buffer << 8) | b) & 0xFFFF;
            bits += 8;
            for (; bits >= 5; bits -= 5) text[at++] = alphabet[(buffer >> (bits - 5)) & 31];
        }

        if (bits > 0) text[at++] = alphabet[(buffer << (5 - bits)) & 31];
        return new string(text[..at]);
    }
}
