using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Messages;

/// <summary>Checks who signed an envelope. Keys are checked at once; a contract account costs calls to the space's chain.</summary>
public sealed class EnvelopeVerifier(ChainRegistry chains)
{
    private readonly SignaturePolicy _policy = new(new SignaturePolicyOptions());

    /// <param name="network">The chain on which a contract account would answer: the space's.</param>
    /// <param name="isByKey">The signer's own key is known to have signed it; false: to be found out.</param>
    public async Task<Outcome<AuthenticEnvelope>> VerifyAsync(Envelope envelope, ulong network, DateTimeOffset receivedAt, CancellationToken cancellationToken, bool isByKey = false)
    {
        if (envelope.SignatureBytes is not { } signature) return MessageRejection.WrongSignature.Because("The signature is not 0x text.");
        if (isByKey) return new AuthenticEnvelope(envelope, receivedAt, SignatureEvidence.ByKey);
        try
        {
            var verdict = await _policy.VerifyAsync(envelope.Signer, envelope.Id, signature, chains.Client(network), null, cancellationToken);
            return verdict switch
            {
                SignatureVerdict.Valid valid => new AuthenticEnvelope(envelope, receivedAt, SignatureEvidence.Of(valid)),
                SignatureVerdict.NeedsChain => MessageRejection.WrongSignature.Because($"This is not the account's own key's signature, and a contract account can not be asked: the portal does not follow chain {network}."),
                SignatureVerdict.Invalid invalid => MessageRejection.WrongSignature.Because(Sentence(invalid.Reason)),
                _ => throw new InvalidOperationException($"An unknown verdict: {verdict}."),
            };
        }
        catch (RpcException e)
        {
            return MessageRejection.SignatureUnknown.Because($"The signature of this contract account could not be checked: {e.Message} The message is kept and tried again.");
        }
    }

    private static string Sentence(SignatureRefusal reason) => reason switch
    {
        SignatureRefusal.NotTheSigners => "The signature was not made by this account over this message; sign again.",
        SignatureRefusal.RefusedByContract => "The account's contract does not accept this signature over this message; sign again with its owners.",
        SignatureRefusal.MalformedWrapper => "The signature says that it is wrapped for an account that is not deployed yet (ERC-6492), but the wrapper can not be read.",
        SignatureRefusal.TooLong => "The signature is longer than any wallet makes it.",
        _ => throw new InvalidOperationException($"An unknown reason: {reason}."),
    };
}
