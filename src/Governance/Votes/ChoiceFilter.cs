using System.Text.Json;
using Governance.Proposals;
using Governance.VotingSystems;

namespace Governance.Votes;

/// <summary>
/// Which votes a list shows by what they chose: a number picks the votes for that choice (ranked first, where choices are ranked; given a
/// share, where power is shared; among the picked, where several are), a whole choice as JSON picks the votes that chose just that.
/// </summary>
/// <param name="Exact">Canonical JSON.</param>
/// <param name="Like">Three SQL patterns of the canonical JSON, one of which may match instead; an empty one matches nothing.</param>
/// <param name="Unlike">Two SQL patterns that must not match.</param>
public sealed record ChoiceFilter(string Exact, IReadOnlyList<string> Like, IReadOnlyList<string> Unlike)
{
    /// <summary>For a WHERE clause over a column <c>v.choice</c> and the parameters choice, like1 to 3 and unlike1 to 2.</summary>
    internal const string Clause = """
        (@choice IS NULL OR (v.choice = @choice OR v.choice LIKE @like1 OR v.choice LIKE @like2 OR v.choice LIKE @like3)
            AND v.choice NOT LIKE @unlike1 AND v.choice NOT LIKE @unlike2)
        """;

    // A choice's text is never empty.
    private const string Nothing = "";

    /// <summary>Whether only the one text is asked for, which an index finds.</summary>
    internal bool IsExact => Like.All(pattern => pattern.Length == 0);

    /// <summary>Null: <paramref name="text"/> is neither the number of one of the proposal's choices nor, as JSON, a choice that a vote on it can have.</summary>
    public static ChoiceFilter? Parse(string text, Proposal proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        if (Read(text) is not { } choice) return null;
        if (choice.Single is not { } number) return SystemOf(proposal).Accepts(choice, proposal.Choices.Count) ? new(choice.Json, [Nothing, Nothing, Nothing], [Nothing, Nothing]) : null;
        if (number < 1 || number > proposal.Choices.Count) return null;
        string[] like = proposal.VotingSystem switch
        {
            "approval" => [$"[{number},%", $"%,{number},%", $"%,{number}]"],
            "ranked-choice" or "copeland" => [$"[{number},%", Nothing, Nothing],
            "basic" or "single-choice" => [Nothing, Nothing, Nothing],
            _ => [$"%\"{number}\":%", Nothing, Nothing],
        };
        string exact = proposal.VotingSystem is "approval" or "ranked-choice" or "copeland" ? $"[{number}]" : choice.Json;
        return new(exact, like, [$"%\"{number}\":0,%", $"%\"{number}\":0}}"]);
    }

    // A governor's contract counts in parts where its votes are cast so.
    private static IVotingSystem SystemOf(Proposal proposal) => proposal.Kind == ProposalKind.Signed ? VotingSystemRegistry.Get(proposal.VotingSystem) : GovernorCounting.Instance;

    private static Choice? Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return Choice.TryRead(json.RootElement, out var choice) ? choice : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
