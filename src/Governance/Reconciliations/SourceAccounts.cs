using System.Globalization;
using System.Numerics;
using Governance.Ethereum;
using Governance.Migration;
using Governance.Strategies;

namespace Governance.Reconciliations;

/// <summary>Reads what each source has in all, at the proposal's blocks, through one provider of each chain.</summary>
/// <param name="home">The token whose supply is the whole; null: none is declared.</param>
internal sealed class SourceAccounts(SnapshotView view, int decimals, StrategyDefinition? home)
{
    private const int MaxReturnBytes = 1024;

    private static readonly AbiFunction BalanceOf = AbiFunction.Parse("balanceOf(address)(uint256)");
    private static readonly AbiFunction TotalSupply = AbiFunction.Parse("totalSupply()(uint256)");
    private static readonly AbiFunction Asset = AbiFunction.Parse("asset()(address)");
    private static readonly AbiFunction TotalAssets = AbiFunction.Parse("totalAssets()(uint256)");
    private static readonly AbiFunction ConvertToAssets = AbiFunction.Parse("convertToAssets(uint256)(uint256)");

    /// <exception cref="RpcException">A chain did not answer, or not as these contracts do.</exception>
    /// <exception cref="InvalidDataException">A list is not there or was altered.</exception>
    public Task<SourceAccount> ReadAsync(StrategyDefinition definition, CancellationToken cancellationToken) => definition.Name switch
    {
        "erc20-balance-of" => TokenAsync(definition, cancellationToken),
        "erc4626-assets-of" => AssetsAsync(definition, cancellationToken),
        OldChainBalances.StrategyName => Task.FromResult(OldChain(definition)),
        _ => Task.FromResult(Listed(definition)),
    };

    private async Task<SourceAccount> TokenAsync(StrategyDefinition definition, CancellationToken cancellationToken)
    {
        var (token, state) = Place(definition);
        var total = await NumberAsync(state, token, TotalSupply, cancellationToken);
        var custody = new List<CustodyAccount>();
        foreach (var excluded in Exclusions.Of(definition)) custody.Add(Custody(definition, excluded, await NumberAsync(state, token, BalanceOf, cancellationToken, excluded.Account)));
        var parts = await VaultPartsAsync(definition, state, total, cancellationToken);
        var counted = Up(definition, total) - custody.Sum();
        return Account(definition, "balanceOf at the block: one token or share, one unit of power", counted, custody, parts, counted + custody.Sum() + parts.InSupply());
    }

    private async Task<SourceAccount> AssetsAsync(StrategyDefinition definition, CancellationToken cancellationToken)
    {
        var (vault, state) = Place(definition);
        var shares = await NumberAsync(state, vault, TotalSupply, cancellationToken);
        var assets = await NumberAsync(state, vault, TotalAssets, cancellationToken);
        var custody = new List<CustodyAccount>();
        foreach (var excluded in Exclusions.Of(definition))
        {
            var held = await NumberAsync(state, vault, BalanceOf, cancellationToken, excluded.Account);
            shares -= held;
            custody.Add(Custody(definition, excluded, await NumberAsync(state, vault, ConvertToAssets, cancellationToken, held)));
        }

        // Each holder's own part is cut to a whole unit as well, so the sum over holders may be smaller by less than a unit each.
        var counted = Up(definition, await NumberAsync(state, vault, ConvertToAssets, cancellationToken, shares));
        var parts = new List<Part>();
        if (Up(definition, assets) - counted - custody.Sum() is { IsZero: false } dust) parts.Add(new("Rounding", dust, "A share is worth no whole number of base units; what is cut belongs to nobody's vote.", true));
        if (await UnlockingAsync(definition, state, assets, cancellationToken) is { } unlocking) parts.Add(unlocking);
        return Account(definition, "convertToAssets(balanceOf) at the block: what the shares are worth in tokens", counted, custody, parts, counted + custody.Sum() + parts.InSupply());
    }

