namespace Governance.Ethereum;

/// <summary>What a contract wallet may cost. Time is capped by <see cref="ChainClientOptions.Timeout"/>.</summary>
public sealed record SignaturePolicyOptions
{
    /// <summary>Gas for one question to a wallet. Enough to deploy and ask an ERC-6492 account.</summary>
    public ulong MaxGas { get; init; } = 10_000_000;

    /// <summary>Bytes that a wallet may return; the right answer has 32.</summary>
    public int MaxReturnBytes { get; init; } = 1024;

    /// <summary>Bytes of a signature; multi-owner and ERC-6492 signatures have some thousand.</summary>
    public int MaxSignatureBytes { get; init; } = 24 * 1024;
}
