using Governance.Chains;
using Governance.Execution;

namespace Governance.Indexing;

/// <summary>Announces the proposals that the passing of blocks changes without any event: voting opens or closes, an eta is reached or its period of grace is over, a fact becomes surer.</summary>
internal sealed class Transitions(IndexStores stores, IndexWriter writer)
{
    public async Task AnnounceAsync(IndexCursor before, IndexCursor after, IReadOnlyCollection<Governor> governors)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var governor in governors)
            changed.UnionWith(await stores.Proposals.PassingAsync(governor, governor.TimepointOf(before.Head), governor.TimepointOf(after.Head)));
        changed.UnionWith(await stores.Executions.BecomingReadyAsync(after.Chain, before.Head.Time, after.Head.Time));
        // A grace period ends as an eta is reached: so many seconds later.
        foreach (long grace in governors.Select(governor => governor.Generation.GraceSeconds).OfType<long>().Distinct())
            changed.UnionWith(await stores.Executions.BecomingReadyAsync(after.Chain, before.Head.Time - grace, after.Head.Time - grace));
        foreach (var (was, now) in new[] { (before.Safe, after.Safe), (before.Finalized, after.Finalized) })
        {
            if (now is not null && was is not null && now.Number > was.Number) changed.UnionWith(await stores.Proposals.WithFactsBetweenAsync(after.Chain, was.Number, now.Number));
        }

        writer.Announce(changed);
    }
}
