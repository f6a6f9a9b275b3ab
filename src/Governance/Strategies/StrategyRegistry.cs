using System.Collections.Frozen;
using Governance.Chains;

namespace Governance.Strategies;

/// <summary>Every strategy by Snapshot's name, and whether a space may use it here.</summary>
public sealed class StrategyRegistry(ChainRegistry chains)
{
    private static readonly FrozenDictionary<string, IStrategy> Strategies = new IStrategy[]
    {
        new WhitelistWeighted(),
        new Erc20BalanceOf(),
        new Erc20Votes(),
    }.ToFrozenDictionary(strategy => strategy.Name, StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Names => Strategies.Keys;

    /// <exception cref="KeyNotFoundException">A stored proposal names a strategy that this program does not know: an older program on a newer database.</exception>
    public static IStrategy Get(string name) => Strategies[name];

    /// <summary>Why a space may not use this strategy, as a sentence; null when it may.</summary>
    public string? FaultOf(StrategyDefinition definition)
    {
        if (!Strategies.TryGetValue(definition.Name, out var strategy))
            return $"This portal does not know the strategy '{definition.Name}'; it knows {string.Join(", ", Names.Order())}.";
        if (strategy.FaultOf(definition) is { } fault) return fault;
        if (strategy.NeedsChain && chains.Client(definition.Network) is null)
            return $"The strategy '{definition.Name}' reads chain {definition.Network}, which this portal does not follow; the operator adds it with Chains:0:Id={definition.Network} and Chains:0:Rpc:0=…";
        return null;
    }
}
