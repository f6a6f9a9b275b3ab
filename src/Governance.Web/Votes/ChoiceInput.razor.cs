using Governance.VotingSystems;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Votes;

/// <summary>How a choice is entered: one, some, all in order of preference, or shares.</summary>
internal enum ChoiceKind { One, Some, Order, Shares }

/// <summary>The choices of a proposal in the shape that its voting system asks for.</summary>
public sealed partial class ChoiceInput
{
    private readonly SortedSet<int> _some = [];

    /// <summary>Snapshot's name of the voting system.</summary>
    [Parameter, EditorRequired] public string System { get; set; } = "";

    [Parameter, EditorRequired] public IReadOnlyList<string> Choices { get; set; } = [];

    /// <summary>Null while nothing valid is chosen.</summary>
    [Parameter] public Choice? Value { get; set; }

    [Parameter] public EventCallback<Choice?> ValueChanged { get; set; }

    private IEnumerable<int> Numbers => Enumerable.Range(1, Choices.Count);

    private ChoiceKind Kind => KindOf(System);

    private string? Hint => Kind switch
    {
        ChoiceKind.Some => "Choose all that you approve of; each receives your whole power.",
        ChoiceKind.Order => "Rank all of them, the one that you like best first.",
        ChoiceKind.Shares => System == "quadratic" ? "Divide your power by any whole numbers; many small supporters weigh more than one large." : "Divide your power by any whole numbers; only their proportion counts.",
        _ => null,
    };

    /// <summary>What a voter is asked for who has not chosen yet.</summary>
    internal static string Unfinished(string system) => KindOf(system) switch
    {
        ChoiceKind.Order => "Rank every choice first",
        ChoiceKind.Shares => "Divide your power first",
        _ => "Choose first",
    };

    protected override void OnInitialized()
    {
        if (Kind == ChoiceKind.Some && Value?.Many is { } some) _some.UnionWith(some);
    }

    private static ChoiceKind KindOf(string system) => system switch
    {
        "approval" => ChoiceKind.Some,
        "ranked-choice" or "copeland" => ChoiceKind.Order,
        "weighted" or "quadratic" => ChoiceKind.Shares,
        _ => ChoiceKind.One,
    };

    private Task SetAsync(Choice? choice) => ValueChanged.InvokeAsync(choice);

    private Task CheckAsync(int choice, bool approved)
    {
        if (approved) _some.Add(choice);
        else _some.Remove(choice);
        return SetAsync(_some.Count == 0 ? null : Choice.Of(_some));
    }

    private Task RankAsync(IReadOnlyList<int>? order) => SetAsync(order is null ? null : Choice.Of(order));
}
