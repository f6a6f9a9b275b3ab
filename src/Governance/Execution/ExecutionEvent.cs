using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Execution;

/// <summary>What a governor or a timelock said, by the event's own name.</summary>
public enum ExecutionEventKind
{
    ProposalQueued,
    ProposalExecuted,
    ProposalCanceled,
    ProposalExtended,
    TimelockChange,
    CallScheduled,
    CallExecuted,
    CallSalt,
    Cancelled,
    MinDelayChange,
    RoleGranted,
    RoleRevoked,
    ProposalGuardianSet,
}

/// <summary>One event of a governor or timelock after a proposal's creation.</summary>
/// <param name="Contract">Who said it.</param>
/// <param name="Subject">The proposal's or the operation's id, or the role's; zero: the contract itself.</param>
/// <param name="Amount">ProposalQueued: eta, unix seconds. ProposalExtended: the new deadline's timepoint. CallScheduled, MinDelayChange: a delay in seconds.</param>
/// <param name="Detail">The other arguments, JSON.</param>
/// <param name="Actor">The sender of the transaction.</param>
public sealed record ExecutionEvent(
    ExecutionEventKind Kind, Address Contract, Hash32 Subject, long? Amount, string Detail, Address Actor, ChainFact Fact);
