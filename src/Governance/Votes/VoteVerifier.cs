using System.Text.Json;
using Governance.Messages;
using Governance.Proposals;
using Governance.Strategies;
using Governance.VotingSystems;

namespace Governance.Votes;

/// <summary>
/// Decides whether a signed ballot is a vote. The envelope and its signature were checked before (the order is Snapshot's); what reads a
/// chain comes last.
/// </summary>
public sealed class VoteVerifier(ProposalStore proposals, ProposalPowers powers)
{
    private const int MaxMetadataLength = 2_000;
    private const int MaxReasonLength = 5_000;
    private const int MaxAppLength = 24;

    public async Task<Outcome<VerifiedVote>> VerifyAsync(AuthenticEnvelope authentic, CancellationToken cancellationToken)
    {
        var envelope = authentic.Envelope;
        if (Malformed(envelope) is { } malformed) return malformed;
        if (await proposals.FindAsync(envelope.Text("proposal")!) is not { } proposal) return VoteRejection.UnknownProposal;
        if (Judge(authentic, proposal, out var choice) is { } refusal) return refusal;
        var power = await powers.ReadAsync(proposal, envelope.From, cancellationToken);
        if (power.Rejection is { } unknown) return unknown.Fault == RejectionFault.Portal ? VoteRejection.PowerUnknown.Because(unknown.Explanation) : unknown;
        return Verified(authentic, proposal, choice!, power.Value);
    }

    /// <summary>Everything but the power: what is wrong with the ballot on this proposal; null: nothing is.</summary>
    internal static Rejection? Judge(AuthenticEnvelope authentic, Proposal proposal, out Choice? choice)
    {
        var envelope = authentic.Envelope;
        choice = null;
        if (Malformed(envelope) is { } malformed) return malformed;
        if (proposal.Space != envelope.Space || proposal.Kind != ProposalKind.Signed || proposal.DeletedMessage is not null) return VoteRejection.UnknownProposal;
        if (OutsideWindow(proposal, authentic) is { } closed) return closed;
        choice = VoteEnvelope.ChoiceOf(envelope);
        return choice is not null && VotingSystemRegistry.Get(proposal.VotingSystem).Accepts(choice, proposal.Choices.Count) ? null : VoteRejection.InvalidChoice;
    }

    /// <summary>The vote of a ballot that was judged, with its power.</summary>
    internal static Outcome<VerifiedVote> Verified(AuthenticEnvelope authentic, Proposal proposal, Choice choice, PowerReading power)
    {
        if (power.Total.IsZero) return VoteRejection.NoVotingPower;
        var message = new AcceptedMessage(authentic.Envelope, authentic.ReceivedAt.ToUnixTimeMilliseconds(), VoteEvidence.Write(authentic, power));
        return new VerifiedVote(proposal, message, choice, power, authentic.Envelope.Text("reason") ?? "");
    }

    private static Rejection? Malformed(Envelope envelope) =>
        envelope.Text("metadata") is { Length: > MaxMetadataLength } ? MessageRejection.MetadataTooLarge : HasShape(envelope) ? null : VoteRejection.WrongFormat;

    // Both the voter's claimed time and the moment of arrival must lie in the window, both ends included.
    private static Rejection? OutsideWindow(Proposal proposal, AuthenticEnvelope authentic)
    {
        long now = authentic.ReceivedAt.ToUnixTimeSeconds();
        if (now < proposal.Start) return VoteRejection.VotingNotOpen;
        if (now > proposal.End) return VoteRejection.VotingClosed;
        return proposal.IsOpenAt(authentic.Envelope.Timestamp) ? null : VoteRejection.SignedOutsideWindow;
    }

    private static bool HasShape(Envelope envelope) =>
        envelope.Text("proposal") is { Length: > 0 and <= 256 }
        && envelope.IsTextUpTo("reason", MaxReasonLength)
        && envelope.IsTextUpTo("app", MaxAppLength)
        && HasObjectMetadata(envelope);

    // Metadata is JSON text of an object; what is no JSON at all counts as an empty object, as Snapshot reads it.
    private static bool HasObjectMetadata(Envelope envelope)
    {
        // Nearly everybody sends the empty object.
        if (envelope.Text("metadata") is not { Length: > 0 } text || text == "{}") return true;
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16 });
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return true;
        }
    }
}
