using System.Globalization;
using Governance.Execution;
using Governance.Proposals;
using Governance.Votes;
using Governance.VotingSystems;
using Governance.Web.Elements;

namespace Governance.Web.Proposals;

/// <summary>All that a page or the HTTP interface says of one proposal at one moment.</summary>
/// <param name="State">Computed from the facts, the tally and the clock.</param>
/// <param name="Outcome">How it stands, or stood at its end.</param>
/// <param name="Execution">Of a governor's proposal; null for signed ones.</param>
/// <param name="Opens">When voting begins; null where a block number decides and its time is not known yet.</param>
/// <param name="Closes">When voting ends; likewise.</param>
/// <param name="Steps">What happened and what comes next.</param>
public sealed record ProposalSheet(
    Proposal Proposal, Tally Tally, ProposalState State, ProposalOutcome Outcome, ProposalExecution? Execution, DateTimeOffset? Opens, DateTimeOffset? Closes, IReadOnlyList<TimelineStep> Steps)
{
    public static ProposalSheet Of(StatedProposal stated)
    {
        var (proposal, state, tally, execution) = stated;
        var outcome = ProposalOutcome.Of(proposal, tally);
        return execution is null
            ? new(proposal, tally, state, outcome, null, DateTimeOffset.FromUnixTimeSeconds(proposal.Start), DateTimeOffset.FromUnixTimeSeconds(proposal.End), [.. SignedTimeline.Of(proposal, state, outcome), .. MilestoneSteps.Of(state, stated.Milestones)])
            : new(proposal, tally, state, outcome, execution, execution.Opens, execution.Closes, GovernorTimeline.Of(execution));
    }

    public string Href => $"/{Proposal.Space}/proposals/{Proposal.Id}";

    /// <summary>The text without a first heading that only repeats the title, as governors' descriptions have it.</summary>
    public string Text
    {
        get
        {
            var body = Proposal.Body.AsSpan().TrimStart();
            int end = body.IndexOf('\n');
            var first = end < 0 ? body : body[..end];
            return first.StartsWith("#") && first.TrimStart('#').Trim().SequenceEqual(Proposal.Title.AsSpan().Trim()) ? (end < 0 ? "" : body[(end + 1)..].ToString()) : Proposal.Body;
        }
    }

    public bool IsOver => State is not (ProposalState.Pending or ProposalState.Active);

    public string TallyTitle => State switch
    {
        ProposalState.Pending or ProposalState.Canceled => "Tally",
        ProposalState.Active => "Tally so far",
        _ => "Result",
    };

    /// <summary>What the tally means: nothing before voting begins and after a withdrawal, else the outcome; null while votes come in.</summary>
    public string? TallyMeaning => State switch
    {
        ProposalState.Pending => "Voting has not begun.",
        ProposalState.Active => null,
        ProposalState.Canceled => "It was withdrawn: the tally decides nothing.",
        _ => Outcome.Reason,
    };

    /// <summary>The same while the count stays the same.</summary>
    public string TallyMark => string.Join(' ', Tally.Choices.Select(static choice => choice.VotingPower.ToString()).Prepend(Tally.Votes.ToString(CultureInfo.InvariantCulture)));

    public IReadOnlyList<TallyLine> Lines => [.. Tally.Choices.Select(choice => new TallyLine(choice.Index, Proposal.Choices[choice.Index - 1], choice.VotingPower, RoleOf(choice.Index)))];

    /// <summary>What a stored choice says, in the proposal's own words.</summary>
    public string InWords(string choiceJson)
    {
        var choice = Choice.Parse(choiceJson);
        if (choice.Single is { } single) return Label(single);
        if (choice.Many is { } many) return many.Count == 0 ? "None" : string.Join(Proposal.VotingSystem == "approval" ? ", " : " › ", many.Select(Label));
        var given = choice.Weights!.Where(static part => !part.Weight.IsZero).ToArray();
        var shares = TokenFormat.Shares([.. given.Select(static part => part.Weight)]);
        return string.Join(", ", given.Select((part, i) => $"{Label(part.Choice)} {shares[i]}"));
    }

    /// <summary>A vote on it, in its own words.</summary>
    public VoteLine Line(ListedVote vote)
    {
        ArgumentNullException.ThrowIfNull(vote);
        return new(vote.Voter.ToString(), InWords(vote.Choice), vote.VotingPower, vote.At, vote.Reason, vote.Fact?.Transaction.ToString(), vote.Message?.ToString())
        {
            Note = NoteOf(vote.Kind), IsTaken = vote.Kind == GovernorVoteKind.Reduction,
        };
    }

    private static string? NoteOf(GovernorVoteKind kind) => kind switch
    {
        GovernorVoteKind.Override => "with own tokens, over the delegate",
        GovernorVoteKind.Reduction => "taken from this vote by a holder who voted over the delegate",
        _ => null,
    };

    private string Label(int choice) => choice >= 1 && choice <= Proposal.Choices.Count ? Proposal.Choices[choice - 1] : $"choice {choice}";

    // basic, and governors: For, Against and perhaps Abstain, in this order.
    private ChoiceRole RoleOf(int index) => Proposal.VotingSystem == "basic"
        ? index switch { 1 => ChoiceRole.For, 2 => ChoiceRole.Against, _ => ChoiceRole.Abstain }
        : ChoiceRole.Plain;
}
