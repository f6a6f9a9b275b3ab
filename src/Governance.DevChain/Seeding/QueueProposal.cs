using System.Numerics;
using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>One vote of a told story.</summary>
public sealed record DevVote(Address Voter, DevSupport Support, string Reason = "");

/// <summary>Takes a proposal from its creation into the timelock, on a chain whose time is still in the past.</summary>
public static class QueueProposal
{
    /// <summary>
    /// Proposes, votes and queues at such a time that the operation is ready at <paramref name="eta"/>. The voters must be accounts
    /// that the node sends for and must have delegated before. Only while the chain mines a block for each transaction.
    /// </summary>
    /// <exception cref="DevChainException">The chain's time leaves no room before the eta, or the vote does not pass.</exception>
    public static async Task<BigInteger> RunAsync(
        Anvil anvil, DevContracts contracts, Address proposer, DevProposal proposal, IEnumerable<DevVote> votes, DateTimeOffset eta)
    {
        ArgumentNullException.ThrowIfNull(anvil);
        ArgumentNullException.ThrowIfNull(contracts);
        var governor = contracts.Governor;
        await governor.ProposeAsync(proposer, proposal);
        var id = proposal.Id;
        await PassAsync(anvil, governor, await governor.SnapshotOfAsync(id));
        foreach (var vote in votes) await governor.CastVoteAsync(vote.Voter, id, vote.Support, vote.Reason);
        await PassAsync(anvil, governor, await governor.DeadlineOfAsync(id));
        var state = await governor.StateOfAsync(id);
        if (state != DevProposalState.Succeeded) throw new DevChainException($"The proposal is {state} after its votes, so it cannot be queued.");

        var queuedAt = eta - await contracts.Timelock.MinDelayAsync();
        var now = await anvil.Controls.TimeAsync();
        if (now >= queuedAt) throw new DevChainException($"The chain is at {now:u}; to be ready at {eta:u} the proposal must be queued at {queuedAt:u}.");
        await anvil.Controls.SetNextBlockTimeAsync(queuedAt);
        await governor.QueueAsync(proposer, proposal);
        return id;
    }

    /// <summary>Mines until the governor's clock stands after <paramref name="timepoint"/>, whichever clock it has.</summary>
    public static async Task PassAsync(Anvil anvil, DevGovernor governor, BigInteger timepoint)
    {
        ArgumentNullException.ThrowIfNull(anvil);
        ArgumentNullException.ThrowIfNull(governor);
        var now = await governor.ClockAsync();
        if (now > timepoint) return;
        if (await governor.CountsSecondsAsync()) await anvil.Controls.MineAtAsync(DateTimeOffset.FromUnixTimeSeconds((long)timepoint + 1));
        else await anvil.Controls.MineAsync((int)(timepoint - now) + 1);
    }
}
