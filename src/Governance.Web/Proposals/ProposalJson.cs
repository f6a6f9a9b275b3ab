using Governance.Exports;
using System.Text.Json.Serialization;
using Governance.Proposals;
using Governance.Web.Elements;

namespace Governance.Web.Proposals;

/// <summary>A proposal for the HTTP interface. 256-bit numbers are decimal strings of base units beside <see cref="Decimals"/>.</summary>
/// <param name="Body">Markdown, untrusted; left out of lists.</param>
/// <param name="Start">First moment at which a vote counts; null where a block number decides and its time is not known yet.</param>
/// <param name="End">Last moment at which a vote counts; likewise.</param>
/// <param name="Execution">What happened and what comes next, milestones among it; null for a signed proposal without milestones, which nothing shows to be carried out.</param>
/// <param name="Actions">What a governor's proposal calls when it is executed; null for signed ones and in lists.</param>
/// <param name="Control">Who controls its governor beside the voters; null for signed ones and in lists.</param>
/// <param name="LedgerIndex">The entry of the message that published it; null for a governor's.</param>
/// <param name="ChangedLedgerIndex">The entry of the message that last changed it before voting began; null: never.</param>
/// <param name="WithdrawnLedgerIndex">The entry of the message that withdrew it; null: it was not.</param>
public sealed record ProposalJson(
    string Id, string Space, string Kind, string Author, DateTimeOffset CreatedAt, string Title,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Body,
    string Discussion, IReadOnlyList<string> Choices, string VotingSystem, string State, DateTimeOffset? Start, DateTimeOffset? End,
    IReadOnlyList<SnapshotJson> Snapshots, int Decimals, string Symbol, TallyJson Tally, IReadOnlyList<StepJson>? Execution, IReadOnlyList<ActionJson>? Actions, ControlJson? Control, long? LedgerIndex,
    long? ChangedLedgerIndex, long? WithdrawnLedgerIndex)
{
    public static ProposalJson Of(ProposalSheet sheet, bool withBody)
    {
        var proposal = sheet.Proposal;
        return new(
            proposal.Id, proposal.Space, proposal.Kind == ProposalKind.Signed ? "signed" : "governor", proposal.Author.ToString(),
            DateTimeOffset.FromUnixTimeSeconds(proposal.CreatedAt), proposal.Title, withBody ? proposal.Body : null, proposal.Discussion, proposal.Choices,
            proposal.VotingSystem, NameOf(sheet.State), sheet.Opens, sheet.Closes,
            [.. proposal.Rules.Snapshots.Select(static snapshot => new SnapshotJson($"eip155:{snapshot.Chain}", snapshot.Number, snapshot.Hash.ToString()))],
            proposal.Rules.Decimals, proposal.Rules.Symbol, TallyJson.Of(sheet.Proposal, sheet.Tally, sheet.State, sheet.Outcome),
            proposal.Kind == ProposalKind.Governor || sheet.Steps.Any(static step => step.Milestone is not null) ? [.. sheet.Steps.Select(StepJson.Of)] : null,
            sheet.Execution is { } calls && withBody ? ActionJson.Of(calls) : null, sheet.Execution is { } controlled && withBody ? ControlJson.Of(controlled.Control) : null, proposal.Message,
            proposal.UpdatedMessage, proposal.DeletedMessage);
    }

    public static string NameOf(ProposalState state) => TallyJson.NameOf(state);
}

/// <summary>The block where power is read.</summary>
/// <param name="Chain">CAIP-2.</param>
public sealed record SnapshotJson(string Chain, ulong Number, string Hash);

/// <summary>One step of an execution.</summary>
/// <param name="Progress">done, next, later, failed or unknown.</param>
/// <param name="Due">When it may or must happen, while it has not.</param>
/// <param name="Milestone">The condition that the author signed; null: the step is none.</param>
public sealed record StepJson(string Title, string Progress, string? Detail, DateTimeOffset? At, DateTimeOffset? Due, Evidence? Evidence, MilestoneJson? Milestone)
{
    public static StepJson Of(TimelineStep step) => new(step.Title, step.Progress.ToString().ToLowerInvariant(), step.Detail, step.At, step.Due, step.Evidence, step.Milestone is { } milestone ? MilestoneJson.Of(milestone) : null);
}
