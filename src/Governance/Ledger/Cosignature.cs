using System.Security.Cryptography;
using System.Text;
using Governance.Ethereum;

namespace Governance.Ledger;

/// <summary>
/// A witness's signature over a head: EIP-191 personal_sign of the checkpoint's three lines, as the portal's own. C2SP's cosignature/v1 is
/// Ed25519 with a time, which neither the platform nor wallets have; this is the nearest that everybody here can make and check.
/// </summary>
/// <param name="Head">The head that was signed.</param>
/// <param name="ReceivedAtMs">When the portal got it, unix milliseconds: its own word.</param>
public sealed record Cosignature(Checkpoint Head, Address Witness, byte[] Signature, long ReceivedAtMs)
{
    private const string SignatureType = "EIP-191 secp256k1";

    /// <summary>The key's name in the signed note: <c>governance-witness/0x…</c>.</summary>
    public string KeyName => $"governance-witness/{Witness.ToString().ToLowerInvariant()}";

    /// <summary>The witness's line of the signed note: <c>— key name base64(key id ‖ signature)</c>; key id as in <see cref="Checkpoint.Note"/>, with the witness's name and address.</summary>
    public string Line
    {
        get
        {
            var keyId = SHA256.HashData([.. Encoding.UTF8.GetBytes(KeyName), 0x0A, 0xFF, .. Encoding.UTF8.GetBytes(SignatureType), .. Witness.Bytes]).AsSpan(0, 4);
            return $"— {KeyName} {Convert.ToBase64String([.. keyId, .. Signature])}\n";
        }
    }
}
