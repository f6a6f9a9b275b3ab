using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>PhaTimelock: OpenZeppelin's TimelockController. Its guardian may cancel; anybody may execute what is ready.</summary>
public sealed class DevTimelock(Anvil anvil, Address address) : DevContract(anvil, address)
{
    private static readonly AbiFunction Schedule = AbiFunction.Parse("scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)");
    private static readonly AbiFunction Execute = AbiFunction.Parse("executeBatch(address[],uint256[],bytes[],bytes32,bytes32)");
    private static readonly AbiFunction Cancel = AbiFunction.Parse("cancel(bytes32)");
    private static readonly AbiFunction MinDelay = AbiFunction.Parse("getMinDelay()(uint256)");
    private static readonly AbiFunction IsDone = AbiFunction.Parse("isOperationDone(bytes32)(bool)");

    /// <summary>Executes a queued proposal's operation past the governor: no ProposalExecuted is emitted.</summary>
    public Task<DevReceipt> ExecuteDirectlyAsync(Address from, DevProposal proposal, Address governor) =>
        SendAsync(from, Execute, proposal.Targets, proposal.Values, proposal.CallDatas, default(Hash32), proposal.SaltOf(governor));

    /// <summary>Cancels an operation past the governor: no ProposalCanceled is emitted.</summary>
    /// <param name="guardian">An account with the canceller's role.</param>
    public Task<DevReceipt> CancelDirectlyAsync(Address guardian, Hash32 operationId) => SendAsync(guardian, Cancel, operationId);

    /// <summary>Schedules an operation that no proposal stands behind.</summary>
    /// <param name="guardian">An account with the proposer's role.</param>
    public Task<DevReceipt> ScheduleDirectlyAsync(Address guardian, DevProposal operation, Hash32 salt, TimeSpan delay) =>
        SendAsync(guardian, Schedule, operation.Targets, operation.Values, operation.CallDatas, default(Hash32), salt, (long)delay.TotalSeconds);

    public async Task<TimeSpan> MinDelayAsync() => TimeSpan.FromSeconds((long)(await CallAsync(MinDelay)).Integer(0));

    public async Task<bool> IsDoneAsync(Hash32 operationId) => (await CallAsync(IsDone, operationId)).Boolean(0);
}
