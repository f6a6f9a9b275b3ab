using System.Numerics;
using Governance.DevChain;
using Governance.Ethereum;

namespace Governance.Web.Demo;

/// <summary>
/// What has happened on the demo's two chains before the portal opens: tokens among 300 holders, some of them staked, claimed or on the layer 2, one
/// governor proposal waiting in the timelock and one that is being voted on.
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

    // Twice an epoch's slots, and one.
    private const int BlocksUntilFinal = (2 * DemoPortal.SlotsInAnEpoch) + 1;

    private static readonly BigInteger Unit = BigInteger.Pow(10, 18);
    private static readonly AbiFunction Transfer = AbiFunction.Parse("transfer(address,uint256)");

    /// <summary>What the timelock waits to do.</summary>
    public static DevProposal BridgeProposal(Address bridge) => new(Bridge, new DevAction(bridge, DevBridge.Unpause.Encode()));

    /// <summary>Tells it, from five days ago until now. The queued operation is ready soon after <paramref name="now"/>.</summary>
    public static async Task<DemoState> TellAsync(Anvil anvil, Anvil layer2, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // One of a hundred for the quorum: most of the supply is in custody, which votes nowhere.
        var contracts = await DeployContracts.RunAsync(anvil, new DeploymentOptions
        {
            Clock = DevClock.Timestamp, VotingDelay = 3_600, VotingPeriod = 86_400, QuorumPercent = 1, TimelockDelay = TimeSpan.FromDays(1),
        }, cancellationToken);
        var people = DemoAccount.Of(anvil);
        var l2Holders = DemoLayer2.Holders(people);
        var l2Token = await DemoLayer2.TellAsync(layer2, l2Holders, cancellationToken);
        await DistributeAsync(anvil, contracts, people, l2Holders.Aggregate(BigInteger.Zero, (sum, holder) => sum + holder.Value));

        var voters = people.Where(person => person.Tokens > 0).ToArray();
        var supporter = voters.MaxBy(person => person.Tokens)!;
        await QueueProposal.RunAsync(anvil, contracts, supporter.Address, BridgeProposal(contracts.Bridge.Address),
            [.. voters.Select(person => new DevVote(person.Address, DevSupport.For, person == supporter ? "The audit is done; open it." : ""))],
            now + Waiting);
        await OpenAsync(anvil, contracts, supporter.Address, now);
        return new DemoState
        {
            Token = contracts.Token.Address, Vault = contracts.Vault.Address, Timelock = contracts.Timelock.Address, Governor = contracts.Governor.Address,
            Bridge = contracts.Bridge.Address, Claimer = contracts.Claimer.Address, Treasury = contracts.Owner, L2Token = l2Token, SnapshotBlock = await PinAsync(anvil, layer2, cancellationToken),
        };
    }

    private static async Task DistributeAsync(Anvil anvil, DevContracts contracts, IReadOnlyList<DemoAccount> people, BigInteger layer2)
    {
        var holders = DevAccounts.Voters(Voters).Select((key, i) => KeyValuePair.Create(key.Address, TokensOf(i) * Unit)).ToList();
        var supply = new DemoSupply(anvil, contracts, people);
        await supply.PlaceAsync(holders, layer2);
        var staker = people.Last(person => person.Tokens > 0);
        await supply.StakeAsync([.. holders.Where((_, i) => i % 6 == 0).Select(holder => holder.Key), staker.Address], 40_000 * Unit);
        await supply.ClaimAsync();
        foreach (var person in people.Where(person => person.Tokens > 0)) await contracts.Token.DelegateAsync(person.Address, person.Address);
    }

    // The head of Ethereum, and on the layer 2 the last block before it; then so many more blocks that both are final.
    private static async Task<ulong> PinAsync(Anvil anvil, Anvil layer2, CancellationToken cancellationToken)
    {
        var head = (await anvil.Client.GetBlockAsync(BlockTag.Latest, cancellationToken))!;
        await layer2.Controls.MineAtAsync(DateTimeOffset.FromUnixTimeSeconds((long)head.Timestamp), cancellationToken);
        await anvil.Controls.MineAsync(BlocksUntilFinal, ct: cancellationToken);
        await layer2.Controls.MineAsync(BlocksUntilFinal, ct: cancellationToken);
        return head.Number;
    }

    // A few hold much and many hold little, as everywhere: whole tokens, falling with the rank.
    private static BigInteger TokensOf(int rank) => 18_000_000 / (rank + 1) + 250 + (rank * 7919 % 1_000);

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
