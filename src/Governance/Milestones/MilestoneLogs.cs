using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Milestones;

/// <summary>What a log says of a milestone.</summary>
internal static class MilestoneLogs
{
    /// <summary>Null: nothing.</summary>
    public static MilestoneReading? Read(Milestone milestone, LogEntry log, BlockPoint block)
    {
        if (log.Address != milestone.Condition.Contract || log.Topics.Count == 0 || block.Number < milestone.FromBlock) return null;
        return Read(milestone.Condition, log) is var (holds, value)
            ? new(milestone.Proposal, milestone.Number, milestone.Definition.Chain, holds, value, block, log.TransactionHash, checked((int)log.LogIndex))
            : null;
    }

    private static (bool Holds, string Value)? Read(MilestoneCondition condition, LogEntry log) => condition switch
    {
        EventCondition wanted => wanted.IsSaidBy(log) ? (true, wanted.Event.Name) : null,
        TimelockCondition timelock => log.Topics.Count > 1 && log.Topics[1] == timelock.Operation ? OfTimelock(log.Topics[0]) : null,
        SafeCondition safe => FirstWord(log) == (safe.Transaction ?? Padded(safe.Module!.Value)) ? OfSafe(log.Topics[0]) : null,
        _ => null,
    };

    private static (bool, string)? OfTimelock(Hash32 topic) =>
        topic == TimelockCondition.Executed.Topic0 ? (true, "CallExecuted") : topic == TimelockCondition.Cancelled.Topic0 ? (false, "Cancelled") : null;

    private static (bool, string)? OfSafe(Hash32 topic) =>
        topic == SafeCondition.Success ? (true, "ExecutionSuccess")
        : topic == SafeCondition.Failure ? (false, "ExecutionFailure")
        : topic == SafeCondition.ModuleSuccess ? (true, "ExecutionFromModuleSuccess")
        : topic == SafeCondition.ModuleFailure ? (false, "ExecutionFromModuleFailure")
        : null;

    private static Hash32? FirstWord(LogEntry log) =>
        log.Topics.Count > 1 ? log.Topics[1] : log.Data.Length >= Hash32.Size ? new Hash32(log.Data.AsSpan(0, Hash32.Size)) : null;

    private static Hash32 Padded(Address address)
    {
        byte[] word = new byte[Hash32.Size];
        address.Bytes.CopyTo(word.AsSpan(Hash32.Size - Address.Size));
        return new Hash32(word);
    }
}
