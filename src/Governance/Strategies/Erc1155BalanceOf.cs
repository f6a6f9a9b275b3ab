using Governance.Ethereum;

namespace Governance.Strategies;

/// <summary><c>erc1155-balance-of</c>: the balance of one token of a multi-token contract, ERC-1155 <c>balanceOf(address,uint256)</c>.</summary>
public sealed class Erc1155BalanceOf() : TokenCall("erc1155-balance-of", "balanceOf(address,uint256)(uint256)")
{
    public override string? FaultOf(StrategyDefinition definition) =>
        base.FaultOf(definition)
        ?? (definition.BigNumber("tokenId") is null ? "erc1155-balance-of needs params.tokenId, a whole number, for example \"tokenId\": \"1\"." : null);

    private protected override object[] Arguments(StrategyDefinition definition, Address voter) => [voter, definition.BigNumber("tokenId")!.Value];
}
