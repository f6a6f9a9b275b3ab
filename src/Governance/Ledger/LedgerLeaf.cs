using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Governance.Ethereum;
using Governance.Messages;

namespace Governance.Ledger;

/// <summary>
/// What the ledger promises of one message: a short text, one field a line, that anyone can rebuild from the message itself.
/// <code>
/// governance-leaf/v1
/// 17                      index
/// 0x…                     message id (EIP-712 digest)
/// vote                    kind
/// 5                       a vote's place among all votes of its proposal, from 1; 0 for other kinds
/// 1764000000000           arrival, unix milliseconds
/// bafkrei…                CID of the envelope bytes (sha2-256 of {address, sig, hash, data})
/// {"power":…}             evidence: the power that was read, its blocks and sources; or "sha256 0x…" of it where it is long
/// </code>
/// </summary>
public static class LedgerLeaf
{
    public const string Version = "governance-leaf/v1";

    /// <summary>Bytes of evidence that stand in the entry itself: entries fit C2SP's bundles, whose lengths have 16 bits.</summary>
    public const int MaxInlineEvidence = 8_192;

    // The other lines: two names, three numbers, an id and a CID.
    private const int MaxFields = 512;

    public static byte[] Entry(StoredMessage message) => Prefixed(message)[1..];

    // A zero byte and the entry: what is hashed.
    private static byte[] Prefixed(StoredMessage message)
    {
        string evidence = EvidenceLine(message.Evidence);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(MaxFields + Encoding.UTF8.GetMaxByteCount(evidence.Length));
        buffer[0] = 0;
        bool fits = Utf8.TryWrite(buffer.AsSpan(1), CultureInfo.InvariantCulture,
            $"{Version}\n{message.Idx}\n{message.Id}\n{message.Kind}\n{message.Ordinal}\n{message.ReceivedAtMs}\n{message.Ipfs}\n{evidence}\n", out int length);
        byte[] prefixed = buffer[..(1 + length)];
        ArrayPool<byte>.Shared.Return(buffer);
        return fits ? prefixed : throw new InvalidOperationException("A leaf's fields are longer than any can be.");
    }

    /// <summary>The evidence as the entry has it: itself, or its hash.</summary>
    public static string EvidenceLine(string evidence) =>
        Encoding.UTF8.GetByteCount(evidence) <= MaxInlineEvidence ? evidence : $"sha256 {Hex.Format(SHA256.HashData(Encoding.UTF8.GetBytes(evidence)))}";

    /// <summary>The hashes of some messages' leaves, many at once.</summary>
    internal static Hash32[] HashMany(IReadOnlyList<StoredMessage> messages)
    {
        var hashes = new Hash32[messages.Count];
        Sha256Lanes.HashMany([.. messages.Select(message => (ReadOnlyMemory<byte>)Prefixed(message))], hashes);
        return hashes;
    }

    /// <summary>SHA-256(0x00 ‖ entry), RFC 6962 section 2.1.</summary>
    public static Hash32 Hash(ReadOnlySpan<byte> entry)
    {
        byte[] prefixed = [0, .. entry];
        return new Hash32(SHA256.HashData(prefixed));
    }
}
