using System.Numerics;
using Governance.DevChain;
using Governance.Ethereum;

namespace Governance.Web.Demo;

/// <summary>
/// What has happened on the demo's chain before the portal opens: tokens among 300 holders, some of them staked, one governor proposal
/// waiting in the timelock and one that is being voted on.
/// </summary>
internal static class DemoChain
{
    public const int Voters = 300;

    private const string Bridge = """
        # Open the bridge to the layer 2

        Referendum text: the bridge contract was audited and stands paused. This proposal unpauses it, so that PHA can move to the
        new layer 2 at one to one.

        What it does on chain: `unpause()` on the bridge, called by the timelock, which owns it.
        """;

    private const string Rewards = """
        # Keep staking rewards through the migration

        A public commitment that stakers' rewards go on at today's rate while the network moves.

        What it does on chain: a transfer of no tokens to the staking vault, as a record that this was decided.
        """;

    // Telling the story takes some of it; the rest is for the newcomer to find the page.
    private static readonly TimeSpan Waiting = TimeSpan.FromSeconds(90);

    private static readonly BigInteger Unit = BigInteger.Pow(10, 18);
    private static readonly AbiFunction Transfer = AbiFunction.Parse("transfer(address,uint256)");

    /// <summary>What the timelock waits to do.</summary>
    public static DevProposal BridgeProposal(Address bridge) => new(Bridge, new DevAction(bridge, DevBridge.Unpause.Encode()));

    /// <summary>Tells it, from five days ago until now. The queued operation is ready soon after <paramref name="now"/>.</summary>
    public static async Task<DemoState> TellAsync(Anvil anvil, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var contracts = await DeployContracts.RunAsync(anvil, new DeploymentOptions
        {
            Clock = DevClock.Timestamp, VotingDelay = 3_600, VotingPeriod = 86_400, QuorumPercent = 4, TimelockDelay = TimeSpan.FromDays(1),
        }, cancellationToken);
        var people = DemoAccount.Of(anvil).Where(person => person.Tokens > 0).ToArray();
        var holders = DevAccounts.Voters(Voters).Select((key, i) => KeyValuePair.Create(key.Address, TokensOf(i) * Unit)).ToList();
        await SeedHolders.RunAsync(contracts.Token, contracts.Owner, holders.Concat(people.Select(p => KeyValuePair.Create(p.Address, p.Tokens * Unit))));
        await StakeAsync(anvil, contracts, [.. holders.Where((_, i) => i % 6 == 0).Select(h => h.Key), people[^1].Address]);
        foreach (var person in people) await contracts.Token.DelegateAsync(person.Address, person.Address);

        var supporter = people.MaxBy(person => person.Tokens)!;
        await QueueProposal.RunAsync(anvil, contracts, supporter.Address, BridgeProposal(contracts.Bridge.Address),
            [.. people.Select(person => new DevVote(person.Address, DevSupport.For, person == supporter ? "The audit is done; open it." : ""))],
            now + Waiting);
        await OpenAsync(anvil, contracts, supporter.Address, now);
        ulong snapshot = (await anvil.Client.GetBlockAsync(BlockTag.Latest, cancellationToken))!.Number;
        return new DemoState
        {
            Token = contracts.Token.Address, Vault = contracts.Vault.Address, Timelock = contracts.Timelock.Address,
            Governor = contracts.Governor.Address, Bridge = contracts.Bridge.Address, SnapshotBlock = snapshot,
        };
    }

    // A few hold much and many hold little, as everywhere: whole tokens, falling with the rank.
    private static BigInteger TokensOf(int rank) => 18_000_000 / (rank + 1) + 250 + (rank * 7919 % 1_000);

    private static async Task StakeAsync(Anvil anvil, DevContracts contracts, IReadOnlyList<Address> stakers)
    {
        // Staked by the treasury and handed out, then a reward: a share is worth more than a token from then on.
        var each = 40_000 * Unit;
        var staked = stakers.Count * each;
        await contracts.Token.MintAsync(contracts.Owner, contracts.Owner, staked + (380_000 * Unit));
        await contracts.Vault.DepositAsync(contracts.Owner, staked, contracts.Owner);
        await SeedHolders.ShareOutAsync(anvil, contracts.Vault, contracts.Owner, stakers.Select(staker => KeyValuePair.Create(staker, each)));
        await contracts.Vault.AddRewardsAsync(contracts.Owner, 380_000 * Unit);
    }

    private static async Task OpenAsync(Anvil anvil, DevContracts contracts, Address proposer, DateTimeOffset now)
    {
        // It commits to something that the chain can show: a transfer of nothing to the vault, from the timelock.
        var action = new DevAction(contracts.Token.Address, Transfer.Encode(contracts.Vault.Address, BigInteger.Zero));
        var proposal = new DevProposal(Rewards, action);
        await anvil.Controls.SetNextBlockTimeAsync(now - TimeSpan.FromHours(3));
        await contracts.Governor.ProposeAsync(proposer, proposal);
        await anvil.Controls.SetNextBlockTimeAsync(now - TimeSpan.FromHours(1));
        await contracts.Governor.CastVoteAsync(proposer, proposal.Id, DevSupport.For, "Stakers carry the network through this.");
    }
}
