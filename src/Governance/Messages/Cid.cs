using System.Security.Cryptography;
using Governance.Ethereum;

namespace Governance.Messages;

/// <summary>The IPFS content id that Snapshot's pinning gives a JSON text: CIDv1, raw codec, sha2-256, base32 (multiformats).</summary>
public static class Cid
{
    // version 1, codec raw 0x55, multihash sha2-256 0x12 of 0x20 bytes
    private static ReadOnlySpan<byte> Prefix => [0x01, 0x55, 0x12, 0x20];

    // The multibase's letter, then five bits a letter.
    private const int TextLength = 1 + (((4 + Hash32.Size) * 8) + 4) / 5;

    /// <summary><c>bafkrei…</c> for these exact bytes; no IPFS node is asked.</summary>
    public static string OfRaw(ReadOnlySpan<byte> content) => OfSha256(SHA256.HashData(content));

    /// <summary>The same of many contents at once.</summary>
    public static void OfRaw(ReadOnlySpan<ReadOnlyMemory<byte>> contents, Span<string> cids)
    {
        var hashes = new Hash32[contents.Length];
        Sha256Lanes.HashMany(contents, hashes);
        for (int i = 0; i < hashes.Length; i++) cids[i] = OfSha256(hashes[i].Bytes);
    }

    /// <summary>As <see cref="OfRaw(ReadOnlySpan{byte})"/> where the hash is known already.</summary>
    public static string OfSha256(ReadOnlySpan<byte> sha256)
    {
        Span<byte> bytes = stackalloc byte[Prefix.Length + 32];
        Prefix.CopyTo(bytes);
        sha256.CopyTo(bytes[Prefix.Length..]);
        return "b" + Base32(bytes);
    }

    /// <summary>The SHA-256 within such an id, in its one spelling; false for every other text.</summary>
    public static bool TryReadSha256(ReadOnlySpan<byte> cid, out Hash32 sha256)
    {
        sha256 = default;
        Span<byte> bytes = stackalloc byte[Prefix.Length + Hash32.Size];
        if (cid.Length != TextLength || cid[0] != 'b') return false;
        int buffer = 0, bits = 0, at = 0;
        foreach (byte letter in cid[1..])
        {
            int value = letter is >= (byte)'a' and <= (byte)'z' ? letter - 'a' : letter is >= (byte)'2' and <= (byte)'7' ? letter - '2' + 26 : -1;
            if (value < 0) return false;
            buffer = ((buffer << 5) | value) & 0xFFFF;
            bits += 5;
            if (bits < 8) continue;
            bits -= 8;
            bytes[at++] = (byte)((buffer >> bits) & 0xFF);
        }

        // What is left of the last letter says nothing: another would be another spelling.
        if ((buffer & ((1 << bits) - 1)) != 0 || !bytes.StartsWith(Prefix)) return false;
        sha256 = new Hash32(bytes[Prefix.Length..]);
        return true;
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
