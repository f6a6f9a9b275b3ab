using System.Collections.Concurrent;
using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>
/// Reads voting power at pinned blocks. Power at a block never changes, so what was read once is remembered; lookups that come at the same
/// time share batched calls. Unknown power is a rejection that may be tried again, never zero.
/// </summary>
public sealed class VotingPowerReader(ChainRegistry chains, ParsedLists lists)
{
    // About 200 bytes each: a bound on memory, not on voters; what was dropped is read again.
    private const int MaxRemembered = 200_000;

    private const int MaxBatch = 200;

    private readonly ChainMemory _memory = new();
    private readonly ConcurrentDictionary<(long Question, int Decimals, Address Voter), Task<Outcome<PowerReading>>> _known = new();
    private readonly ConcurrentDictionary<(long Question, int Decimals), Coalescer<Address, Outcome<PowerReading>>> _questions = new();

    private int _remembered;

    public static readonly Rejection Unknown = new("voting-power-unknown", "failed to check voting power",
        "Voting power could not be read because a chain's provider does not answer.", RejectionFault.Portal);

    public static readonly Rejection TooLarge = new("voting-power-too-large", "failed to check voting power",
        "The account's voting power is larger than this portal can count (2^160 base units): a source of power of this proposal is not a sound token.");

    /// <summary>Many accounts' power from strategies that need no chain: it costs nothing and can not fail.</summary>
    public Task<IReadOnlyList<Outcome<PowerReading>>> ReadManyAsync(IReadOnlyList<StrategyDefinition> strategies, int decimals, IReadOnlyList<Address> voters) =>
        new SourcesReader(chains, lists, _memory, strategies, [], decimals).ReadAsync(voters, CancellationToken.None);

    /// <param name="question">What the reading is remembered under: the proposal's key, or null to read anew.</param>
    /// <param name="unkept">Lists that the strategies name and that are not kept yet; only when reading anew.</param>
    public async Task<Outcome<PowerReading>> ReadAsync(
        long? question, IReadOnlyList<StrategyDefinition> strategies, IReadOnlyList<SnapshotBlock> snapshots, int decimals, Address voter, CancellationToken cancellationToken,
        IReadOnlyList<ListFile>? unkept = null)
    {
        var sources = new SourcesReader(chains, unkept is null ? lists : lists.With(unkept), _memory, strategies, snapshots, decimals);
        if (question is null) return (await sources.ReadAsync([voter], cancellationToken))[0];
        // The dictionary's own count stops everybody who uses it.
        if (Volatile.Read(ref _remembered) > MaxRemembered)
        {
            Volatile.Write(ref _remembered, 0);
            _known.Clear();
            _questions.Clear();
        }

        // The shared read must not end because one of those who wait for it went away.
        var batches = _questions.GetOrAdd((question.Value, decimals), _ => new(MaxBatch, voters => sources.ReadAsync(voters, CancellationToken.None)));
        var shared = _known.GetOrAdd((question.Value, decimals, voter), _ =>
        {
            Interlocked.Increment(ref _remembered);
            return batches.AskAsync(voter);
        });
        var answer = await shared.WaitAsync(cancellationToken);
        if (answer.Rejection is not null) _known.TryRemove(KeyValuePair.Create((question.Value, decimals, voter), shared));
        return answer;
    }
}
