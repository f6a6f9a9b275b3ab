using System.Numerics;
using Governance.DevChain;

namespace Governance.Ethereum.Tests.DevChain;

public sealed class DevGovernorTests
{
    private static readonly BigInteger Pha = BigInteger.Pow(10, 18);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DevClock.BlockNumber, 10)]
    [InlineData(DevClock.Timestamp, 600)]
    public async Task AProposalIsVotedQueuedAndExecuted(DevClock clock, int votingPeriod)
    {
        var start = DateTimeOffset.UtcNow.AddHours(-1);
        await using var anvil = await Anvil.StartAsync(new AnvilOptions { GenesisTime = start }, Ct);
        var contracts = await DeployContracts.RunAsync(anvil, new DeploymentOptions { Clock = clock, VotingPeriod = votingPeriod }, Ct);
        var voters = await VotersAsync(anvil, contracts);
        var proposal = OpenTheBridge(contracts);
        var eta = DateTimeOffset.FromUnixTimeSeconds(start.AddMinutes(45).ToUnixTimeSeconds());

        var id = await QueueProposal.RunAsync(
            anvil, contracts, voters[0], proposal, [new(voters[0], DevSupport.For, "it is time"), new(voters[1], DevSupport.Against)], eta);
        (await contracts.Governor.StateOfAsync(id)).ShouldBe(DevProposalState.Queued);
        (await contracts.Governor.EtaOfAsync(id)).ShouldBe(eta);
        await Should.ThrowAsync<DevChainException>(() => contracts.Governor.ExecuteAsync(voters[1], proposal));

        await anvil.Controls.MineAtAsync(eta, Ct);
        await contracts.Governor.ExecuteAsync(voters[1], proposal);
        (await contracts.Governor.StateOfAsync(id)).ShouldBe(DevProposalState.Executed);
        (await contracts.Bridge.IsPausedAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task AVoteIsCastBySignature()
    {
        await using var anvil = await Anvil.StartAsync(ct: Ct);
        var contracts = await DeployContracts.RunAsync(anvil, ct: Ct);
        var key = DevAccounts.Key("voter");
        await SeedHolders.RunAsync(contracts.Token, contracts.Owner, [new(key.Address, Pha)]);
        await SeedHolders.DelegateToThemselvesAsync(anvil, contracts.Token, [key.Address]);
        var proposal = OpenTheBridge(contracts);
        await contracts.Governor.ProposeAsync(contracts.Owner, proposal);
        await QueueProposal.PassAsync(anvil, contracts.Governor, await contracts.Governor.SnapshotOfAsync(proposal.Id));

        await contracts.Governor.CastVoteBySigAsync(contracts.Relayer, key, proposal.Id, DevSupport.For);

        var votes = await contracts.Governor.CallAsync(AbiFunction.Parse("proposalVotes(uint256)(uint256,uint256,uint256)"), proposal.Id);
        votes.Integer((int)DevSupport.For).ShouldBe(Pha);
        (await contracts.Governor.CallAsync(AbiFunction.Parse("hasVoted(uint256,address)(bool)"), proposal.Id, key.Address)).Boolean(0).ShouldBeTrue();
    }

    [Fact]
    public async Task TheTimelockIsExecutedOrCancelledPastTheGovernor()
    {
        var start = DateTimeOffset.UtcNow.AddHours(-2);
        await using var anvil = await Anvil.StartAsync(new AnvilOptions { GenesisTime = start }, Ct);
        var contracts = await DeployContracts.RunAsync(anvil, ct: Ct);
        var voters = await VotersAsync(anvil, contracts);
        DevProposal[] proposals = [OpenTheBridge(contracts), new("# Open it twice", new DevAction(contracts.Bridge.Address, DevBridge.Unpause.Encode()))];
        var eta = start.AddMinutes(30);
        foreach (var (each, i) in proposals.Select((each, i) => (each, i)))
            await QueueProposal.RunAsync(anvil, contracts, voters[0], each, [new(voters[0], DevSupport.For)], eta.AddMinutes(i));
        await anvil.Controls.MineAtAsync(eta.AddMinutes(5), Ct);

        await contracts.Timelock.ExecuteDirectlyAsync(voters[1], proposals[0], contracts.Governor.Address);
        await contracts.Timelock.CancelDirectlyAsync(contracts.Guardian, proposals[1].OperationIdOf(contracts.Governor.Address));

        (await contracts.Timelock.IsDoneAsync(proposals[0].OperationIdOf(contracts.Governor.Address))).ShouldBeTrue();
        (await contracts.Governor.StateOfAsync(proposals[0].Id)).ShouldBe(DevProposalState.Executed);
        (await contracts.Governor.StateOfAsync(proposals[1].Id)).ShouldBe(DevProposalState.Canceled);
    }

    [Fact]
    public async Task ThreeHundredHoldersAreSeededInAMoment()
    {
        await using var anvil = await Anvil.StartAsync(ct: Ct);
        var (token, _) = await DeployContracts.TokenAndVaultAsync(anvil, anvil.Accounts[0], ct: Ct);
        var holders = DevAccounts.Voters(300).Select((key, i) => KeyValuePair.Create(key.Address, (i + 1) * Pha)).ToArray();
        var watch = System.Diagnostics.Stopwatch.StartNew();

        await SeedHolders.RunAsync(token, anvil.Accounts[0], holders);
        await SeedHolders.DelegateToThemselvesAsync(anvil, token, [.. holders.Select(each => each.Key)]);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.ElapsedMilliseconds} ms");
        (await token.TotalSupplyAsync()).ShouldBe(45_150 * Pha);
        (await token.VotesOfAsync(holders[299].Key)).ShouldBe(300 * Pha);
        (await anvil.Client.GetBlockAsync(BlockTag.Latest, Ct))!.Number.ShouldBeLessThan(10ul);
    }

    [Fact]
    public async Task ManyTransactionsAreRefused_WhileBlocksComeByThemselves()
    {
        await using var anvil = await Anvil.StartAsync(new AnvilOptions { BlockTime = TimeSpan.FromSeconds(1) }, Ct);
        await Should.ThrowAsync<DevChainException>(() => anvil.Transactions.SendManyAsync([new(anvil.Accounts[0], anvil.Accounts[1], [])], Ct));
    }

    [Fact]
    public async Task ALateQuorumExtendsTheVote()
    {
        await using var anvil = await Anvil.StartAsync(ct: Ct);
        var contracts = await DeployContracts.RunAsync(anvil, new DeploymentOptions { LateQuorumExtension = 8 }, Ct);
        var voters = await VotersAsync(anvil, contracts);
        var proposal = OpenTheBridge(contracts);
        await contracts.Governor.ProposeAsync(voters[0], proposal);
        var deadline = await contracts.Governor.DeadlineOfAsync(proposal.Id);
        await QueueProposal.PassAsync(anvil, contracts.Governor, deadline - 2);

        var vote = await contracts.Governor.CastVoteAsync(voters[0], proposal.Id, DevSupport.For);

        (await contracts.Governor.DeadlineOfAsync(proposal.Id)).ShouldBe(vote.BlockNumber + 8);
        (await contracts.Governor.StateOfAsync(proposal.Id)).ShouldBe(DevProposalState.Active);
    }

    /// <summary>What the demo does: the past is told, then the chain lives on and somebody executes when the time has come.</summary>
    [Fact]
    public async Task AQueuedProposalIsExecutedInRealTime()
    {
        var now = DateTimeOffset.UtcNow;
        await using var anvil = await Anvil.StartAsync(new AnvilOptions { GenesisTime = now.AddDays(-8) }, Ct);
        var contracts = await DeployContracts.RunAsync(anvil, new DeploymentOptions
        {
            Clock = DevClock.Timestamp,
            VotingDelay = (int)TimeSpan.FromDays(1).TotalSeconds,
            VotingPeriod = (int)TimeSpan.FromDays(5).TotalSeconds,
            TimelockDelay = TimeSpan.FromDays(1),
        }, Ct);
        var voters = await VotersAsync(anvil, contracts);
        var proposal = OpenTheBridge(contracts);
        await QueueProposal.RunAsync(anvil, contracts, voters[0], proposal, [new(voters[0], DevSupport.For)], now.AddSeconds(5));
        await anvil.Controls.RunInRealTimeAsync(TimeSpan.FromSeconds(1), TimeProvider.System, Ct);
        (await contracts.Bridge.IsPausedAsync()).ShouldBeTrue();

        var receipt = await ExecuteWhenReady.RunAsync(anvil, contracts.Governor, proposal, voters[1], TimeProvider.System, Ct);

        receipt.ShouldNotBeNull();
        (await contracts.Bridge.IsPausedAsync()).ShouldBeFalse();
        (DateTimeOffset.UtcNow - now).ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task NothingIsExecuted_WhenSomebodyWasQuicker()
    {
        var start = DateTimeOffset.UtcNow.AddHours(-1);
        await using var anvil = await Anvil.StartAsync(new AnvilOptions { GenesisTime = start }, Ct);
        var contracts = await DeployContracts.RunAsync(anvil, ct: Ct);
        var voters = await VotersAsync(anvil, contracts);
        var proposal = OpenTheBridge(contracts);
        await QueueProposal.RunAsync(anvil, contracts, voters[0], proposal, [new(voters[0], DevSupport.For)], start.AddMinutes(30));
        await contracts.Timelock.CancelDirectlyAsync(contracts.Guardian, proposal.OperationIdOf(contracts.Governor.Address));

        (await ExecuteWhenReady.RunAsync(anvil, contracts.Governor, proposal, voters[1], TimeProvider.System, Ct)).ShouldBeNull();
    }

    private static DevProposal OpenTheBridge(DevContracts contracts) =>
        new("# Open the bridge", new DevAction(contracts.Bridge.Address, DevBridge.Unpause.Encode()));

    private static async Task<IReadOnlyList<Address>> VotersAsync(Anvil anvil, DevContracts contracts)
    {
        Address[] voters = [anvil.Accounts[3], anvil.Accounts[4]];
        foreach (var (voter, amount) in voters.Zip([60 * Pha, 40 * Pha]))
        {
            await contracts.Token.MintAsync(contracts.Owner, voter, amount);
            await contracts.Token.DelegateAsync(voter, voter);
        }

        return voters;
    }
}
