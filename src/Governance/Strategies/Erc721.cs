namespace Governance.Strategies;

/// <summary><c>erc721</c>: how many tokens of a collection the account has, ERC-721 <c>balanceOf(address)</c>; each is one whole unit.</summary>
public sealed class Erc721() : TokenCall("erc721", "balanceOf(address)(uint256)")
{
    public override int Decimals(StrategyDefinition definition) => 0;
}
