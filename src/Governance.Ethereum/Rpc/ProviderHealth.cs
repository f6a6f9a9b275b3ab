namespace Governance.Ethereum;

/// <summary>Whether a provider is asked at all.</summary>
public enum ProviderState
{
    /// <summary>It is asked (before its first use too).</summary>
    Working,

    /// <summary>Too many faults in a row: it is left alone for a while.</summary>
    Resting,

    /// <summary>The rest is over; the next question shows whether it works again.</summary>
    OnTrial,
}

/// <summary>
/// One provider as a status page shows it. <paramref name="Name"/> is scheme and host; <paramref name="Latency"/> is a moving average of its
/// answered requests.
/// </summary>
public sealed record ProviderHealth(string Name, ProviderState State, DateTimeOffset? LastOk, DateTimeOffset? LastFaultAt, RpcFault? LastFault, TimeSpan? Latency);
