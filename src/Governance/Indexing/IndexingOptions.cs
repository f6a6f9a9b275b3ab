namespace Governance.Indexing;

/// <summary>How the followed chains are indexed. Section <c>Indexing</c> of the configuration.</summary>
public sealed class IndexingOptions
{
    public const string Section = "Indexing";

    /// <summary>Seconds between two looks at a chain's head while it moves; up to three times as many while it does not.</summary>
    public decimal PollSeconds { get; set; } = 0.5m;

    /// <summary>Chains (EIP-155 numbers) that are indexed afresh on this start: after a provider's lie, or when a chain was really rewritten.</summary>
    public IList<ulong> Reindex { get; set; } = [];

    internal TimeSpan Poll => TimeSpan.FromMilliseconds((long)(PollSeconds * 1000));

    /// <summary>What is wrong with these settings, each as key, problem and an example; empty when all is well.</summary>
    public IEnumerable<string> Faults()
    {
        if (PollSeconds is < 0.05m or > 600m) yield return $"Indexing:PollSeconds: {PollSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)} must be from 0.05 to 600 seconds, for example 0.5";
    }
}
