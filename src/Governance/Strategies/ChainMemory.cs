using System.Collections.Concurrent;
using System.Globalization;
using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>What was found out about chains at pinned blocks and never changes: which blocks are settled, and who had named whom.</summary>
internal sealed class ChainMemory
{
    private readonly ConcurrentDictionary<(ChainClient Provider, Hash32 Block), bool> _settled = new();

    public DelegateRegistry Delegates { get; } = new();

    /// <summary>
    /// Power is read only at a block that the chain calls as sure as the operator asks (<c>Chains:n:Confidence</c>, finalized by default), by this very hash.
    /// </summary>
    /// <exception cref="RpcException">It is not yet, or no longer on the chain, or the provider did not answer: the power is not known now.</exception>
    public async Task RequireSettledAsync(ChainRegistry chains, SnapshotState state, CancellationToken cancellationToken)
    {
        var needed = chains.Find(state.Block.Chain)?.Confidence ?? Confidence.Finalized;
        if (needed == Confidence.Latest || _settled.ContainsKey((state.Chain, state.Block.Hash))) return;
        var word = needed == Confidence.Safe ? "safe" : "finalized";
        var settled = await state.Chain.GetBlockAsync(needed == Confidence.Safe ? BlockTag.Safe : BlockTag.Finalized, cancellationToken)
            ?? throw Unsettled(RpcFaultKind.Permanent, $"the provider of chain {state.Block.Chain} names no {word} block; for a chain that has none the operator sets Chains:0:Confidence=latest");
        if (settled.Number < state.Block.Number)
            throw Unsettled(RpcFaultKind.Transient, string.Create(CultureInfo.InvariantCulture, $"block {state.Block.Number} of chain {state.Block.Chain} is not {word} yet, the chain is at {settled.Number}: until then it could still be replaced"));
        var there = await state.Chain.GetBlockAsync(state.Block.Number, cancellationToken);
        if (there?.Hash != state.Block.Hash)
            throw Unsettled(RpcFaultKind.Permanent, string.Create(CultureInfo.InvariantCulture, $"block {state.Block.Number} of chain {state.Block.Chain} is {there?.Hash.ToString() ?? "not there"}, the proposal pins {state.Block.Hash}: the chain has replaced it"));
        _settled[(state.Chain, state.Block.Hash)] = true;
    }

    private static RpcException Unsettled(RpcFaultKind kind, string message) => new(new RpcFault(kind, "", "eth_getBlockByNumber", message));
}
