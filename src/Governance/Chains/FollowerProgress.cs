using System.Collections.Concurrent;

namespace Governance.Chains;

/// <summary>What the followers of this process see now: for the status page, not stored.</summary>
public sealed class FollowerProgress(TimeProvider clock)
{
    private readonly ConcurrentDictionary<ulong, Sighting> _sightings = new();

    public Sighting? Of(ulong chain) => _sightings.GetValueOrDefault(chain);

    /// <summary>True: for the first time.</summary>
    internal bool Saw(ulong chain, BlockPoint head)
    {
        bool isFirst = Of(chain)?.Head is null;
        _sightings.AddOrUpdate(chain, _ => new Sighting(head, clock.GetUtcNow(), null, null), (_, last) => last with { Head = head, At = clock.GetUtcNow() });
        return isFirst;
    }

    internal void Failed(ulong chain, string fault) => _sightings.AddOrUpdate(
        chain, _ => new Sighting(null, null, fault, clock.GetUtcNow()), (_, last) => last with { Fault = fault, FaultAt = clock.GetUtcNow() });

    /// <summary>True: it had failed before.</summary>
    internal bool Recovered(ulong chain) => Of(chain) is { Fault: not null } last && _sightings.TryUpdate(chain, last with { Fault = null }, last);
}

/// <summary>The last look at a chain.</summary>
/// <param name="Head">The head that its providers named last; null: none yet.</param>
/// <param name="At">When.</param>
/// <param name="Fault">Why the last step failed; null: it did not.</param>
/// <param name="FaultAt">When a step failed last.</param>
public sealed record Sighting(BlockPoint? Head, DateTimeOffset? At, string? Fault, DateTimeOffset? FaultAt);
