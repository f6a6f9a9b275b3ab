using System.Text.Json;
using Governance.Ethereum;
using Governance.Messages;
using Governance.VotingSystems;

namespace Governance.Votes;

/// <summary>
/// What a ballot says, read from its canonical bytes: as ingest stored it, and as a recount or an audit reads it again. Nothing is proven
/// but that <see cref="Id"/> is the EIP-712 digest of these very fields.
/// </summary>
/// <param name="Id">Computed, never copied.</param>
/// <param name="StatedId">The envelope's own <c>hash</c>.</param>
/// <param name="Choice">Null where it is none of the three shapes.</param>
/// <param name="Signature">The signature as a key makes it; null where its bytes are of another kind (a contract's).</param>
public sealed record VoteEnvelope(
    Hash32 Id, Hash32 StatedId, MessageKind Kind, Address Signer, Address From, string Space, string Proposal, long Timestamp, Choice? Choice, string Reason,
    Signature? Signature)
{
    /// <summary>The same from an envelope read in general; null when it is no vote.</summary>
    public static VoteEnvelope? Of(Envelope envelope, Hash32 statedId)
    {
        if (!envelope.Kind.IsVote()) return null;
        bool isKeys = Ethereum.Signature.TryParse(envelope.SignatureBytes, out var signature, out _);
        return new VoteEnvelope(envelope.Id, statedId, envelope.Kind, envelope.Signer, envelope.From, envelope.Space, envelope.Text("proposal") ?? "",
            envelope.Timestamp, ChoiceOf(envelope), envelope.Text("reason") ?? "", isKeys ? signature : null);
    }

    /// <summary>The choice in its three shapes, or signed as JSON text (<c>vote-string</c>); null where it is none.</summary>
    public static Choice? ChoiceOf(Envelope envelope)
    {
        if (envelope.Ordinary is { } vote) return Choice.Known(vote.Choice) ?? ChoiceOf(vote.Choice);
        if (!envelope.Message.TryGetProperty("choice", out var json)) return null;
        if (envelope.Kind != MessageKind.VoteString) return Choice.TryRead(json, out var choice) ? choice : null;
        return json.ValueKind == JsonValueKind.String ? ChoiceOf(json.GetString()!) : null;
    }

    internal static Choice? ChoiceOf(string signedText)
    {
        try
        {
            using var text = JsonDocument.Parse(signedText, new JsonDocumentOptions { MaxDepth = 4 });
            return Choice.TryRead(text.RootElement, out var parsed) ? parsed : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
