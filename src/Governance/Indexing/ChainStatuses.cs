using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Indexing;

/// <summary>How the followed chains do, for the status page and the HTTP interface.</summary>
public sealed class ChainStatuses(ChainRegistry chains, IndexCursorStore cursors, FollowerProgress progress)
{
    public async Task<IReadOnlyList<ChainStatus>> ReadAsync()
    {
        var statuses = new List<ChainStatus>();
        foreach (var chain in chains.List())
        {
            ulong id = chain.Client.ChainId;
            statuses.Add(new ChainStatus(chain.Name, await cursors.FindAsync(id), progress.Of(id), await cursors.LastReorgAsync(id), chain.Client.Health));
        }

        return statuses;
    }
}

/// <summary>One followed chain.</summary>
/// <param name="Name">CAIP-2.</param>
/// <param name="Cursor">How far it is indexed, with head, safe, finalized and why it stopped; null: not at all yet.</param>
/// <param name="Sighting">What its providers said last and the last fault; null: not asked yet.</param>
/// <param name="LastReorg">Null: none was seen.</param>
/// <param name="Providers">In the configured order.</param>
public sealed record ChainStatus(string Name, IndexCursor? Cursor, Sighting? Sighting, SeenReorg? LastReorg, IReadOnlyList<ProviderHealth> Providers)
{
    /// <summary>Blocks that the chain has and the index has not; null: not known.</summary>
    public long? BlocksBehind => Sighting?.Head is { } head && Cursor is not null ? Math.Max(0, head.Number - Cursor.Head.Number) : null;

    /// <summary>How old the indexed head is; a quiet chain's grows too.</summary>
    public TimeSpan? LagAt(DateTimeOffset now) => Cursor is null ? null : now - DateTimeOffset.FromUnixTimeSeconds(Cursor.Head.Time);
}
