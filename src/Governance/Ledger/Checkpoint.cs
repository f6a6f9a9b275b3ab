using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Governance.Ethereum;

namespace Governance.Ledger;

/// <summary>
/// A signed head of the ledger: it binds every message before it and their order. Its body is C2SP tlog-checkpoint's three lines; the
/// signature is EIP-191 <c>personal_sign</c> over that body, so that wallets and contracts can verify it too. As a C2SP signed note
/// (<see cref="Note"/>) the signature's key id is that of a signature type of our own (0xff).
/// </summary>
/// <param name="Origin">Names the ledger.</param>
/// <param name="Size">Leaves.</param>
/// <param name="Root">RFC 6962 root of them.</param>
/// <param name="SignedAtMs">Unix milliseconds, outside the signed text; 0 when read from a note.</param>
/// <param name="Signature">65 bytes r ‖ s ‖ v.</param>
public sealed record Checkpoint(string Origin, long Size, Hash32 Root, long SignedAtMs, byte[] Signature)
{
    private const string SignatureType = "EIP-191 secp256k1";
    private const int KeyIdSize = 4;
    private const int SignatureSize = 65;

    /// <summary>Origin, size and base64 root, one a line.</summary>
    public string Text => TextOf(Origin, Size, Root);

    /// <summary>Who signed; null when nobody could have.</summary>
    public Address? Signer => Ethereum.Signature.TryParse(Signature, out var signature, out _)
        && PublicKeyRecovery.TryRecover(PersonalMessage.Digest(Encoding.UTF8.GetBytes(Text)), signature, out var signer) ? signer : null;

    public static string TextOf(string origin, long size, Hash32 root) =>
        string.Create(CultureInfo.InvariantCulture, $"{origin}\n{size}\n{Convert.ToBase64String(root.Bytes)}\n");

    public static byte[] BytesOf(string origin, long size, Hash32 root) => Encoding.UTF8.GetBytes(TextOf(origin, size, root));

    /// <summary>
    /// The C2SP signed note: the text, an empty line, and <c>— origin base64(key id ‖ signature)</c>. The key id is the first four bytes of
    /// SHA-256(origin ‖ 0x0A ‖ 0xFF ‖ "EIP-191 secp256k1" ‖ the signer's 20 address bytes).
    /// </summary>
    public string Note(Address signer) =>
        $"{Text}\n— {Origin} {Convert.ToBase64String([.. KeyId(Origin, signer), .. Signature])}\n";

    /// <summary>Reads a note back and checks its signature. Null where it is no such note, or not signed by the account whose key id it names.</summary>
    public static Checkpoint? ParseNote(string note)
    {
        int gap = note.IndexOf("\n\n", StringComparison.Ordinal);
        if (gap < 0 || note[..gap].Split('\n') is not [var origin, var sizeText, var rootText]) return null;
        if (!long.TryParse(sizeText, NumberStyles.None, CultureInfo.InvariantCulture, out long size) || Base64(rootText) is not { Length: Hash32.Size } root) return null;
        var prefix = $"— {origin} ";
        // Witnesses may have added lines of their own; ours is the one under our origin.
        var line = note[(gap + 2)..].Split('\n').FirstOrDefault(l => l.StartsWith(prefix, StringComparison.Ordinal));
        if (line is null || Base64(line[prefix.Length..]) is not { Length: KeyIdSize + SignatureSize } signed) return null;
        var checkpoint = new Checkpoint(origin, size, new Hash32(root), 0, signed[KeyIdSize..]);
        // Exactly the text that was signed: a size with leading zeros or padded base64 would read alike.
        if (checkpoint.Text != note[..(gap + 1)]) return null;
        return checkpoint.Signer is { } signer && signed.AsSpan(0, KeyIdSize).SequenceEqual(KeyId(origin, signer)) ? checkpoint : null;
    }

    private static byte[] KeyId(string origin, Address signer) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(origin), 0x0A, 0xFF, .. Encoding.UTF8.GetBytes(SignatureType), .. signer.Bytes])[..KeyIdSize];

    private static byte[]? Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length] : null;
    }
}
