using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Execution;

/// <summary>TimelockController.OperationState.</summary>
public enum OperationState
{
    Unset,
    Waiting,
    Ready,
    Done,
}

/// <summary>What a timelock holds for a proposal, by its events.</summary>
/// <param name="Scheduled">Null: never seen.</param>
/// <param name="ReadyAt">When it may be executed; null: never scheduled.</param>
/// <param name="Ended">Its execution or cancellation; null: neither.</param>
public sealed record TimelockOperation(Hash32 Id, ExecutionEvent? Scheduled, DateTimeOffset? ReadyAt, ExecutionEvent? Ended)
{
    public bool IsDone => Ended?.Kind == ExecutionEventKind.CallExecuted;

    public bool IsCancelled => Ended?.Kind == ExecutionEventKind.Cancelled;

    /// <summary>At the chain's own time.</summary>
    public OperationState StateAt(BlockPoint head)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (IsDone) return OperationState.Done;
        if (Scheduled is null || IsCancelled) return OperationState.Unset;
        return ReadyAt!.Value.ToUnixTimeSeconds() <= head.Time ? OperationState.Ready : OperationState.Waiting;
    }

    /// <summary>By a proposal's events, in the chain's order; null where no timelock has said anything.</summary>
    public static TimelockOperation? Of(IEnumerable<ExecutionEvent> events)
    {
        TimelockOperation? operation = null;
        foreach (var e in events)
        {
            // A cancelled operation may be scheduled again under the same id; one of several calls says what the others say.
            operation = e.Kind switch
            {
                ExecutionEventKind.CallScheduled when operation?.Scheduled is null || operation.IsCancelled => new(e.Subject, e, e.Fact.At.AddSeconds(e.Amount ?? 0), null),
                ExecutionEventKind.CallExecuted when operation?.Ended is null => new(e.Subject, operation?.Scheduled, operation?.ReadyAt, e),
                ExecutionEventKind.Cancelled => new(e.Subject, operation?.Scheduled, operation?.ReadyAt, e),
                _ => operation,
            };
        }

        return operation;
    }
}
