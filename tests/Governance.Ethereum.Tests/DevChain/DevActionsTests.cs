using System.Numerics;
using Governance.DevChain;

namespace Governance.Ethereum.Tests.DevChain;

/// <summary>The rarer verbs, which indexer tests and the migration's demo rely on.</summary>
public sealed class DevActionsTests : IAsyncLifetime
{
    private static readonly BigInteger Pha = BigInteger.Pow(10, 18);

    private Anvil _anvil = null!;
    private DevContracts _contracts = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _anvil = await Anvil.StartAsync(ct: Ct);
        _contracts = await DeployContracts.RunAsync(_anvil, new DeploymentOptions { VotingDelay = 5 }, Ct);
        await _contracts.Token.MintAsync(_contracts.Owner, _contracts.Owner, 100 * Pha);
        await _contracts.Token.DelegateAsync(_contracts.Owner, _contracts.Owner);
    }

    public ValueTask DisposeAsync() => _anvil.DisposeAsync();

    [Fact]
    public async Task TheGuardianSchedulesWithoutAProposal_AndTheBridgeOpens()
    {
        var receiver = _anvil.Accounts[5];
        await Should.ThrowAsync<DevChainException>(() => _contracts.Bridge.SendAsync(_contracts.Owner, _contracts.Token, receiver, 3 * Pha));
        var operation = new DevProposal("", new DevAction(_contracts.Bridge.Address, DevBridge.Unpause.Encode()));
        var salt = operation.SaltOf(_contracts.Governor.Address);
        await _contracts.Timelock.ScheduleDirectlyAsync(_contracts.Guardian, operation, salt, TimeSpan.FromMinutes(2));
        await _anvil.Controls.IncreaseTimeAsync(TimeSpan.FromMinutes(2), Ct);
        await _contracts.Timelock.ExecuteDirectlyAsync(receiver, operation, _contracts.Governor.Address);

        await _contracts.Bridge.SendAsync(_contracts.Owner, _contracts.Token, receiver, 3 * Pha);
        (await _contracts.Token.BalanceOfAsync(_contracts.Bridge.Address)).ShouldBe(3 * Pha);
        await _contracts.Bridge.ReleaseAsync(_contracts.Relayer, 0, _contracts.Token, receiver, 3 * Pha);
        (await _contracts.Token.BalanceOfAsync(receiver)).ShouldBe(3 * Pha);
        await Should.ThrowAsync<DevChainException>(() => _contracts.Bridge.ReleaseAsync(receiver, 1, _contracts.Token, receiver, Pha));
    }

    [Fact]
    public async Task AVoteWithParametersHasItsOwnEvent()
    {
        var proposal = await ProposeAsync();
        await QueueProposal.PassAsync(_anvil, _contracts.Governor, await _contracts.Governor.SnapshotOfAsync(proposal.Id));
        var vote = await _contracts.Governor.CastVoteWithParamsAsync(_contracts.Owner, proposal.Id, DevSupport.Abstain, "why not", [1, 2, 3]);

        var log = (await _anvil.Client.GetLogsAsync(vote.BlockHash, [_contracts.Governor.Address], null, Ct)).ShouldHaveSingleItem();
        var values = AbiEvent.Parse("VoteCastWithParams(address indexed voter,uint256 proposalId,uint8 support,uint256 weight,string reason,bytes params)")
            .Decode(log.Topics, log.Data);
        values.Address("voter").ShouldBe(_contracts.Owner);
        values.Integer("weight").ShouldBe(100 * Pha);
        values.Bytes("params").ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task TheProposerCancelsWhilePending_NobodyElse()
    {
        var proposal = await ProposeAsync();
        await Should.ThrowAsync<DevChainException>(() => _contracts.Governor.CancelAsync(_anvil.Accounts[5], proposal));
        (await _contracts.Governor.StateOfAsync(proposal.Id)).ShouldBe(DevProposalState.Pending);

        await _contracts.Governor.CancelAsync(_contracts.Owner, proposal);
        (await _contracts.Governor.StateOfAsync(proposal.Id)).ShouldBe(DevProposalState.Canceled);
    }

    private async Task<DevProposal> ProposeAsync()
    {
        var proposal = new DevProposal("# Open the bridge", new DevAction(_contracts.Bridge.Address, DevBridge.Unpause.Encode()));
        await _contracts.Governor.ProposeAsync(_contracts.Owner, proposal);
        return proposal;
    }
}
