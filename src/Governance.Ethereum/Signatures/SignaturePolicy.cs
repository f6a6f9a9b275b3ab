namespace Governance.Ethereum;

/// <summary>
/// Whether an account signed a digest. One place for every kind of account, in the order in which the kinds are tried. A contract is asked with
/// its gas, time and answer capped, at one pinned block, because its answer may change with every block.
/// </summary>
public sealed class SignaturePolicy(SignaturePolicyOptions options)
{
    // EIP-7702: code that only names the contract which acts for the key.
    private static readonly byte[] DelegationPrefix = [0xef, 0x01, 0x00];

    /// <summary>
    /// For off-chain messages. <paramref name="chain"/> null: only keys can be verified. <paramref name="at"/> null: the latest block, pinned by its hash.
    /// </summary>
    /// <exception cref="RpcException">The chain did not answer: nothing is known, keep the message and ask again.</exception>
    public async Task<SignatureVerdict> VerifyAsync(Address signer, Hash32 digest, ReadOnlyMemory<byte> signature, ChainClient? chain, BlockRef? at, CancellationToken ct)
    {
        // First, because it is free. It also takes the key's own signature of an EIP-7702 account: its delegate may not know ERC-1271.
        if (IsByKey(signer, digest, signature.Span)) return new SignatureVerdict.Valid(SignatureWay.Key, null);
        if (signature.Length > options.MaxSignatureBytes) return new SignatureVerdict.Invalid(SignatureRefusal.TooLong, null);
        if (chain is null) return new SignatureVerdict.NeedsChain();

        var account = new ContractAccount(signer, digest, signature.ToArray(), chain, await PinAsync(chain, at, ct).ConfigureAwait(false), options);
        // Before ERC-1271: only the wrapper says how the account comes to be, and a deployed account must see the inner signature.
        if (Erc6492.IsWrapped(signature.Span))
        {
            if (!Erc6492.TryUnwrap(signature.Span, out var wrapped)) return account.Refused(SignatureRefusal.MalformedWrapper);
            return await account.AcceptsPreparedAsync(wrapped, ct).ConfigureAwait(false) ? account.Valid(SignatureWay.PreparedContract) : account.Refused(SignatureRefusal.RefusedByContract);
        }

        byte[] code = await account.CodeAsync(ct).ConfigureAwait(false);
        if (code.Length == 0) return account.Refused(SignatureRefusal.NotTheSigners);
        if (await account.AcceptsAsync(ct).ConfigureAwait(false)) return account.Valid(IsDelegation(code) ? SignatureWay.Delegate : SignatureWay.Contract);
        if (await account.AcceptsLegacyAsync(ct).ConfigureAwait(false)) return account.Valid(SignatureWay.LegacyContract);
        // Last, for Safes without a handler that would have answered above.
        if (signature.IsEmpty && await account.IsSignedOnSafeAsync(ct).ConfigureAwait(false)) return account.Valid(SignatureWay.SafeOnChain);
        return account.Refused(SignatureRefusal.RefusedByContract);
    }

    /// <summary>For a governor's ballot: valid here means that the contract takes it too.</summary>
    /// <exception cref="RpcException">The chain did not answer: nothing is known.</exception>
    public async Task<SignatureVerdict> VerifyBallotAsync(
        GovernorSignatureRule rule, Address signer, Hash32 digest, ReadOnlyMemory<byte> signature, ChainClient chain, BlockRef? at, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(chain);
        bool isByKey = IsOnChainForm(signature.Span) && IsByKey(signer, digest, signature.Span);
        if (isByKey && rule != GovernorSignatureRule.CodeDecides) return new SignatureVerdict.Valid(SignatureWay.Key, null);
        if (rule == GovernorSignatureRule.KeyOnly) return new SignatureVerdict.Invalid(SignatureRefusal.NotTheSigners, null);
        if (signature.Length > options.MaxSignatureBytes) return new SignatureVerdict.Invalid(SignatureRefusal.TooLong, null);

        var account = new ContractAccount(signer, digest, signature.ToArray(), chain, await PinAsync(chain, at, ct).ConfigureAwait(false), options);
        byte[] code = await account.CodeAsync(ct).ConfigureAwait(false);
        if (code.Length == 0) return isByKey ? account.Valid(SignatureWay.Key) : account.Refused(SignatureRefusal.NotTheSigners);
        if (!await account.AcceptsStaticallyAsync(ct).ConfigureAwait(false)) return account.Refused(SignatureRefusal.RefusedByContract);
        return account.Valid(IsDelegation(code) ? SignatureWay.Delegate : SignatureWay.Contract);
    }

    /// <summary>An account that has delegated to a contract (EIP-7702): 0xef0100 and the contract's address.</summary>
    public static bool IsDelegation(ReadOnlySpan<byte> code) => code.Length == DelegationPrefix.Length + Address.Size && code.StartsWith(DelegationPrefix);

    private static bool IsByKey(Address signer, Hash32 digest, ReadOnlySpan<byte> signature) =>
        Signature.TryParse(signature, out var parsed, out _) && PublicKeyRecovery.TryRecover(digest, parsed, out var recovered) && recovered == signer;

    // OpenZeppelin's ECDSA takes 65 bytes with v 27 or 28 and nothing else.
    private static bool IsOnChainForm(ReadOnlySpan<byte> signature) => signature.Length == 65 && signature[64] is 27 or 28;

    private static async Task<Hash32> PinAsync(ChainClient chain, BlockRef? at, CancellationToken ct)
    {
        if (at?.Hash is { } hash) return hash;
        var block = at ?? BlockRef.Latest;
        var header = await chain.GetBlockAsync(block, ct).ConfigureAwait(false);
        return header?.Hash ?? throw new RpcException(new RpcFault(RpcFaultKind.MissingState, "", "eth_getBlockByNumber", $"Chain {chain.ChainId} has no block {block} yet."));
    }
}

/// <summary>What a governor's contract takes as the voter's signature.</summary>
public enum GovernorSignatureRule
{
    /// <summary>ecrecover alone: Compound's governors and OpenZeppelin before 5.0.</summary>
    KeyOnly,

    /// <summary>ecrecover or ERC-1271: OpenZeppelin 5.0.</summary>
    KeyOrContract,

    /// <summary>ecrecover where the voter has no code, ERC-1271 where it has: OpenZeppelin since 5.1. A key delegated by EIP-7702 has code.</summary>
    CodeDecides,
}
