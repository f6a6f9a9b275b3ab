using Governance.DevChain;
using Governance.Ethereum;

namespace Governance.Web.Demo;

/// <summary>Somebody on the demo's chain who executes what is ready in the timelock, as anybody may: so that a newcomer sees an execution.</summary>
internal sealed class DemoKeeper(TimeProvider clock, ILogger<DemoKeeper> log) : BackgroundService
{
    private readonly TaskCompletionSource<(Anvil Anvil, DemoState State)> _watched = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Watch(Anvil anvil, DemoState state) => _watched.TrySetResult((anvil, state));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var (anvil, state) = await _watched.Task.WaitAsync(stoppingToken);
            var governor = new DevGovernor(anvil, state.Governor);
            var proposal = DemoChain.BridgeProposal(state.Bridge);
            if (await governor.StateOfAsync(proposal.Id) != DevProposalState.Queued) return;
            var executor = anvil.Accounts[2];
            if (await ExecuteWhenReady.RunAsync(anvil, governor, proposal, executor, clock, stoppingToken) is not null) log.LogInformation("Demo: the queued proposal was executed.");
        }
        catch (OperationCanceledException)
        {
            // The portal stops.
        }
        catch (Exception e) when (e is DevChainException or RpcException or ObjectDisposedException)
        {
            log.LogWarning(e, "Demo: the queued proposal was not executed.");
        }
    }
}
