using System.Numerics;
using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>Gives many accounts tokens, ether for gas and votes of their own, in few blocks.</summary>
public static class SeedHolders
{
    // A new holder costs some 30,000 gas.
    private const int HoldersInATransaction = 400;
    private const int DelegationsInABlock = 140;
    private static readonly BigInteger EtherForGas = BigInteger.Pow(10, 18);

    /// <summary>Mints <paramref name="holders"/> their amounts (base units). Only while the chain mines a block for each transaction.</summary>
    public static async Task RunAsync(Anvil anvil, DevToken token, Address tokenOwner, IEnumerable<KeyValuePair<Address, BigInteger>> holders)
    {
        ArgumentNullException.ThrowIfNull(anvil);
        ArgumentNullException.ThrowIfNull(token);
        foreach (var some in holders.Chunk(HoldersInATransaction)) await token.MintManyAsync(tokenOwner, some);
    }

    /// <summary>Each account delegates to itself, so that its tokens vote. The accounts get an ether each for it.</summary>
    public static async Task DelegateToThemselvesAsync(Anvil anvil, DevToken token, IReadOnlyCollection<Address> holders)
    {
        ArgumentNullException.ThrowIfNull(anvil);
        ArgumentNullException.ThrowIfNull(token);
        await anvil.Controls.SetBalancesAsync(holders, EtherForGas);
        await anvil.Controls.ImpersonateEverybodyAsync();
        foreach (var some in holders.Chunk(DelegationsInABlock))
            await anvil.Transactions.SendInOneBlockAsync([.. some.Select(holder => token.DelegateTransaction(holder, holder))]);
        await anvil.Controls.ImpersonateEverybodyAsync(on: false);
    }
}
