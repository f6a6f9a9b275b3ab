using System.Runtime.InteropServices;
using Governance.Ethereum;
using Governance.Strategies;

namespace Governance.Recounts;

/// <summary>
/// What counts of each vote's power once all votes that count are known: of what a delegate received, whatever belongs to accounts that voted
/// themselves is left out. From the ledger's evidence alone; the order of the votes does not matter. First every vote, then each one's power.
/// </summary>
public sealed class EffectivePowers
{
    private readonly HashSet<Address> _voters = [];
    private readonly Dictionary<(Address Delegate, int Strategy), VotingPower> _takenBack = [];
    private readonly Dictionary<(int Strategy, Address Delegator), Address> _counted = [];

    /// <param name="delegated">By strategy; null: nothing follows others' votes.</param>
    public void Add(Address voter, DelegatedPower?[]? delegated)
    {
        _voters.Add(voter);
        for (int k = 0; k < delegated?.Length; k++)
        {
            if (delegated[k]?.TakesBack is not { } back) continue;
            ref var taken = ref CollectionsMarshal.GetValueRefOrAddDefault(_takenBack, (back.Delegate, k), out _);
            taken += back.Raw;
        }
    }

    /// <summary>By strategy. Adds a difference where two delegates count one delegator's power.</summary>
    public IReadOnlyList<VotingPower> Of(Address voter, IReadOnlyList<VotingPower> byStrategy, DelegatedPower?[]? delegated, Differences differences)
    {
        if (delegated is null) return byStrategy;
        var counted = byStrategy.ToArray();
        for (int k = 0; k < counted.Length; k++)
        {
            if (delegated[k] is { } part) counted[k] = DelegatedPower.Left(counted[k], part.Received, Withheld(voter, k, part, differences));
        }

        return counted;
    }

    internal static VotingPower Sum(IEnumerable<VotingPower> byStrategy) => byStrategy.Aggregate(VotingPower.Zero, (sum, power) => sum + power);

    private VotingPower Withheld(Address voter, int strategy, DelegatedPower part, Differences differences)
    {
        var withheld = _takenBack.GetValueOrDefault((voter, strategy));
        foreach (var one in part.From)
        {
            if (one.Ends.Any(_voters.Contains)) withheld += one.Raw;
            else if (!_counted.TryAdd((strategy, one.Account), voter) && _counted[(strategy, one.Account)] is var other && other != voter)
                differences.Add("delegator-counted-twice", $"delegator {one.Account}", $"both {other} and {voter} count the power of strategy {strategy + 1}");
        }

        return withheld;
    }
}
