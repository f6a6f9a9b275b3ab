using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Governance.Ethereum;

namespace Governance.Ledger;

/// <summary>
/// The receipt that a voter keeps, as a file (<c>README.md</c> describes it): everything that is needed to show, years later and to anybody,
/// that the portal accepted this message at this place. Always the same bytes for one message.
/// </summary>
public static class ReceiptFile
{
    public const string Version = "governance-receipt/v1";

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="proof">Against the head that first bound the message.</param>
    public static byte[] Write(InclusionProof proof, Address signer)
    {
        ArgumentNullException.ThrowIfNull(proof);
        var bytes = new ArrayBufferWriter<byte>(4_096);
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("receipt", Version);
            json.WriteString("id", proof.Message.Id.ToString());
            json.WriteNumber("index", proof.Message.Idx);
            json.WriteString("entry", Encoding.UTF8.GetString(proof.Entry));
            json.WriteString("leafHash", proof.LeafHash.ToString());
            json.WriteStartArray("path");
            foreach (var hash in proof.Path) json.WriteStringValue(hash.ToString());
            json.WriteEndArray();
            json.WriteString("checkpoint", proof.Checkpoint.Note(signer));
            json.WriteString("signer", signer.ToString());
            json.WritePropertyName("envelope");
            json.WriteRawValue(proof.Message.Envelope, skipInputValidation: true);
            json.WriteEndObject();
        }

        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>What the file is called: <c>receipt-1a2b3c4d.json</c>.</summary>
    public static string NameOf(Hash32 id) => string.Create(CultureInfo.InvariantCulture, $"receipt-{id.ToString().AsSpan(2, 8)}.json");
}
