using Governance.Chains;
using Governance.Execution;
using Governance.Web.Elements;

namespace Governance.Web.Proposals;

/// <summary>The steps of a governor's proposal in the page's words.</summary>
internal static class GovernorTimeline
{
    public static IReadOnlyList<TimelineStep> Of(ProposalExecution execution) =>
        [.. execution.Steps.Select(step => new TimelineStep(
            TitleOf(step), ProgressOf(step.Progress), DetailOf(step, execution.Next), step.At, EvidenceOf(step), step.Progress == Execution.StepProgress.Done ? null : step.Due)
        {
            IsEstimate = step.IsEstimate, Actor = step.Actor?.ToString(),
        })];

    private static string TitleOf(ExecutionStep step)
    {
        bool done = step.Progress == Execution.StepProgress.Done;
        return step.Kind switch
        {
            StepKind.Created => "Proposed",
            StepKind.VotingOpens => done ? "Voting opened" : "Voting opens",
            StepKind.VotingExtended => "Voting extended",
            StepKind.VotingCloses => done ? "Voting ended" : "Voting ends",
            StepKind.Succeeded => "Passed",
            StepKind.Defeated => "Not passed",
            StepKind.Queued => done ? "Queued" : "Queue",
            StepKind.Ready => done ? "Ready" : "Waiting time",
            StepKind.ControlChanged => "Control changed",
            StepKind.Executed => done ? "Executed" : "Execute",
            StepKind.Expired => "Expired",
            _ => "Canceled",
        };
    }

    // Of the step that comes next, who can do it. What only repeats the title is left out.
    private static string? DetailOf(ExecutionStep step, NextStep? next)
    {
        if (step.Kind == StepKind.Ready && step.Progress != Execution.StepProgress.Done) return "Nothing can be done until it is over; everybody can see what will be done then.";
        string? detail = step.Detail == $"{TitleOf(step)}." ? null : step.Detail;
        bool comes = step.Progress == Execution.StepProgress.Next && next?.Kind == step.Kind && step.Kind != StepKind.VotingOpens;
        return comes ? $"{detail} {next!.Who}".TrimStart() : detail;
    }

    private static Elements.StepProgress ProgressOf(Execution.StepProgress progress) => progress switch
    {
        Execution.StepProgress.Done => Elements.StepProgress.Done,
        Execution.StepProgress.Next => Elements.StepProgress.Next,
        Execution.StepProgress.Failed => Elements.StepProgress.Failed,
        _ => Elements.StepProgress.Later,
    };

    private static Evidence? EvidenceOf(ExecutionStep step) => step.Evidence is not { } fact ? null : new(
        fact.ChainName, fact.Block, fact.BlockHash.ToString(), fact.Transaction.ToString(), fact.LogIndex, (step.Confidence ?? Confidence.Latest).ToString().ToLowerInvariant());
}
