using System.Numerics;
using Governance.Chains;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Indexing;
using Governance.Proposals;
using Microsoft.Extensions.Hosting;

namespace Governance.Tests.Indexing;

/// <summary>A local chain with our contracts and three voters, and the means to index it, several times over if need be.</summary>
public sealed class GovernorStory : IAsyncDisposable
{
    public const string Space = "phala.chain";

    private static readonly BigInteger Pha = BigInteger.Pow(10, 18);

    private GovernorStory(Anvil anvil, DevContracts contracts)
    {
        (Anvil, Contracts) = (anvil, contracts);
        Voters = [anvil.Accounts[3], anvil.Accounts[4], anvil.Accounts[5]];
    }

    public Anvil Anvil { get; }

    public DevContracts Contracts { get; }

    public DevGovernor Governor => Contracts.Governor;

    /// <summary>With 60, 30 and 10 PHA.</summary>
    public IReadOnlyList<Address> Voters { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<GovernorStory> BeginAsync(DeploymentOptions? options = null, AnvilOptions? anvilOptions = null)
    {
        var anvil = await Anvil.StartAsync(anvilOptions ?? new AnvilOptions { GenesisTime = DateTimeOffset.UtcNow.AddDays(-1), SlotsInAnEpoch = 32 }, Ct);
        var story = new GovernorStory(anvil, await DeployContracts.RunAsync(anvil, options, Ct));
        foreach (var (voter, amount) in story.Voters.Zip([60 * Pha, 30 * Pha, 10 * Pha]))
        {
            await story.Contracts.Token.MintAsync(story.Contracts.Owner, voter, amount);
            await story.Contracts.Token.DelegateAsync(voter, voter);
        }

        return story;
    }

    /// <summary>A proposal that opens the bridge; other words make another proposal.</summary>
    public DevProposal OpenTheBridge(string title = "# Open the bridge") =>
        new($"{title}\n\nIt is **time**.", new DevAction(Contracts.Bridge.Address, DevBridge.Unpause.Encode()));

    public async Task<DevProposal> ProposeAsync(string title = "# Open the bridge")
    {
        var proposal = OpenTheBridge(title);
        await Governor.ProposeAsync(Voters[0], proposal);
        return proposal;
    }

    /// <summary>Mines until votes are taken.</summary>
    public async Task OpenVotingAsync(DevProposal proposal) => await QueueProposal.PassAsync(Anvil, Governor, await Governor.SnapshotOfAsync(proposal.Id));

    /// <summary>Mines until votes are taken no more.</summary>
    public async Task CloseVotingAsync(DevProposal proposal) => await QueueProposal.PassAsync(Anvil, Governor, await Governor.DeadlineOfAsync(proposal.Id));

    /// <summary>Mines a block later than the queued proposal's eta.</summary>
    public async Task PassEtaAsync(DevProposal proposal) => await Anvil.Controls.MineAtAsync((await Governor.EtaOfAsync(proposal.Id))!.Value.AddSeconds(1), Ct);

    public string IdOf(DevProposal proposal) => $"eip155:{Anvil.ChainId}:{Hex.Format(Governor.Address.Bytes)}:{proposal.Id}";

    /// <summary>The chain as a portal follows it, through other providers if wanted.</summary>
    public FollowedChain Followed(params Uri[] providers) => new(
        new ChainClient(Anvil.ChainId, providers.Length > 0 ? providers : [Anvil.Url], Http, new ChainClientOptions { RetryPause = TimeSpan.FromMilliseconds(10), FaultsBeforeRest = int.MaxValue }, TimeProvider.System),
        [new FollowedGovernor(Governor.Address, Space)], 0);

    private HttpClient Http { get; } = ChainClient.CreateHttp();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Anvil.DisposeAsync();
    }
}

/// <summary>A portal that indexes one chain, step by step.</summary>
public sealed class IndexingPortal : IAsyncDisposable
{
    private IndexingPortal(TestPortal portal, FollowedChain chain)
    {
        (Portal, Chain) = (portal, chain);
        Follower = portal.Get<ChainFollowers>().Of(chain);
    }

    public TestPortal Portal { get; }

    public FollowedChain Chain { get; }

    public ChainFollower Follower { get; }

    public T Get<T>() where T : notnull => Portal.Get<T>();

    public static async Task<IndexingPortal> StartAsync(FollowedChain chain, string? folder = null)
    {
        var chains = new ChainRegistry();
        chains.Add(chain);
        return new IndexingPortal(await TestPortal.StartAsync(folder, chains: chains), chain);
    }

    /// <summary>Indexes until the index stands at the chain's head.</summary>
    public async Task CatchUpAsync()
    {
        for (int i = 0; i < 1_000; i++)
        {
            if (await Follower.StepAsync(TestContext.Current.CancellationToken)) continue;
            var head = await Chain.Client.GetBlockAsync(BlockTag.Latest, TestContext.Current.CancellationToken);
            if ((await Get<IndexCursorStore>().FindAsync(Chain.Client.ChainId))?.Head.Hash == head!.Hash) return;
        }

        throw new TimeoutException("The index did not reach the chain's head.");
    }

    /// <summary>Lets the portal's own indexer run meanwhile.</summary>
    public async Task RunServiceAsync(Func<Task> meanwhile)
    {
        var service = Portal.Get<IEnumerable<IHostedService>>().OfType<IndexerService>().Single();
        await service.StartAsync(CancellationToken.None);
        try
        {
            await meanwhile();
        }
        finally
        {
            await service.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>Waits for up to 20 s.</summary>
    public async Task UntilAsync(Func<Task<bool>> holds)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (!await holds())
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(20)) throw new TimeoutException($"Not within 20 s; the follower says: {Get<FollowerProgress>().Of(Chain.Client.ChainId)}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public async Task<Proposal> ProposalAsync(string id) => (await Get<ProposalStore>().FindAsync(id)).ShouldNotBeNull();

    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}
