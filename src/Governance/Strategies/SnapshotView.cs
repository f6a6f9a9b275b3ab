using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>
/// What a reading of voting power may look at: each chain at the proposal's pinned block, through one provider, and the imported lists.
/// Two views of the same proposal differ only in which of a chain's providers they ask.
/// </summary>
/// <param name="chains">The chains that the portal follows.</param>
/// <param name="lists">The lists that the operator imported.</param>
/// <param name="snapshots">The proposal's blocks.</param>
/// <param name="provider">Which provider of every chain, from 0.</param>
/// <param name="delegates">What was read of delegate registries; null: nothing yet.</param>
public sealed class SnapshotView(ChainRegistry chains, ParsedLists lists, IReadOnlyList<SnapshotBlock> snapshots, int provider, DelegateRegistry? delegates = null)
{
    public DelegateRegistry Delegates { get; } = delegates ?? new DelegateRegistry();

    /// <exception cref="RpcException">The proposal names no block of this chain, or the portal does not follow it any more.</exception>
    public SnapshotState StateOf(ulong chain)
    {
        var block = snapshots.FirstOrDefault(snapshot => snapshot.Chain == chain) ?? throw Missing($"the proposal names no block of chain {chain}");
        var followed = chains.Find(chain) ?? throw Missing($"the portal does not follow chain {chain} any more");
        if (provider >= followed.Providers.Count) throw new RpcException(new RpcFault(RpcFaultKind.Transient, "", "snapshot", $"chain {chain} has no further provider"));
        return new SnapshotState(followed.Providers[provider], block) { DelegationsFrom = followed.DelegationsFromBlock };
    }

    /// <summary>The lists that strategies count by.</summary>
    public ParsedLists Lists => lists;

    /// <summary>Each provider of a chain alone.</summary>
    /// <exception cref="RpcException">The portal does not follow the chain.</exception>
    public IReadOnlyList<ChainClient> ProvidersOf(ulong chain) => (chains.Find(chain) ?? throw Missing($"the portal does not follow chain {chain} any more")).Providers;

    private static RpcException Missing(string what) => new(new RpcFault(RpcFaultKind.Permanent, "", "snapshot", what));
}
