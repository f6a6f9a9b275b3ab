using System.Numerics;
using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>PhaToken: ERC-20 with votes (ERC-5805) and permit, 18 decimals. Amounts are base units.</summary>
public sealed class DevToken(Anvil anvil, Address address) : DevContract(anvil, address)
{
    private static readonly AbiFunction Mint = AbiFunction.Parse("mint(address,uint256)");
    private static readonly AbiFunction MintMany = AbiFunction.Parse("mintMany(address[],uint256[])");
    private static readonly AbiFunction Transfer = AbiFunction.Parse("transfer(address,uint256)");
    private static readonly AbiFunction Approve = AbiFunction.Parse("approve(address,uint256)");
    private static readonly AbiFunction Delegate = AbiFunction.Parse("delegate(address)");
    private static readonly AbiFunction BalanceOf = AbiFunction.Parse("balanceOf(address)(uint256)");
    private static readonly AbiFunction TotalSupply = AbiFunction.Parse("totalSupply()(uint256)");
    private static readonly AbiFunction GetVotes = AbiFunction.Parse("getVotes(address)(uint256)");

    /// <param name="owner">The account that deployed the token.</param>
    public Task<DevReceipt> MintAsync(Address owner, Address to, BigInteger amount) => SendAsync(owner, Mint, to, amount);

    /// <summary>Mints to many in one transaction: at most some 500 new holders, for the gas that one transaction may use.</summary>
    public Task<DevReceipt> MintManyAsync(Address owner, IReadOnlyCollection<KeyValuePair<Address, BigInteger>> holders) =>
        SendAsync(owner, MintMany, holders.Select(each => each.Key).ToArray(), holders.Select(each => each.Value).ToArray());

    public Task<DevReceipt> TransferAsync(Address from, Address to, BigInteger amount) => SendAsync(from, Transfer, to, amount);

    public Task<DevReceipt> ApproveAsync(Address from, Address spender, BigInteger amount) => SendAsync(from, Approve, spender, amount);

    /// <summary>Gives the holder's votes to a delegate; to have votes himself he delegates to himself.</summary>
    public Task<DevReceipt> DelegateAsync(Address from, Address to) => SendAsync(from, Delegate, to);

    /// <summary>The transaction of <see cref="DelegateAsync"/>, with its gas stated so that many fit into one block.</summary>
    public DevTransaction DelegateTransaction(Address from, Address to) => Transaction(from, Delegate, to) with { Gas = 200_000 };

    public async Task<BigInteger> BalanceOfAsync(Address holder) => (await CallAsync(BalanceOf, holder)).Integer(0);

    public async Task<BigInteger> TotalSupplyAsync() => (await CallAsync(TotalSupply)).Integer(0);

    public async Task<BigInteger> VotesOfAsync(Address holder) => (await CallAsync(GetVotes, holder)).Integer(0);
}
