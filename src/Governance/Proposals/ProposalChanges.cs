using System.Collections.Concurrent;
using Governance.Database;

namespace Governance.Proposals;

/// <summary>Wakes the pages that show a proposal when its votes, its state or its execution changed. Carries no content: the page asks again.</summary>
public sealed class ProposalChanges
{
    private readonly ConcurrentDictionary<long, Subscription> _subscriptions = new();
    private long _next;

    /// <summary>Calls <paramref name="changed"/> (which must not throw or block) until the answer is disposed. A null id hears of every proposal.</summary>
    public IDisposable Subscribe(string? proposalId, Action changed)
    {
        var subscription = new Subscription(this, Interlocked.Increment(ref _next), proposalId, changed);
        _subscriptions[subscription.Key] = subscription;
        return subscription;
    }

    public void Announce(string proposalId)
    {
        foreach (var subscription in _subscriptions.Values)
        {
            if (subscription.ProposalId is null || subscription.ProposalId == proposalId) subscription.Changed();
        }
    }

    /// <summary>Announces it when the group is durable: once, however many of its writes change the proposal.</summary>
    internal void AnnounceAfterCommit(WriteScope scope, string proposalId)
    {
        if (scope.Part(_ => new Changed()).Proposals.Add(proposalId)) scope.AfterCommit(() => Announce(proposalId));
    }

    private sealed class Changed : IWritePart
    {
        public HashSet<string> Proposals { get; } = new(StringComparer.Ordinal);
    }

    private sealed record Subscription(ProposalChanges Owner, long Key, string? ProposalId, Action Changed) : IDisposable
    {
        public void Dispose() => Owner._subscriptions.TryRemove(Key, out _);
    }
}
