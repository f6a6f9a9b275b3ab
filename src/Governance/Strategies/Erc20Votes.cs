namespace Governance.Strategies;

/// <summary><c>erc20-votes</c>: what was delegated to the account, ERC-5805 <c>getVotes(address)</c>, as it stood at the block.</summary>
public sealed class Erc20Votes() : TokenCall("erc20-votes", "getVotes(address)(uint256)");
