using Governance.Chains;
using Governance.Proposals;
using Governance.VotingSystems;

namespace Governance.Execution;

/// <summary>All that is known of a governor proposal at the chain's indexed head: from it state and timeline are computed.</summary>
/// <param name="Events">In the chain's order.</param>
/// <param name="Cursor">The chain's present and how sure its blocks are.</param>
public sealed record GovernorFacts(
    Proposal Proposal, GovernorProposal Parts, Governor Governor, Tally Tally, IReadOnlyList<ExecutionEvent> Events, IndexCursor Cursor)
{
    /// <summary>All changes of control on the chain, in its order, whichever governor they concern.</summary>
    public IReadOnlyList<ExecutionEvent> ControlEvents { get; init; } = [];

    /// <summary>The governor's clock at the head.</summary>
    public long Now => Governor.TimepointOf(Cursor.Head);

    public TimelockOperation? Operation { get; } = TimelockOperation.Of(Events);

    /// <summary>When it was put into the timelock, its eta included; null: it was not.</summary>
    public ExecutionEvent? Queued => First(ExecutionEventKind.ProposalQueued);

    /// <summary>From when on a queued proposal can no longer be executed; null: it is not queued, or that never comes.</summary>
    public DateTimeOffset? Expires => Governor.Generation.GraceSeconds is { } grace && Queued?.Amount is { } eta ? DateTimeOffset.FromUnixTimeSeconds(eta + grace) : null;

    public ExecutionEvent? First(ExecutionEventKind kind) => Events.FirstOrDefault(e => e.Kind == kind);
}
