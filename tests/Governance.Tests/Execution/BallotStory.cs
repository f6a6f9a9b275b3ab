using System.Numerics;
using System.Text.Json.Nodes;
using Governance.Chains;
using Governance.Clients;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Execution;
using Governance.Proposals;
using Governance.Tests.Execution.Lifecycles;
using Governance.Tests.Indexing;

namespace Governance.Tests.Execution;

/// <summary>A governor of some generation with one open proposal, an account that has a key, power and no ether, and another that relays.</summary>
internal sealed class BallotStory : IAsyncDisposable
{
    private static readonly byte[] KeyText = "governance dev voter 0"u8.ToArray();

    private readonly HttpClient _http;

    private BallotStory(Stage stage, IndexingPortal portal, HttpClient http, Address wallet) => (Stage, Portal, _http, Wallet) = (stage, portal, http, wallet);

    public Stage Stage { get; }

    public IndexingPortal Portal { get; }

    /// <summary>A contract account of the same key, with power of its own.</summary>
    public Address Wallet { get; }

    public SigningKey Key { get; } = DevAccounts.Key("voter");

    public StatedProposal Stated { get; private set; } = null!;

    public string Id => Stated.Proposal.Id;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<BallotStory> BeginAsync(string generation)
    {
        var stage = await Stage.SetAsync(Generations.Named(generation) with { Proposers = 1 });
        // Its last two voters, who delegated to the first, now give their thousand and nine hundred to the key and to its wallet.
        using var key = DevAccounts.Key("voter");
        var wallet = (await stage.DeployAsync("OwnedWallet", key.Address)).Address;
        Act Delegate(int player, Address to) => new(player, stage.Token.Address, AbiFunction.Parse("delegate(address)").Encode(to));
        await stage.Troupe.PlayAsync([Delegate(Stage.Voters - 1, key.Address), Delegate(Stage.Voters - 2, wallet)], await NextAsync(stage, 1));
        var http = ChainClient.CreateHttp();
        var client = new ChainClient(stage.Anvil.ChainId, [stage.Anvil.Url], http, new ChainClientOptions { RetryPause = TimeSpan.FromMilliseconds(10) }, TimeProvider.System);
        var portal = await IndexingPortal.StartAsync(new FollowedChain(client, [new FollowedGovernor(stage.Governor, GovernorStory.Space)], 0));
        var story = new BallotStory(stage, portal, http, wallet);
        await stage.Troupe.PlayAsync([stage.ProposeAct(Stage.Voters, stage.Proposal(1))], await NextAsync(stage, 1));
        for (int block = 0; block < 3; block++) await stage.Anvil.Controls.MineAtAsync(await NextAsync(stage, 2), Ct);
        await story.LookAsync();
        story.Stated.State.ShouldBe(ProposalState.Active);
        return story;
    }

    /// <summary>Indexes up to the head.</summary>
    public async Task LookAsync()
    {
        await Portal.CatchUpAsync();
        var proposal = (await Portal.Get<ProposalStore>().PageAsync(GovernorStory.Space, null, ProposalCursor.Start, 5)).Single(each => each.Title == "1");
        Stated = (await Portal.Get<ProposalStates>().OfAsync(proposal)).ShouldNotBeNull();
    }

    public Task<Outcome<PreparedBallot>> PrepareAsync(BallotDecision decision) => Portal.Get<PrepareBallot>().RunAsync(Id, decision, Ct);

    /// <summary>Prepared by the portal, signed by viem and by ethers, which agree.</summary>
    public async Task<SignedBallot> SignAsync(BallotDecision decision)
    {
        var prepared = (await PrepareAsync(decision)).Value;
        var signed = (await NodeClients.RunAsync("sign-typed-data.mjs", [Keccak256.Hash(KeyText).ToString()], prepared.TypedData.ToJsonString() + "\n", Ct)).ShouldHaveSingleItem();
        signed.GetProperty("viem").GetString().ShouldBe(signed.GetProperty("ethers").GetString());
        return new SignedBallot(decision, prepared.Nonce, Hex.Parse(signed.GetProperty("viem").GetString()!));
    }

    /// <summary>Signed by our own key: quicker where the signature is not the question.</summary>
    public async Task<SignedBallot> SignQuicklyAsync(BallotDecision decision)
    {
        var prepared = (await PrepareAsync(decision)).Value;
        return Sign(decision, prepared.Nonce);
    }

    public SignedBallot Sign(BallotDecision decision, BigInteger? nonce) =>
        new(decision, nonce, Key.Sign(BallotPaper.Of(Stated.Execution!.Governor, Stated.Execution.Parts.ProposalId, decision)!.Digest(nonce)).ToArray());

    public Task<Outcome<AcceptedBallot>> AcceptAsync(SignedBallot ballot) => Portal.Get<AcceptBallot>().RunAsync(Id, ballot, Ct);

    public Task<IReadOnlyList<JudgedBallot>> JudgeAsync() => Portal.Get<JudgeBallots>().RunAsync(Stated, Ct);

    /// <summary>An account without any part in this sends the call that the portal made.</summary>
    public async Task<DevReceipt> RelayAsync(params AcceptedBallot[] ballots)
    {
        var calls = await Portal.Get<RelayBallots>().RunAsync(Stated.Execution!.Governor, ballots, Ct);
        return await Stage.Anvil.Transactions.SendAsync(new DevTransaction(Stage.Anvil.Accounts[5], calls.ShouldHaveSingleItem().To, calls[0].Data), Ct);
    }

    public BallotDecision Decide(int support, string reason = "") => new(Key.Address, (byte)support, reason, []);

    public async ValueTask DisposeAsync()
    {
        Key.Dispose();
        _http.Dispose();
        await Portal.DisposeAsync();
        await Stage.DisposeAsync();
    }

    private static async Task<DateTimeOffset> NextAsync(Stage stage, int seconds) => (await stage.Anvil.Controls.TimeAsync(Ct)).AddSeconds(seconds);
}
