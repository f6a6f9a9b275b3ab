using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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

    // What an ordinary entry needs: more than that grows the buffer.
    private const int OrdinaryLength = 512;

    public static byte[] Entry(StoredMessage message)
    {
        var text = new ArrayBufferWriter<byte>(OrdinaryLength);
        Write(message, text);
        return text.WrittenSpan[1..].ToArray();
    }

    // A zero byte and the entry: what is hashed.
    private static void Write(StoredMessage message, ArrayBufferWriter<byte> text)
    {
        text.Write("\0"u8);
        Line(Version, text);
        Line(message.Idx, text);
        text.Write(message.Id);
        text.Write("\n"u8);
        Line(message.Kind, text);
        Line(message.Ordinal, text);
        Line(message.ReceivedAtMs, text);
        Line(message.Ipfs, text);
        Line(EvidenceLine(message.Evidence), text);
    }

    private static void Line(string line, ArrayBufferWriter<byte> text)
    {
        Encoding.UTF8.GetBytes(line, text);
        text.Write("\n"u8);
    }

    private static void Line(long number, ArrayBufferWriter<byte> text)
    {
        text.Write(number);
        text.Write("\n"u8);
    }

    /// <summary>The evidence as the entry has it: itself, or its hash.</summary>
    public static string EvidenceLine(string evidence) =>
        Encoding.UTF8.GetByteCount(evidence) <= MaxInlineEvidence ? evidence : $"sha256 {Hex.Format(SHA256.HashData(Encoding.UTF8.GetBytes(evidence)))}";

    /// <summary>The hashes of some messages' leaves, many at once.</summary>
    internal static Hash32[] HashMany(IReadOnlyList<StoredMessage> messages)
    {
        var (text, ends) = (new ArrayBufferWriter<byte>(OrdinaryLength * messages.Count), new int[messages.Count]);
        for (int i = 0; i < ends.Length; i++)
        {
            Write(messages[i], text);
            ends[i] = text.WrittenCount;
        }

        // Sliced when all is written: the buffer moves when it grows.
        var (entries, hashes) = (new ReadOnlyMemory<byte>[ends.Length], new Hash32[ends.Length]);
        for (int i = 0; i < ends.Length; i++) entries[i] = text.WrittenMemory[(i == 0 ? 0 : ends[i - 1])..ends[i]];
        Sha256Lanes.HashMany(entries, hashes);
        return hashes;
    }

    /// <summary>SHA-256(0x00 ‖ entry), RFC 6962 section 2.1.</summary>
    public static Hash32 Hash(ReadOnlySpan<byte> entry)
    {
        byte[] prefixed = [0, .. entry];
        return new Hash32(SHA256.HashData(prefixed));
    }
}
