namespace Governance.Messages;

/// <summary>An envelope whose signature was checked: its author, or his alias, really signed it. Only <see cref="EnvelopeVerifier"/> makes one.</summary>
public sealed class AuthenticEnvelope
{
    internal AuthenticEnvelope(Envelope envelope, DateTimeOffset receivedAt, SignatureEvidence signature)
    {
        (Envelope, ReceivedAt, Signature) = (envelope, receivedAt, signature);
    }

    public Envelope Envelope { get; }

    /// <summary>When it first arrived; a message that waited for a chain keeps this.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>How the signature was found good.</summary>
    public SignatureEvidence Signature { get; }
}
