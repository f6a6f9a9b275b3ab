using System.Text.Json;

namespace Governance.Strategies;

/// <summary>
/// <c>erc20-balance-of</c>: the token balance, ERC-20 <c>balanceOf(address)</c>. <c>params.supply</c> says that this token's supply is what all sources of the space
/// must add up to: whole tokens, or <c>"totalSupply"</c> for what the contract says.
/// </summary>
public sealed class Erc20BalanceOf() : TokenCall("erc20-balance-of", "balanceOf(address)(uint256)")
{
    public const string SupplyParameter = "supply";
    private const string OfTheContract = "totalSupply";

    public override string? FaultOf(StrategyDefinition definition) => base.FaultOf(definition) ?? SupplyFault(definition);

    /// <summary>Whether the sources are to add up to this token's supply.</summary>
    public static bool HasSupply(StrategyDefinition definition) => definition.Name == "erc20-balance-of" && definition.Params.TryGetProperty(SupplyParameter, out _);

    /// <summary>The declared supply, base units; null: what the contract says.</summary>
    public static VotingPower? DeclaredSupply(StrategyDefinition definition) => definition.Decimal(SupplyParameter)?.ToBaseUnitsRoundedUp(StrategyRegistry.Get(definition.Name).Decimals(definition));

    private static string? SupplyFault(StrategyDefinition definition)
    {
        if (!definition.Params.TryGetProperty(SupplyParameter, out var supply)) return null;
        bool isRight = supply.ValueKind == JsonValueKind.String && supply.GetString() == OfTheContract
            || definition.Decimal(SupplyParameter) is { } amount && amount.Places <= (definition.Number("decimals") ?? DefaultDecimals) && amount.Digits.GetBitLength() < 200;
        return isRight ? null : "erc20-balance-of: params.supply must be the token's supply in whole tokens, for example 1000000000, or \"totalSupply\".";
    }
}
