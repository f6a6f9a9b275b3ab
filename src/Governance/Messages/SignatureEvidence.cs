using System.Text.Json;
using Governance.Ethereum;

namespace Governance.Messages;

/// <summary>How a signature was found good, for the leaf's evidence: by the key itself, or by a contract at a pinned block.</summary>
/// <param name="Way"><c>key</c>, <c>contract</c>, <c>legacy-contract</c>, <c>delegate</c>, <c>prepared-contract</c> or <c>safe-on-chain</c>.</param>
/// <param name="Block">The hash of the block at which a contract was asked; null for a key.</param>
public sealed record SignatureEvidence(string Way, Hash32? Block)
{
    internal static readonly SignatureEvidence ByKey = new("key", null);

    internal static SignatureEvidence Of(SignatureVerdict.Valid valid) => new(valid.How switch
    {
        SignatureWay.Key => ByKey.Way,
        SignatureWay.Contract => "contract",
        SignatureWay.LegacyContract => "legacy-contract",
        SignatureWay.Delegate => "delegate",
        SignatureWay.PreparedContract => "prepared-contract",
        SignatureWay.SafeOnChain => "safe-on-chain",
        _ => throw new InvalidOperationException($"An unknown way: {valid.How}."),
    }, valid.Block);

    /// <summary>Writes <c>signature</c> and, for a contract, <c>signatureBlock</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString("signature"u8, Way);
        if (Block is { } block) json.WriteString("signatureBlock"u8, block.ToString());
    }

    /// <summary>An object of just that: the evidence of what has no power and no rules.</summary>
    public string ToJson() => JsonText.Write(this, static (json, evidence) =>
    {
        json.WriteStartObject();
        evidence.Write(json);
        json.WriteEndObject();
    });
}
