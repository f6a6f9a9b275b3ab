namespace Governance.Ethereum;

/// <summary>By what a signature is the account's.</summary>
public enum SignatureWay
{
    /// <summary>The account's own key; no chain was asked.</summary>
    Key,

    /// <summary>The account's contract, by ERC-1271.</summary>
    Contract,

    /// <summary>The account's contract, by the draft of ERC-1271 that took bytes (0x20c13b0b).</summary>
    LegacyContract,

    /// <summary>The contract that a key account has delegated to (EIP-7702), by ERC-1271.</summary>
    Delegate,

    /// <summary>A contract account as it will be once deployed (ERC-6492).</summary>
    PreparedContract,

    /// <summary>A message that the Safe's owners have signed on the chain.</summary>
    SafeOnChain,
}

/// <summary>Why a signature is not the account's.</summary>
public enum SignatureRefusal
{
    /// <summary>Another key's signature or no key's, and the account has no code that could accept it.</summary>
    NotTheSigners,

    /// <summary>The account's contract was asked and did not answer with exactly the magic value.</summary>
    RefusedByContract,

    /// <summary>The ERC-6492 suffix stands behind bytes that are not its wrapper.</summary>
    MalformedWrapper,

    /// <summary>Longer than any wallet's signature.</summary>
    TooLong,
}

/// <summary>
/// What is known of a signature: a closed set. That a provider failed is none of it (<see cref="RpcException"/>): the caller keeps the message and asks again.
/// </summary>
public abstract record SignatureVerdict
{
    private SignatureVerdict()
    {
    }

    public bool IsValid => this is Valid;

    /// <summary>The account signed. <paramref name="Block"/> is where the chain was asked, null where it was not.</summary>
    public sealed record Valid(SignatureWay How, Hash32? Block) : SignatureVerdict;

    /// <summary>The account did not sign. <paramref name="Block"/> as above: a contract may answer differently later.</summary>
    public sealed record Invalid(SignatureRefusal Reason, Hash32? Block) : SignatureVerdict;

    /// <summary>No key signature of the account, so only a contract could have accepted it, and no chain is configured to ask.</summary>
    public sealed record NeedsChain : SignatureVerdict;
}
