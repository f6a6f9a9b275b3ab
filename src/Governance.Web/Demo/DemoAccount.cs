using Governance.DevChain;
using Governance.Ethereum;

namespace Governance.Web.Demo;

/// <summary>An account of the development wallet: the local node signs for it, for everybody who can open the page.</summary>
/// <param name="Name">Who it is in the story.</param>
/// <param name="Tokens">Whole PHA that it holds on Ethereum.</param>
/// <param name="L2Tokens">Whole PHA that it holds on the layer 2.</param>
/// <param name="OldTokens">Whole PHA that it held on the parachain, not staked.</param>
/// <param name="OldStaked">Whole PHA that it had staked there.</param>
/// <param name="OldClaim">What became of these.</param>
internal sealed record DemoAccount(Address Address, string Name, long Tokens, long L2Tokens, long OldTokens, long OldStaked, DemoClaim OldClaim)
{
    // Account 0 owns the contracts, 1 guards the timelock, 2 relays for the bridge.
    private const int First = 3;

    private static readonly DemoAccount[] People =
    [
        new(default, "Ada, a holder", 12_500, 0, 500, 300, DemoClaim.Paid),
        new(default, "Ben, a large holder", 10_200_000, 1_250_000, 0, 0, DemoClaim.None),
        new(default, "Chloe, a staker", 86_000, 5_000, 1_000, 2_500, DemoClaim.Bridged),
        new(default, "Dev, with no tokens", 0, 0, 0, 0, DemoClaim.None),
    ];

    /// <summary>What a claim pays on Ethereum is part of <see cref="Tokens"/>.</summary>
    public long PaidByClaim => OldClaim is DemoClaim.Paid or DemoClaim.Bridged ? OldTokens : 0;

    public static IReadOnlyList<DemoAccount> Of(Anvil anvil) => [.. People.Select((person, i) => person with { Address = anvil.Accounts[First + i] })];
}
