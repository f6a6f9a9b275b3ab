using System.Numerics;
using Governance.DevChain;
using Governance.Ethereum;

namespace Governance.Web.Demo;

/// <summary>
/// Puts the whole supply where the story has it, one thousand million PHA on Ethereum: with holders, in the staking vault, in the claim contract, locked in the bridge for the
/// layer 2, and the rest in the treasury. Then the claims.
/// </summary>
internal sealed class DemoSupply(Anvil anvil, DevContracts contracts, IReadOnlyList<DemoAccount> people)
{
    public const long Whole = 1_000_000_000;

    private const long Rewards = 380_000;
    private const long Unlocking = 12_000;

    private static readonly BigInteger Unit = BigInteger.Pow(10, 18);

    private readonly IReadOnlyList<DemoOldAccount> _old = DemoOldChain.Accounts(people);

    /// <param name="layer2">What was minted on the layer 2: as much is locked here.</param>
    public async Task PlaceAsync(IReadOnlyList<KeyValuePair<Address, BigInteger>> holders, BigInteger layer2)
    {
        var (owner, token) = (contracts.Owner, contracts.Token);
        var ofPeople = people.Where(person => person.Tokens > 0).Select(person => KeyValuePair.Create(person.Address, (person.Tokens - person.PaidByClaim) * Unit));
        var held = holders.Concat(ofPeople).ToArray();
        await SeedHolders.RunAsync(token, owner, held);
        await token.MintAsync(owner, owner, (Whole * Unit) - held.Aggregate(BigInteger.Zero, (sum, each) => sum + each.Value));
        await token.TransferAsync(owner, contracts.Bridge.Address, layer2);
        await token.TransferAsync(owner, contracts.Claimer.Address, _old.Aggregate(BigInteger.Zero, (sum, account) => sum + account.FreeTokens));
    }

    /// <summary>Shares at one token each, for stakers and for those who had staked on the parachain; then rewards, and somebody leaves the vault.</summary>
    public async Task StakeAsync(IReadOnlyList<Address> stakers, BigInteger each)
    {
        var (owner, vault) = (contracts.Owner, contracts.Vault);
        await vault.DepositAsync(owner, _old.Aggregate(BigInteger.Zero, (sum, account) => sum + account.StakedShares), contracts.Claimer.Address);
        await vault.DepositAsync(owner, (stakers.Count * each) + (Unlocking * Unit), owner);
        await SeedHolders.ShareOutAsync(anvil, vault, owner, stakers.Select(staker => KeyValuePair.Create(staker, each)));
        await vault.AddRewardsAsync(owner, Rewards * Unit);
        await vault.RequestUnlockAsync(owner, Unlocking * Unit);
    }

    public async Task ClaimAsync()
    {
        var (owner, claimer) = (contracts.Owner, contracts.Claimer);
        foreach (var account in _old.Where(account => account.Claim is DemoClaim.Paid or DemoClaim.Bridged))
        {
            var (user, receiver) = (account.Account.ClaimUser, account.Owner!.Value);
            if (account.Claim == DemoClaim.Paid) await claimer.ClaimAsync(owner, user, account.FreeTokens, account.StakedShares, receiver);
            else await claimer.AdminClaimAsync(owner, user, account.FreeTokens, account.StakedShares, receiver, receiver);
        }
    }
}
