using System.Numerics;
using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>PhaVault: the staking vault in the role of vPHA (ERC-4626 shares, 18 decimals, no votes). Amounts are base units.</summary>
public sealed class DevVault(Anvil anvil, Address address, DevToken token) : DevContract(anvil, address)
{
    private static readonly AbiFunction Deposit = AbiFunction.Parse("deposit(uint256,address)");
    private static readonly AbiFunction AddRewards = AbiFunction.Parse("addRewards(uint256)");
    private static readonly AbiFunction RequestUnlock = AbiFunction.Parse("requestUnlock(uint256)");
    private static readonly AbiFunction ClaimUnlocked = AbiFunction.Parse("claimUnlocked(uint256)");
    private static readonly AbiFunction Transfer = AbiFunction.Parse("transfer(address,uint256)");
    private static readonly AbiFunction BalanceOf = AbiFunction.Parse("balanceOf(address)(uint256)");
    private static readonly AbiFunction TotalSupply = AbiFunction.Parse("totalSupply()(uint256)");
    private static readonly AbiFunction TotalAssets = AbiFunction.Parse("totalAssets()(uint256)");
    private static readonly AbiFunction ConvertToAssets = AbiFunction.Parse("convertToAssets(uint256)(uint256)");

    /// <summary>Stakes tokens of <paramref name="from"/>; the shares are <paramref name="receiver"/>'s. Approves first.</summary>
    public async Task<DevReceipt> DepositAsync(Address from, BigInteger assets, Address receiver)
    {
        await token.ApproveAsync(from, Address, assets);
        return await SendAsync(from, Deposit, assets, receiver);
    }

    /// <summary>Adds tokens without shares: the price of a share rises. Approves first.</summary>
    public async Task<DevReceipt> AddRewardsAsync(Address from, BigInteger assets)
    {
        await token.ApproveAsync(from, Address, assets);
        return await SendAsync(from, AddRewards, assets);
    }

    /// <summary>Burns shares now, for tokens after the vault's delay; the first unlock of a vault has number 0.</summary>
    public Task<DevReceipt> RequestUnlockAsync(Address from, BigInteger shares) => SendAsync(from, RequestUnlock, shares);

    public Task<DevReceipt> ClaimUnlockedAsync(Address from, int unlockId) => SendAsync(from, ClaimUnlocked, unlockId);

    public Task<DevReceipt> TransferAsync(Address from, Address to, BigInteger shares) => SendAsync(from, Transfer, to, shares);

    /// <summary>The transaction of <see cref="TransferAsync"/>, with its gas stated so that many fit into one block.</summary>
    public DevTransaction TransferTransaction(Address from, Address to, BigInteger shares) => Transaction(from, Transfer, to, shares) with { Gas = 100_000 };

    public async Task<BigInteger> BalanceOfAsync(Address holder) => (await CallAsync(BalanceOf, holder)).Integer(0);

    public async Task<BigInteger> TotalSupplyAsync() => (await CallAsync(TotalSupply)).Integer(0);

    public async Task<BigInteger> TotalAssetsAsync() => (await CallAsync(TotalAssets)).Integer(0);

    /// <summary>What so many shares are worth in tokens, rounded down.</summary>
    public async Task<BigInteger> ConvertToAssetsAsync(BigInteger shares) => (await CallAsync(ConvertToAssets, shares)).Integer(0);
}
