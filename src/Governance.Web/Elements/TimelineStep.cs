namespace Governance.Web.Elements;

/// <summary>Where a step of an execution stands.</summary>
public enum StepProgress { Done, Next, Later, Failed, Unknown }

/// <summary>Where on a chain a fact is written, and how sure it is there to stay.</summary>
/// <param name="Chain">CAIP-2, for example <c>eip155:1</c>.</param>
/// <param name="Confidence">latest, safe or finalized.</param>
public sealed record Evidence(string Chain, long Block, string BlockHash, string? Transaction, int? LogIndex, string Confidence);

/// <summary>One step of carrying a decision out: what happened with its evidence, or what must happen and when.</summary>
/// <param name="Due">When the step may or must happen, while it has not.</param>
public sealed record TimelineStep(string Title, StepProgress Progress, string? Detail = null, DateTimeOffset? At = null, Evidence? Evidence = null, DateTimeOffset? Due = null)
{
    /// <summary>Whether <see cref="Due"/> is reckoned from the pace of blocks.</summary>
    public bool IsEstimate { get; init; }

    /// <summary>The milestone that the step is; null: it is another step.</summary>
    public Governance.Milestones.StatedMilestone? Milestone { get; init; }

    /// <summary>The account that did it.</summary>
    public string? Actor { get; init; }
}
