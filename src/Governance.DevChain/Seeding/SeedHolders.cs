using System.Numerics;
using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>Gives many accounts tokens, vault shares and votes of their own, in few blocks.</summary>
public static class SeedHolders
{
    // A new holder costs some 30,000 gas.
    private const int HoldersInATransaction = 400;
    private static readonly BigInteger EtherForGas = BigInteger.Pow(10, 18);

    /// <summary>Mints the holders their amounts of tokens (base units).</summary>
    public static async Task RunAsync(DevToken token, Address tokenOwner, IEnumerable<KeyValuePair<Address, BigInteger>> holders)
    {
        ArgumentNullException.ThrowIfNull(token);
        foreach (var some in holders.Chunk(HoldersInATransaction)) await token.MintManyAsync(tokenOwner, some);
    }

    /// <summary>Gives the holders their amounts of vault shares (base units), which <paramref name="from"/> holds.</summary>
    public static Task ShareOutAsync(Anvil anvil, DevVault vault, Address from, IEnumerable<KeyValuePair<Address, BigInteger>> holders)
    {
        ArgumentNullException.ThrowIfNull(anvil);
        ArgumentNullException.ThrowIfNull(vault);
        return anvil.Transactions.SendManyAsync(holders.Select(holder => vault.TransferTransaction(from, holder.Key, holder.Value)));
    }

    /// <summary>Each account delegates to itself, so that its tokens vote. The accounts get an ether each for it.</summary>
    public static async Task DelegateToThemselvesAsync(Anvil anvil, DevToken token, IReadOnlyCollection<Address> holders)
    {
        ArgumentNullException.ThrowIfNull(anvil);
        ArgumentNullException.ThrowIfNull(token);
        await anvil.Controls.SetBalancesAsync(holders, EtherForGas);
        await anvil.Controls.ImpersonateEverybodyAsync();
        await anvil.Transactions.SendManyAsync(holders.Select(holder => token.DelegateTransaction(holder, holder)));
        await anvil.Controls.ImpersonateEverybodyAsync(on: false);
    }
}
