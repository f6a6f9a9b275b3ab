namespace Governance.Ethereum;

/// <summary>How patient a <see cref="ChainClient"/> is. The defaults suit public providers.</summary>
public sealed record ChainClientOptions
{
    /// <summary>For one attempt at one provider, from connecting to the last byte.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts for one question over all providers; at least one for each provider.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Pause before the second attempt; doubles for each further one, times a random 0.5 to 1.5.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Largest reply that is read, in bytes.</summary>
    public int MaxReplyBytes { get; init; } = 4 << 20;

    /// <summary>Questions in one HTTP request.</summary>
    public int BatchSize { get; init; } = 50;

    /// <summary>Where Multicall3 stands on nearly every chain; many calls go through it where it has code at their block. Null: never.</summary>
    public Address? Multicall { get; init; } = Address.Parse("0xcA11bde05977b3631167028862bE2a173976CA11");

    /// <summary>Faults in a row after which a provider rests.</summary>
    public int FaultsBeforeRest { get; init; } = 5;

    /// <summary>How long a provider rests; then one question tries it.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a provider of a wrong chain rests before it is asked for its chain again.</summary>
    public TimeSpan WrongChainRest { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A provider's chain id is asked before its first use and again after this long.</summary>
    public TimeSpan ChainCheckInterval { get; init; } = TimeSpan.FromMinutes(10);

    internal void Validate()
    {
        Require(Timeout > TimeSpan.Zero, nameof(Timeout));
        Require(Attempts > 0, nameof(Attempts));
        Require(RetryPause >= TimeSpan.Zero, nameof(RetryPause));
        Require(MaxReplyBytes > 0, nameof(MaxReplyBytes));
        Require(BatchSize > 0, nameof(BatchSize));
        Require(FaultsBeforeRest > 0, nameof(FaultsBeforeRest));
        Require(Rest > TimeSpan.Zero, nameof(Rest));
        Require(WrongChainRest > TimeSpan.Zero, nameof(WrongChainRest));
        Require(ChainCheckInterval > TimeSpan.Zero, nameof(ChainCheckInterval));
    }

    private static void Require(bool holds, string name)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, $"{name} must be positive.");
    }
}
