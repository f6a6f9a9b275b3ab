using Governance.Chains;
using Governance.Ethereum;
using Governance.Execution;

namespace Governance.Indexing;

/// <summary>
/// Asks for what no event says once the head has come far enough: the quorum at each snapshot timepoint that has passed, and the times of the
/// blocks at which votes began and ended. Only near the head, so that no provider needs old state.
/// </summary>
internal sealed class Completion(ChainClient client, IndexStores stores, IndexWriter writer)
{
    private readonly BlockSource _source = new(client);
    private readonly GovernorReader _reader = new(client);

    public async Task RunAsync(IndexCursor cursor, IReadOnlyCollection<Governor> governors, CancellationToken ct)
    {
        var quorums = await QuorumsAsync(cursor.Head, governors, ct);
        var timepoints = await TimepointsAsync(cursor.Head, governors, ct);
        if (quorums.Count + timepoints.Count > 0) await writer.CompleteAsync(cursor, quorums, timepoints);
    }

    private async Task<IReadOnlyList<(long, ReadQuorum)>> QuorumsAsync(BlockPoint head, IReadOnlyCollection<Governor> governors, CancellationToken ct)
    {
        var known = governors.ToDictionary(governor => governor.Address);
        var due = (await stores.Proposals.WithoutQuorumAsync(client.ChainId))
            .Where(each => known.TryGetValue(each.Governor, out var governor) && each.Snapshot < governor.TimepointOf(head)).ToArray();
        if (due.Length == 0) return [];
        var quorums = await _reader.QuorumsAsync([.. due.Select(each => (known[each.Governor], each.Snapshot))], head, ct);
        return [.. due.Zip(quorums).Where(pair => pair.Second is not null).Select(pair => (pair.First.Proposal, pair.Second!))];
    }

    private async Task<IReadOnlyList<BlockPoint>> TimepointsAsync(BlockPoint head, IReadOnlyCollection<Governor> governors, CancellationToken ct)
    {
        var points = new List<BlockPoint>();
        foreach (var governor in governors.Where(governor => !governor.CountsSeconds))
        {
            var unknown = await stores.Proposals.UnknownTimepointsAsync(client.ChainId, governor.Address, head.Number);
            points.AddRange((await _source.HeadersAsync([.. unknown], ct)).Values.Select(BlockPoint.Of));
        }

        return points;
    }
}