    // A share counts as one, but is worth more, or less: the rest of the vault's tokens is nobody's vote.
    private async Task<List<Part>> VaultPartsAsync(StrategyDefinition definition, SnapshotState state, BigInteger shares, CancellationToken cancellationToken)
    {
        var parts = new List<Part>();
        if (!await IsVaultOfHomeAsync(definition, state, cancellationToken)) return parts;
        var assets = await NumberAsync(state, Place(definition).Contract, TotalAssets, cancellationToken);
        if (Up(definition, assets - shares) is { IsZero: false } worth)
            parts.Add(new("Worth of shares beyond one token each", worth, string.Create(CultureInfo.InvariantCulture, $"The space counts shares. In tokens they are worth {ExactDecimal.FromBaseUnits(VotingPower.FromBigInteger(Up(definition, assets)), decimals).ToGroupedString()} in all: rewards raise the price of a share, not its vote."), true));
        if (await UnlockingAsync(definition, state, assets, cancellationToken) is { } unlocking) parts.Add(unlocking);
        return parts;
    }

    private async Task<Part?> UnlockingAsync(StrategyDefinition definition, SnapshotState state, BigInteger assets, CancellationToken cancellationToken)
    {
        if (!await IsVaultOfHomeAsync(definition, state, cancellationToken)) return null;
        var held = await NumberAsync(state, Address.Parse(home!.Text("address")!), BalanceOf, cancellationToken, Place(definition).Contract);
        return Up(definition, held - assets) is { IsZero: false } unlocking ? new("Leaving the vault", unlocking, "Shares were burnt and the tokens not paid out yet: no vote on the way.", true) : null;
    }

    private async Task<bool> IsVaultOfHomeAsync(StrategyDefinition definition, SnapshotState state, CancellationToken cancellationToken)
    {
        if (home is null || home.Network != definition.Network || home == definition) return false;
        var outcome = (await state.Chain.CallManyAsync([new EthCall(Place(definition).Contract, Asset.Encode(), MaxReturnBytes: MaxReturnBytes)], state.At, cancellationToken))[0];
        // A token that is no vault reverts, or answers nothing.
        return outcome.Returned is { Length: 32 } word && new Address(word.AsSpan(12)) == Address.Parse(home.Text("address")!);
    }

    private SourceAccount OldChain(StrategyDefinition definition)
    {
        var source = OldChainBalances.Source(definition);
        var linked = OldChainBalances.Linked(definition, view.Lists);
        int own = StrategyRegistry.Get(definition.Name).Decimals(definition);
        BigInteger Sum(Standing standing, Func<LinkedBalance, VotingPower> part) =>
            LinkedBalances.Sum(linked.Accounts.Where(account => account.Standing == standing), part).WithDecimals(own, decimals).ToBigInteger();
        var custody = linked.Accounts.Where(account => account.Standing == Standing.Excluded)
            .Select(account => new CustodyAccount(account.Balance.Account.ToSs58(source.Prefix), Up(definition, account.Balance.Total.ToBigInteger()), account.Why, null)).ToArray();
        var counted = Sum(Standing.Linked, account => account.Counted);
        var open = linked.Accounts.Where(account => account.Standing != Standing.Excluded).ToArray();
        var shares = open.Aggregate(BigInteger.Zero, (sum, account) => sum + Price(source, own, account.OpenStaked));
        Part[] parts =
        [
            new("Unclaimed", Sum(Standing.Unclaimed, account => account.WithoutVote), "Nobody has shown to own these accounts: no vote. The tokens lie in the claim contract.", true),
            new("In conflict", Sum(Standing.Conflict, account => account.WithoutVote), "The evidence names more than one receiver, or none: no vote.", true),
            new("Staked tokens beyond their shares", -shares, "At the claim a share of the vault was worth more than one old staked token; what is owed are shares.", true),
            new("Paid out by claims", LinkedBalances.Sum(linked.Accounts, account => account.PaidOut).WithDecimals(own, decimals).ToBigInteger(), "Counts where it was paid, in another source.", false),
        ];
        var total = counted + custody.Sum() + parts.Aggregate(BigInteger.Zero, (sum, part) => sum + part.Amount);
        return new SourceAccount(
            definition.Label, definition.Name, source.OldChain, source.BlockNumber, source.BlockHash.ToString(), Declared: true, Method(source), own, counted,
            custody, [.. parts.Where(part => !part.Amount.IsZero)], total);
    }

