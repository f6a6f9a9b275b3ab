using System.Collections.Frozen;
using Governance.Chains;

namespace Governance.Strategies;

/// <summary>Every strategy by Snapshot's name, and whether a space may use it here.</summary>
public sealed class StrategyRegistry(ChainRegistry chains, ParsedLists lists)
{
    private static readonly FrozenDictionary<string, IStrategy> Strategies = new IStrategy[]
    {
        new Ticket(),
        new Whitelist(),
        new WhitelistWeighted(),
        new Csv(),
        new OldChainBalances(),
        new Erc20BalanceOf(),
        new Erc20Votes(),
        new Erc721(),
        new Erc1155BalanceOf(),
        new Erc4626AssetsOf(),
        new EthBalance(),
        new ContractCall(),
        new Calculation(),
        new Delegation(),
        new WithDelegation(),
        new Erc20VotesWithOverride(),
    }.ToFrozenDictionary(strategy => strategy.Name, StringComparer.Ordinal);

    // They follow delegations by rules of their own: caps, overrides by hand, or a service that this portal does not ask.
    private static readonly FrozenSet<string> OtherDelegations = new[]
    {
        "delegation-with-cap", "delegation-with-overrides", "erc20-balance-of-delegation", "split-delegation",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Names => Strategies.Keys;

    /// <exception cref="KeyNotFoundException">A stored proposal names a strategy that this program does not know: an older program on a newer database.</exception>
    public static IStrategy Get(string name) => Strategies[name];

    /// <summary>Whether votes of a proposal with these strategies change each other's power.</summary>
    public static bool AreOverriding(IEnumerable<StrategyDefinition> strategies) => strategies.Any(definition => Get(definition.Name).Overriding != Overriding.Never);

    /// <summary>What is wrong with name or parameters, whatever this portal follows; null when nothing is.</summary>
    public static string? ParametersFaultOf(StrategyDefinition definition) =>
        Strategies.TryGetValue(definition.Name, out var strategy) ? Exclusions.FaultOf(definition, strategy.IsOwnAccount) ?? strategy.FaultOf(definition)
        : OtherDelegations.Contains(definition.Name) ? $"This portal does not count the strategy '{definition.Name}', which follows delegations by rules of its own; it knows {Known}."
        : $"This portal does not know the strategy '{definition.Name}'; it knows {Known}.";

    /// <summary>Why a space may not use this strategy, as a sentence; null when it may.</summary>
    public string? FaultOf(StrategyDefinition definition)
    {
        if (ParametersFaultOf(definition) is { } fault) return fault;
        var strategy = Strategies[definition.Name];
        foreach (ulong chain in strategy.Chains(definition))
        {
            if (chains.Client(chain) is null)
                return $"The strategy '{definition.Name}' reads chain {chain}, which this portal does not follow; the operator adds it with Chains:0:Id={chain} and Chains:0:Rpc:0=…";
        }

        foreach (var list in strategy.Lists(definition))
        {
            if (list.Kind == ListKind.Claims) return $"The strategy '{definition.Name}' names claims that were read: the portal reads them itself when a proposal is published; leave params.{OldChainSource.ClaimsReadParameter} out.";
            if (lists.FaultOf(list) is { } missing) return $"The strategy '{definition.Name}' can not be used: {missing}.";
        }

        return null;
    }

    private static string Known => string.Join(", ", Names.Order(StringComparer.Ordinal));
}
