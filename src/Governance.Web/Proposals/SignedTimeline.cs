using Governance.Proposals;
using Governance.Web.Elements;

namespace Governance.Web.Proposals;

/// <summary>The steps of a proposal that is decided by signed messages.</summary>
internal static class SignedTimeline
{
    public static IReadOnlyList<TimelineStep> Of(Proposal proposal, ProposalState state, ProposalOutcome outcome)
    {
        var opens = DateTimeOffset.FromUnixTimeSeconds(proposal.Start);
        // The last second counts too: voting is over when it has passed.
        var closes = DateTimeOffset.FromUnixTimeSeconds(proposal.End + 1);
        List<TimelineStep> steps = [new("Published", StepProgress.Done, PublishedDetail(proposal), DateTimeOffset.FromUnixTimeSeconds(proposal.CreatedAt))];
        if (proposal.UpdatedMessage is { } changed) steps.Add(new("Changed before voting began", StepProgress.Done, $"Signed by its author and kept as entry {TokenFormat.Grouped(changed)} of the ledger."));
        if (state == ProposalState.Canceled)
        {
            steps.Add(new("Withdrawn", StepProgress.Failed, WithdrawnDetail(proposal)));
            return steps;
        }

        steps.Add(state == ProposalState.Pending ? new("Voting opens", StepProgress.Next, Due: opens) : new("Voting opened", StepProgress.Done, At: opens));
        steps.Add(state switch
        {
            ProposalState.Pending => new("Voting ends", StepProgress.Later, Due: closes),
            ProposalState.Active => new("Voting ends", StepProgress.Next, "Votes can be changed until then.", Due: closes),
            _ => new("Voting ended", StepProgress.Done, At: closes),
        });
        steps.Add(state switch
        {
            ProposalState.Succeeded => new("Passed", StepProgress.Done, outcome.Reason),
            ProposalState.Defeated => new("Not passed", StepProgress.Failed, outcome.Reason),
            _ => new("Outcome", StepProgress.Later, "The count is final when voting has ended."),
        });
        return steps;
    }

    private static string WithdrawnDetail(Proposal proposal) =>
        "Its author, a moderator or an admin withdrew it; votes no longer count." + (proposal.DeletedMessage is { } index ? $" Kept as entry {TokenFormat.Grouped(index)} of the ledger." : "");

    private static string? PublishedDetail(Proposal proposal) =>
        proposal.Message is { } index ? $"Signed by its author and kept as entry {TokenFormat.Grouped(index)} of the ledger." : null;
}
