using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary>Reads all sources of one proposal's power for some voters, each from two providers where a chain has them.</summary>
internal sealed class SourcesReader(
    ChainRegistry chains, ParsedLists lists, ChainMemory memory, IReadOnlyList<StrategyDefinition> strategies, IReadOnlyList<SnapshotBlock> snapshots, int decimals)
{
    private const int Witnesses = 2;

    /// <summary>One answer for each voter. What fails for the whole batch by its own doing (a contract that reverts for one account) is asked again one by one.</summary>
    public async Task<IReadOnlyList<Outcome<PowerReading>>> ReadAsync(IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        try
        {
            var sources = await Task.WhenAll(strategies.Select(definition => SourceAsync(definition, voters, cancellationToken)));
            return [.. voters.Select((_, i) => Reading(sources, i))];
        }
        catch (RpcException e) when (voters.Count > 1 && e.Fault.Kind is RpcFaultKind.Permanent)
        {
            var answers = new List<Outcome<PowerReading>>(voters.Count);
            foreach (var voter in voters) answers.AddRange(await ReadAsync([voter], cancellationToken));
            return answers;
        }
        catch (RpcException e)
        {
            var unknown = VotingPowerReader.Unknown.Because($"Voting power could not be read: {e.Message}");
            return [.. voters.Select(_ => (Outcome<PowerReading>)unknown)];
        }
        catch (InvalidDataException e)
        {
            var unknown = VotingPowerReader.Unknown.Because($"Voting power could not be read: {e.Message}.");
            return [.. voters.Select(_ => (Outcome<PowerReading>)unknown)];
        }
        catch (OverflowException) when (voters.Count > 1)
        {
            var answers = new List<Outcome<PowerReading>>(voters.Count);
            foreach (var voter in voters) answers.AddRange(await ReadAsync([voter], cancellationToken));
            return answers;
        }
        catch (OverflowException)
        {
            // A source that claims nearly 2^256 does not even fit before it is added up.
            return [VotingPowerReader.TooLarge];
        }
    }

    private Outcome<PowerReading> Reading(Source[] sources, int voter)
    {
        if (Array.Find(sources, source => source.Disputed[voter]) is { } disputed)
            return VotingPowerReader.Unknown.Because($"Two providers of the chain disagree on {disputed.Definition.Label}: the power stays unknown until they agree.");
        try
        {
            var reading = new PowerReading([.. sources.Select(source => source.Of(voter, decimals))], decimals);
            return reading.Total > VotingPower.MaxOfVote ? VotingPowerReader.TooLarge : reading;
        }
        catch (OverflowException)
        {
            return VotingPowerReader.TooLarge;
        }
    }

    private async Task<Source> SourceAsync(StrategyDefinition definition, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        var strategy = StrategyRegistry.Get(definition.Name);
        var read = strategy.Chains(definition).Distinct().ToArray();
        var block = read is [var only] ? snapshots.FirstOrDefault(snapshot => snapshot.Chain == only) : null;
        if (!strategy.AsksChain(definition))
        {
            var listed = await Exclusions.ReadSourcesAsync(definition, View(0), voters, cancellationToken);
            return new Source(definition, voters, listed, new bool[voters.Count], block, read, IsSingle: false);
        }

        var answers = await WitnessesAsync(definition, read, voters, cancellationToken);
        var disputed = voters.Select((_, i) => answers.Any(answer => answer[i] != answers[0][i])).ToArray();
        return new Source(definition, voters, answers[0], disputed, block, read, IsSingle: answers.Count < Witnesses);
    }

    // The first two providers at once; the others only in the place of one that fails.
    private async Task<List<IReadOnlyList<SourceReading>>> WitnessesAsync(
        StrategyDefinition definition, ulong[] read, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        int providers = read.Min(chain => chains.Find(chain)?.Providers.Count ?? 1);
        var answers = new List<IReadOnlyList<SourceReading>>();
        RpcException? fault = null;
        for (int next = 0; next < providers && answers.Count < Witnesses;)
        {
            int wanted = Math.Min(Witnesses - answers.Count, providers - next);
            var asked = Enumerable.Range(next, wanted).Select(provider => TryAsync(definition, provider, voters, cancellationToken));
            foreach (var (answer, failure) in await Task.WhenAll(asked))
            {
                if (answer is not null) answers.Add(answer);
                else fault = Worse(fault, failure!);
            }

            next += wanted;
        }

        return answers.Count > 0 ? answers : throw fault!;
    }

    // What may pass is told before what will not: the vote can be tried again.
    private static RpcException Worse(RpcException? before, RpcException now) => before is { Fault.Kind: not RpcFaultKind.Permanent } ? before : now;

    private async Task<(IReadOnlyList<SourceReading>? Answer, RpcException? Fault)> TryAsync(
        StrategyDefinition definition, int provider, IReadOnlyList<Address> voters, CancellationToken cancellationToken)
    {
        try
        {
            var view = View(provider);
            foreach (ulong chain in StrategyRegistry.Get(definition.Name).Chains(definition).Distinct()) await memory.RequireSettledAsync(chains, view.StateOf(chain), cancellationToken);
            return (await Exclusions.ReadSourcesAsync(definition, view, voters, cancellationToken), null);
        }
        catch (RpcException e)
        {
            return (null, e);
        }
    }

    private SnapshotView View(int provider) => new(chains, lists, snapshots, provider, memory.Delegates);

    /// <summary>One strategy's numbers for a batch of voters.</summary>
    private sealed record Source(
        StrategyDefinition Definition, IReadOnlyList<Address> Voters, IReadOnlyList<SourceReading> Readings, bool[] Disputed, SnapshotBlock? Block, ulong[] Chains, bool IsSingle)
    {
        // The same for every voter of the batch.
        private readonly int _decimals = StrategyRegistry.Get(Definition.Name).Decimals(Definition);
        private readonly IReadOnlyList<Exclusion> _excluded = Exclusions.Of(Definition);
        private readonly string _why = Why(Definition, Block, Chains, IsSingle);

        public PowerSource Of(int voter, int decimals)
        {
            var (raw, delegated) = Readings[voter];
            return new(Definition.Name, Definition.Label, raw, _decimals, raw.WithDecimals(_decimals, decimals), Block, Why(Voters[voter])) { SingleSource = IsSingle, Delegated = delegated };
        }

        private string Why(Address voter) =>
            _excluded.Count > 0 && _excluded.FirstOrDefault(exclusion => exclusion.Account == voter) is { } exclusion
                ? $"{Definition.Label}: this account is excluded from this source{(exclusion.Why.Length > 0 ? $" ({exclusion.Why})" : "")}, whatever it holds."
                : _why;

        private static string Why(StrategyDefinition definition, SnapshotBlock? block, ulong[] chains, bool isSingle)
        {
            if (!StrategyRegistry.Get(definition.Name).AsksChain(definition))
                return block is null ? $"{definition.Label}: from the space's own list." : $"{definition.Label}: old accounts linked to this one by block {block.Number} of eip155:{block.Chain}.";
            return (block is null ? $"{definition.Label} on chains {string.Join(" and ", chains)} as they stood at the proposal's blocks"
                : $"{definition.Label} on eip155:{block.Chain} as it stood at block {block.Number}") + (isSingle ? ", told by one provider only." : ", told alike by two providers.");
        }
    }
}
