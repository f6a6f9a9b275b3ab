using System.Text.Json;
using Governance.Ethereum;
using Governance.Messages;

namespace Governance.Proposals;

/// <summary>A signed proposal from its message: when it is published, and again when somebody recounts.</summary>
public static class PublishedProposal
{
    /// <summary>From the stored message and the evidence of its leaf, which holds the rules frozen in it. The key is not known here.</summary>
    /// <exception cref="InvalidDataException">They are not what was stored.</exception>
    public static Proposal Read(Envelope envelope, string evidence)
    {
        if (envelope.Kind != MessageKind.Proposal) throw new InvalidDataException($"The message {envelope.Id} is no proposal.");
        if (ProposalDraft.Read(envelope, out var fault) is not { } draft) throw new InvalidDataException($"The proposal {envelope.Id} can not be read: {fault}");
        try
        {
            using var json = JsonDocument.Parse(evidence);
            return Compose(envelope, draft, ProposalRules.FromJson(json.RootElement.GetProperty("rules").GetRawText()));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"The rules of the proposal {envelope.Id} can not be read: {e.Message}", e);
        }
    }

    internal static Proposal Compose(Envelope envelope, ProposalDraft draft, ProposalRules rules) => new()
    {
        Id = envelope.Id.ToString(), Space = envelope.Space, Kind = ProposalKind.Signed, Author = envelope.From, CreatedAt = envelope.Timestamp,
        Title = draft.Title, Body = draft.Body, Discussion = draft.Discussion, Choices = draft.Choices, VotingSystem = draft.VotingSystem,
        Start = draft.Start, End = draft.End, Snapshot = draft.Snapshot, Rules = rules,
    };
}