    private string Method(OldChainSource source) =>
        "balances of the imported list, " + (source.Claims.Count == 0 ? "for those whom an imported link names"
            : string.Create(CultureInfo.InvariantCulture, $"for those whom the claim contract's events name up to block {view.Lists.Claims(source.ClaimsRead!.Value).Block} of eip155:{view.Lists.Claims(source.ClaimsRead!.Value).Chain}{(source.Links is null ? "" : ", or an imported link")}"));

    // Old staked tokens less the shares that they became, in the proposal's decimals.
    private BigInteger Price(OldChainSource source, int own, VotingPower staked) =>
        (staked.WithDecimals(own, OldChainSource.ClaimDecimals).ToBigInteger() - source.SharesOf(staked, own).ToBigInteger()) * BigInteger.Pow(10, decimals - OldChainSource.ClaimDecimals);

    private SourceAccount Listed(StrategyDefinition definition)
    {
        if (StrategyRegistry.Get(definition.Name).Listed(definition, view.Lists) is not { } listed) return Account(definition, "asked for each account by itself; nobody knows all its holders", null, [], [], null);
        var excluded = Exclusions.Of(definition);
        var custody = excluded.Select(exclusion => Custody(definition, exclusion, listed.GetValueOrDefault(exclusion.Account).ToBigInteger())).ToArray();
        var total = Up(definition, listed.Values.Aggregate(BigInteger.Zero, (sum, amount) => sum + amount.ToBigInteger()));
        return Account(definition, "the space's own list", total - custody.Sum(), custody, [], total);
    }

    private SourceAccount Account(StrategyDefinition definition, string method, BigInteger? counted, IReadOnlyList<CustodyAccount> custody, IReadOnlyList<Part> parts, BigInteger? total)
    {
        var strategy = StrategyRegistry.Get(definition.Name);
        var block = strategy.Chains(definition).Distinct().ToArray() is [var only] ? view.StateOf(only).Block : null;
        return new(definition.Label, definition.Name, block is null ? null : $"eip155:{block.Chain}", block?.Number, block?.Hash.ToString(), Declared: false, method, strategy.Decimals(definition), counted, custody, parts, total);
    }

    private CustodyAccount Custody(StrategyDefinition definition, Exclusion exclusion, BigInteger amount) =>
        new(exclusion.Account.ToString(), Up(definition, amount), exclusion.Why, exclusion.Backs);

    private (Address Contract, SnapshotState State) Place(StrategyDefinition definition) => (Address.Parse(definition.Text("address")!), view.StateOf(definition.Network));

    // The source's own base units in the proposal's decimals: exact, never down.
    private BigInteger Up(StrategyDefinition definition, BigInteger amount) => amount * BigInteger.Pow(10, decimals - StrategyRegistry.Get(definition.Name).Decimals(definition));

    private static async Task<BigInteger> NumberAsync(SnapshotState state, Address contract, AbiFunction function, CancellationToken cancellationToken, params object[] arguments)
    {
        var outcome = (await state.Chain.CallManyAsync([new EthCall(contract, function.Encode(arguments), MaxReturnBytes: MaxReturnBytes)], state.At, cancellationToken))[0];
        return outcome.Returned is { Length: 32 } word ? new BigInteger(word, isUnsigned: true, isBigEndian: true)
            : throw new RpcException(new RpcFault(RpcFaultKind.Permanent, "", "eth_call", $"{function.Signature} of {contract} gave no number at block {state.Block.Number} of chain {state.Block.Chain}"));
    }
}

internal static class Amounts
{
    public static BigInteger Sum(this IEnumerable<CustodyAccount> custody) => custody.Aggregate(BigInteger.Zero, (sum, account) => sum + account.Amount);

    public static BigInteger InSupply(this IEnumerable<Part> parts) => parts.Where(part => part.InSupply).Aggregate(BigInteger.Zero, (sum, part) => sum + part.Amount);
}
