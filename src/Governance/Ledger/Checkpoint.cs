using System.Globalization;
using System.Text;
using Governance.Ethereum;

namespace Governance.Ledger;

/// <summary>
/// A signed head of the ledger: it binds every message before it and their order. Text as in C2SP tlog-checkpoint; the signature is
/// EIP-191 over that text, so that wallets and contracts can verify it.
/// </summary>
/// <param name="Origin">Names the ledger.</param>
/// <param name="Size">Leaves.</param>
/// <param name="Root">RFC 6962 root of them.</param>
/// <param name="SignedAtMs">Unix milliseconds, outside the signed text.</param>
/// <param name="Signature">65 bytes r ‖ s ‖ v.</param>
public sealed record Checkpoint(string Origin, long Size, Hash32 Root, long SignedAtMs, byte[] Signature)
{
    /// <summary>Origin, size and base64 root, one a line.</summary>
    public string Text => TextOf(Origin, Size, Root);

    public static string TextOf(string origin, long size, Hash32 root) =>
        string.Create(CultureInfo.InvariantCulture, $"{origin}\n{size}\n{Convert.ToBase64String(root.Bytes)}\n");

    public static byte[] BytesOf(string origin, long size, Hash32 root) => Encoding.UTF8.GetBytes(TextOf(origin, size, root));
}
