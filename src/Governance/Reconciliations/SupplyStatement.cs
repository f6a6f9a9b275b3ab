using System.Numerics;
using Governance.Strategies;

namespace Governance.Reconciliations;

/// <summary>
/// Puts the sources together into the account of one token's supply. Custody that backs a source is replaced by that source's own lines; what is locked for it and not
/// there, or there and not locked, is a line of its own and part of the difference. So the lines add up to the supply by construction, and the difference says whether
/// that is true of the tokens too.
/// </summary>
internal static class SupplyStatement
{
    public static SupplyAccount? Of(IReadOnlyList<StrategyDefinition> strategies, IReadOnlyList<SourceAccount> sources, int decimals)
    {
        int home = strategies.ToList().FindIndex(Erc20BalanceOf.HasSupply);
        if (home < 0 || sources[home] is not { Counted: not null } token) return null;
        var minted = token.Counted.Value + token.Excluded.Sum();
        var declared = Erc20BalanceOf.DeclaredSupply(strategies[home])?.WithDecimals(StrategyRegistry.Get(strategies[home].Name).Decimals(strategies[home]), decimals).ToBigInteger();
        var backings = Backings(sources, home);
        List<SupplyLine> lines = [];
        foreach (var source in sources)
        {
            if (source.Counted is { } counted) lines.Add(new("counted", source.Label, counted, source.Method));
            lines.AddRange(source.Parts.Where(part => part.InSupply).Select(part => new SupplyLine("part", $"{source.Label}: {part.Label}", part.Amount, part.Why)));
            // The old chain's custody was never claimable: it mirrors tokens that are on the new chain already.
            if (source.Strategy != OldChainBalances.StrategyName)
                lines.AddRange(source.Excluded.Where(custody => Backed(sources, custody, home) is null).Select(custody => new SupplyLine("excluded", custody.Account, custody.Amount, custody.Why)));
        }

        lines.AddRange(backings.Where(backing => !backing.Difference.IsZero).Select(backing => new SupplyLine("difference", backing.Source, backing.Difference,
            backing.Difference.Sign > 0 ? "Locked for this source and not in it: on its way, or lost." : "In this source and not locked for it: counted without being backed.")));
        if (declared is { } amount && amount != minted) lines.Add(new("difference", token.Label, amount - minted, "Declared and not minted at the block."));
        var difference = lines.Where(line => line.Kind == "difference").Aggregate(BigInteger.Zero, (sum, line) => sum + BigInteger.Abs(line.Amount));
        return new(token.Label, declared is not null, declared ?? minted, minted, lines, backings, difference);
    }

    private static List<Backing> Backings(IReadOnlyList<SourceAccount> sources, int home)
    {
        var backings = new List<Backing>();
        for (int i = 0; i < sources.Count; i++)
        {
            if (i == home || sources[i].Counted is not { } counted) continue;
            var locked = sources.SelectMany(source => source.Excluded).Where(custody => Backed(sources, custody, home) == i).Sum();
            var own = sources[i].Strategy == OldChainBalances.StrategyName ? BigInteger.Zero : sources[i].Excluded.Sum();
            backings.Add(new(sources[i].Label, locked, counted + own + sources[i].Parts.InSupply()));
        }

        return backings;
    }

    // The place of the source that counts what lies in custody; a source with no total can not be held against it.
    private static int? Backed(IReadOnlyList<SourceAccount> sources, CustodyAccount custody, int home)
    {
        for (int i = 0; i < sources.Count; i++)
        {
            if (i != home && sources[i].Label == custody.Backs && sources[i].Counted is not null) return i;
        }

        return null;
    }
}
