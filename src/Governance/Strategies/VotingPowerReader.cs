using System.Collections.Concurrent;
using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>
/// Reads voting power at pinned blocks. Power at a block never changes, so what was read once is remembered; lookups of the same account
/// at the same time share one read. Unknown power is a rejection that may be tried again, never zero.
/// </summary>
public sealed class VotingPowerReader(ChainRegistry chains)
{
    // About 200 bytes each: a bound on memory, not on voters; what was dropped is read again.
    private const int MaxRemembered = 200_000;

    private readonly ConcurrentDictionary<(long Question, Address Voter), Task<Outcome<PowerReading>>> _known = new();

    public static readonly Rejection Unknown = new("voting-power-unknown", "failed to check voting power",
        "Voting power could not be read because a chain's provider does not answer.", RejectionFault.Portal);

    public static readonly Rejection TooLarge = new("voting-power-too-large", "failed to check voting power",
        "The account's voting power is larger than this portal can count (2^160 base units): a source of power of this proposal is not a sound token.");

    /// <param name="question">What the reading is remembered under: the proposal's key, or null to read anew.</param>
    public async Task<Outcome<PowerReading>> ReadAsync(
        long? question, IReadOnlyList<StrategyDefinition> strategies, IReadOnlyList<SnapshotBlock> snapshots, int decimals, Address voter, CancellationToken cancellationToken)
    {
        if (question is null) return await ReadNowAsync(strategies, snapshots, decimals, voter, cancellationToken);
        if (_known.Count > MaxRemembered) _known.Clear();
        // The shared read must not end because one of those who wait for it went away.
        var shared = _known.GetOrAdd((question.Value, voter), _ => ReadNowAsync(strategies, snapshots, decimals, voter, CancellationToken.None));
        var answer = await shared.WaitAsync(cancellationToken);
        if (answer.Rejection is not null) _known.TryRemove(new KeyValuePair<(long, Address), Task<Outcome<PowerReading>>>((question.Value, voter), shared));
        return answer;
    }

    private async Task<Outcome<PowerReading>> ReadNowAsync(
        IReadOnlyList<StrategyDefinition> strategies, IReadOnlyList<SnapshotBlock> snapshots, int decimals, Address voter, CancellationToken cancellationToken)
    {
        try
        {
            var sources = await Task.WhenAll(strategies.Select(definition => SourceAsync(definition, snapshots, decimals, voter, cancellationToken)));
            var reading = new PowerReading(sources, decimals);
            return reading.Total > VotingPower.MaxOfVote ? TooLarge : reading;
        }
        catch (OverflowException)
        {
            // A source that claims nearly 2^256 does not even fit before it is added up.
            return TooLarge;
        }
        catch (RpcException e)
        {
            return Unknown.Because($"Voting power could not be read: {e.Message}");
        }
    }

    private async Task<PowerSource> SourceAsync(StrategyDefinition definition, IReadOnlyList<SnapshotBlock> snapshots, int decimals, Address voter, CancellationToken cancellationToken)
    {
        var strategy = StrategyRegistry.Get(definition.Name);
        var state = strategy.NeedsChain ? StateOf(definition, snapshots) : null;
        var raw = (await strategy.ReadAsync(definition, state, [voter], cancellationToken))[0];
        int rawDecimals = strategy.Decimals(definition);
        return new PowerSource(definition.Name, definition.Label, raw, rawDecimals, raw.WithDecimals(rawDecimals, decimals), state?.Block, Why(definition, state));
    }

    private SnapshotState StateOf(StrategyDefinition definition, IReadOnlyList<SnapshotBlock> snapshots)
    {
        var block = snapshots.FirstOrDefault(snapshot => snapshot.Chain == definition.Network)
            ?? throw new RpcException(new RpcFault(RpcFaultKind.Permanent, "", "snapshot", $"the proposal names no block of chain {definition.Network}"));
        var chain = chains.Client(definition.Network)
            ?? throw new RpcException(new RpcFault(RpcFaultKind.Permanent, "", "snapshot", $"the portal does not follow chain {definition.Network} any more"));
        return new SnapshotState(chain, block);
    }

    private static string Why(StrategyDefinition definition, SnapshotState? state) => state is null
        ? $"{definition.Label}: from the space's own list."
        : $"{definition.Label} on chain {state.Block.Chain} as it stood at block {state.Block.Number}.";
}
