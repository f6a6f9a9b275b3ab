using System.Numerics;
using Governance.DevChain;
using Governance.Ethereum;

namespace Governance.Web.Demo;

/// <summary>What has happened on the demo's second chain, the layer 2: its token, among some of the holders. As much is locked in the bridge on Ethereum.</summary>
internal static class DemoLayer2
{
    /// <summary>The number that Phala's layer 2 has. That its parachain has the same is chance: chains are named by CAIP-2 here.</summary>
    public const ulong Chain = 2035;

    private static readonly BigInteger Unit = BigInteger.Pow(10, 18);

    /// <summary>Who holds what on the layer 2.</summary>
    public static IReadOnlyList<KeyValuePair<Address, BigInteger>> Holders(IReadOnlyList<DemoAccount> people) =>
    [
        .. DevAccounts.Voters(DemoChain.Voters).Where((_, i) => i % 4 == 1).Select((key, i) => KeyValuePair.Create(key.Address, ((2_000_000 / (i + 3)) + 75) * Unit)),
        .. people.Where(person => person.L2Tokens > 0).Select(person => KeyValuePair.Create(person.Address, person.L2Tokens * Unit)),
    ];

    /// <summary>Mints them; the answer is the token.</summary>
    public static async Task<Address> TellAsync(Anvil anvil, IReadOnlyList<KeyValuePair<Address, BigInteger>> holders, CancellationToken cancellationToken)
    {
        // Another deployer than on Ethereum, so another address: nobody mistakes one for the other.
        var owner = anvil.Accounts[1];
        var token = new DevToken(anvil, (await DevContract.DeployAsync(anvil, owner, "PhaToken", [owner], cancellationToken)).Address);
        await SeedHolders.RunAsync(token, owner, holders);
        return token.Address;
    }
}
