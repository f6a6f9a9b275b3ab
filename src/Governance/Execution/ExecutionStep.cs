using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Execution;

public enum StepKind
{
    Created,
    VotingOpens,
    VotingExtended,
    VotingCloses,
    Succeeded,
    Defeated,
    Queued,
    Ready,
    Executed,
    Canceled,
    Expired,

    /// <summary>Who may propose, execute or cancel, or how long the timelock waits, has changed meanwhile.</summary>
    ControlChanged,
}

public enum StepProgress
{
    Done,

    /// <summary>What must happen now.</summary>
    Next,

    Later,

    /// <summary>It ended the proposal.</summary>
    Failed,
}

/// <summary>One step of carrying a proposal out: what happened with its evidence, or what comes and when.</summary>
/// <param name="Detail">A sentence.</param>
/// <param name="At">When it happened; null: it has not, or the time of its block is not known.</param>
/// <param name="Due">When it may happen, while it has not; null: not known.</param>
/// <param name="IsEstimate">Whether <paramref name="Due"/> is reckoned from the pace of blocks.</param>
/// <param name="Timepoint">The governor's clock that decides; null: none does.</param>
/// <param name="Evidence">Where it is written; null: time alone does it.</param>
/// <param name="Confidence">How sure the chain is of it.</param>
/// <param name="Actor">Who did it.</param>
public sealed record ExecutionStep(
    StepKind Kind, StepProgress Progress, string Detail, DateTimeOffset? At = null, DateTimeOffset? Due = null, bool IsEstimate = false, long? Timepoint = null,
    ChainFact? Evidence = null, Confidence? Confidence = null, Address? Actor = null);

/// <summary>What must happen next.</summary>
/// <param name="Who">Who can do it, in words.</param>
/// <param name="Earliest">From when on; null: not known.</param>
public sealed record NextStep(StepKind Kind, string Who, DateTimeOffset? Earliest, bool IsEstimate);

/// <summary>A governor proposal on its way: its state at the indexed head, every step in order, and what comes next.</summary>
/// <param name="Governor">The contract that decides.</param>
/// <param name="Parts">Actions, description bytes, operation ids.</param>
/// <param name="Operation">What its timelock holds; null: nothing yet.</param>
/// <param name="Next">Null: nothing more will happen.</param>
/// <param name="Opens">When voting begins or began; null: not known.</param>
/// <param name="Closes">When voting ends or ended; null: not known.</param>
public sealed record ProposalExecution(
    Proposals.ProposalState State, Governor Governor, GovernorProposal Parts, TimelockOperation? Operation, IReadOnlyList<ExecutionStep> Steps, NextStep? Next,
    DateTimeOffset? Opens, DateTimeOffset? Closes)
{
    /// <summary>The block at which all this holds.</summary>
    public required BlockPoint Head { get; init; }

    /// <summary>Who controls the governor beside its voters.</summary>
    public required GovernorControl Control { get; init; }
}
