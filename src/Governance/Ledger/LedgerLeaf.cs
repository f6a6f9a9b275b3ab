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
/// 1764000000000           arrival, unix milliseconds
/// bafkrei…                CID of the envelope bytes (sha2-256 of {address, sig, hash, data})
/// {"power":…}             evidence: the power that was read, its blocks and sources
/// </code>
/// </summary>
public static class LedgerLeaf
{
    public static byte[] Entry(StoredMessage message) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"governance-leaf/v1\n{message.Idx}\n{message.Id}\n{message.Kind}\n{message.ReceivedAtMs}\n{Cid.OfRaw(message.Envelope)}\n{message.Evidence}\n"));

    /// <summary>SHA-256(0x00 ‖ entry), RFC 6962 section 2.1.</summary>
    public static Hash32 Hash(ReadOnlySpan<byte> entry)
    {
        byte[] prefixed = [0, .. entry];
        return new Hash32(SHA256.HashData(prefixed));
    }
}
