using Governance.DevChain;
using Governance.Ethereum;

namespace Governance.Web.Demo;

/// <summary>An account of the development wallet: the local node signs for it, for everybody who can open the page.</summary>
/// <param name="Name">Who it is in the story.</param>
/// <param name="Tokens">Whole PHA that it holds.</param>
internal sealed record DemoAccount(Address Address, string Name, long Tokens)
{
    // Account 0 owns the contracts, 1 guards the timelock, 2 relays for the bridge.
    private const int First = 3;

    private static readonly (string Name, long Tokens)[] People =
    [
        ("Ada, a holder", 12_500),
        ("Ben, a large holder", 9_200_000),
        ("Chloe, a staker", 86_000),
        ("Dev, with no tokens", 0),
    ];

    public static IReadOnlyList<DemoAccount> Of(Anvil anvil) =>
        [.. People.Select((person, i) => new DemoAccount(anvil.Accounts[First + i], person.Name, person.Tokens))];
}
