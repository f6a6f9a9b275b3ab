using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>Somebody who watches a queued proposal and executes it as soon as its time has come: the demo's last act.</summary>
public static class ExecuteWhenReady
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Waits until the head's time has reached the proposal's eta, then executes it; null where somebody else executed or
    /// cancelled it first. For a chain whose blocks come by themselves.
    /// </summary>
    /// <exception cref="DevChainException">The proposal is not queued, or its execution fails.</exception>
    public static async Task<DevReceipt?> RunAsync(
        Anvil anvil, DevGovernor governor, DevProposal proposal, Address executor, TimeProvider clock, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(anvil);
        ArgumentNullException.ThrowIfNull(governor);
        ArgumentNullException.ThrowIfNull(proposal);
        var eta = await governor.EtaOfAsync(proposal.Id) ?? throw new DevChainException("The proposal is not queued.");
        while (await governor.StateOfAsync(proposal.Id) == DevProposalState.Queued)
        {
            if (await anvil.Controls.TimeAsync(ct) >= eta) return await ExecuteAsync(governor, proposal, executor);
            await Task.Delay(LookEvery, clock, ct);
        }

        return null;
    }

    private static async Task<DevReceipt?> ExecuteAsync(DevGovernor governor, DevProposal proposal, Address executor)
    {
        try
        {
            return await governor.ExecuteAsync(executor, proposal);
        }
        catch (DevChainException)
        {
            // Somebody may have been quicker by a block; any other failure is one.
            if (await governor.StateOfAsync(proposal.Id) == DevProposalState.Queued) throw;
            return null;
        }
    }
}
