namespace Governance.Strategies;

/// <summary><c>erc20-balance-of</c>: the token balance, ERC-20 <c>balanceOf(address)</c>.</summary>
public sealed class Erc20BalanceOf() : TokenCall("erc20-balance-of", "balanceOf(address)(uint256)");
