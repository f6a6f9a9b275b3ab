using Governance.Ethereum;
using Governance.Migration;

namespace Governance.Strategies;

/// <summary>Why a source gives an account what it gives: what is excluded, and which old accounts it speaks for, with their evidence.</summary>
/// <param name="Exclusion">Why it has no vote here; null: it is not excluded.</param>
/// <param name="OldChain">Of <c>old-chain-balances</c>; else null.</param>
/// <param name="OldAccounts">The old accounts whose evidence names this account, whether they count here or where they were paid.</param>
public sealed record ExplainedSource(PowerSource Source, Exclusion? Exclusion, OldChainSource? OldChain, IReadOnlyList<LinkedBalance> OldAccounts);

/// <summary>Adds to a reading what stands in the settings and the kept lists; asks no chain.</summary>
public sealed class ExplainPower(ParsedLists lists)
{
    /// <param name="strategies">The proposal's, in its order.</param>
    public IReadOnlyList<ExplainedSource> Run(IReadOnlyList<StrategyDefinition> strategies, Address voter, PowerReading reading) =>
        [.. reading.Sources.Select((source, i) => Explain(strategies[i], voter, source))];

    private ExplainedSource Explain(StrategyDefinition definition, Address voter, PowerSource source)
    {
        var exclusion = Exclusions.Find(definition, voter);
        if (definition.Name != OldChainBalances.StrategyName) return new(source, exclusion, null, []);
        return new(source, exclusion, OldChainBalances.Source(definition), [.. OldChainBalances.Linked(definition, lists).AccountsOf(voter)]);
    }
}
