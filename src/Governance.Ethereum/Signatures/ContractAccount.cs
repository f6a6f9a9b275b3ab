namespace Governance.Ethereum;

/// <summary>One account with code, asked about one signature at one block.</summary>
internal sealed class ContractAccount(Address signer, Hash32 digest, byte[] signature, ChainClient chain, Hash32 block, SignaturePolicyOptions options)
{
    private readonly BlockRef _at = BlockRef.At(block);

    internal SignatureVerdict Valid(SignatureWay how) => new SignatureVerdict.Valid(how, block);

    internal SignatureVerdict Refused(SignatureRefusal reason) => new SignatureVerdict.Invalid(reason, block);

    internal Task<byte[]> CodeAsync(CancellationToken ct) => chain.GetCodeAsync(signer, _at, ct);

    internal async Task<bool> AcceptsAsync(CancellationToken ct) => Erc1271.IsMagic(await AskAsync(Erc1271.Question(digest, signature), ct).ConfigureAwait(false));

    internal async Task<bool> AcceptsLegacyAsync(CancellationToken ct) => Erc1271.IsLegacyMagic(await AskAsync(Erc1271.LegacyQuestion(digest, signature), ct).ConfigureAwait(false));

    /// <summary>Asked by a static call and heard as OpenZeppelin's contracts ask and hear.</summary>
    internal async Task<bool> AcceptsStaticallyAsync(CancellationToken ct) =>
        SignatureProbe.IsAcceptance(await AskAsync(SignatureProbe.Ask(signer, digest, signature, default, [], options), ct).ConfigureAwait(false));

    internal async Task<bool> AcceptsPreparedAsync(Erc6492 wrapped, CancellationToken ct) =>
        SignatureProbe.IsExactAcceptance(await AskAsync(SignatureProbe.Ask(signer, digest, wrapped.Signature, wrapped.Factory, wrapped.Preparation, options), ct).ConfigureAwait(false));

    internal async Task<bool> IsSignedOnSafeAsync(CancellationToken ct)
    {
        var domain = SafeMessages.ReadDomain(await AskAsync(SafeMessages.DomainQuestion, ct).ConfigureAwait(false), chain.ChainId, signer);
        return domain is { } separator && SafeMessages.IsSigned(await AskAsync(SafeMessages.Question(separator, digest), ct).ConfigureAwait(false));
    }

    private Task<byte[]> AskAsync(byte[] question, CancellationToken ct) => AskAsync(new EthCall(signer, question, options.MaxGas, null, options.MaxReturnBytes), ct);

    private async Task<byte[]> AskAsync(EthCall call, CancellationToken ct)
    {
        try
        {
            return await chain.CallAsync(call, _at, ct).ConfigureAwait(false);
        }
        catch (RpcException fault) when (fault.Fault.Kind is RpcFaultKind.Reverted or RpcFaultKind.LimitExceeded)
        {
            // The account's own doing: reverted, ran out of its gas, or answered with more than it may. No answer is no acceptance.
            return [];
        }
    }
}
