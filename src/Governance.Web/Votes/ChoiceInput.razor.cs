using System.Globalization;
using Governance.VotingSystems;
using Governance.Web.Elements;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Votes;

/// <summary>How a choice is entered: one, some, all in order of preference, or weights.</summary>
internal enum ChoiceKind { One, Some, Order, Weights }

/// <summary>The choices of a proposal in the shape that its voting system asks for.</summary>
public sealed partial class ChoiceInput
{
    private const int MostWeight = 1_000_000;

    private readonly SortedSet<int> _some = [];
    private List<int> _order = [];
    private int[] _weights = [];

    /// <summary>Snapshot's name of the voting system.</summary>
    [Parameter, EditorRequired] public string System { get; set; } = "";

    [Parameter, EditorRequired] public IReadOnlyList<string> Choices { get; set; } = [];

    /// <summary>Null while nothing valid is chosen.</summary>
    [Parameter] public Choice? Value { get; set; }

    [Parameter] public EventCallback<Choice?> ValueChanged { get; set; }

    private IEnumerable<int> Numbers => Enumerable.Range(1, Choices.Count);

    private ChoiceKind Kind => System switch
    {
        "approval" => ChoiceKind.Some,
        "ranked-choice" or "copeland" => ChoiceKind.Order,
        "weighted" or "quadratic" => ChoiceKind.Weights,
        _ => ChoiceKind.One,
    };

    private string? Hint => Kind switch
    {
        ChoiceKind.Some => "Choose all that you approve of; each receives your whole power.",
        ChoiceKind.Order => "Put them in your order of preference, the best first.",
        ChoiceKind.Weights => System == "quadratic" ? "Divide your power; many small supporters weigh more than one large." : "Divide your power: any whole numbers, only their proportion counts.",
        _ => null,
    };

    protected override async Task OnInitializedAsync()
    {
        _order = [.. Value?.Many ?? [.. Numbers]];
        _weights = new int[Choices.Count];
        if (Kind == ChoiceKind.Some && Value?.Many is { } some) _some.UnionWith(some);
        // Every order of all choices is a valid one, the first shown too.
        if (Kind == ChoiceKind.Order && Value is null) await SetAsync(Choice.Of(_order));
    }

    private Task SetAsync(Choice? choice) => ValueChanged.InvokeAsync(choice);

    private Task CheckAsync(int choice, bool approved)
    {
        if (approved) _some.Add(choice);
        else _some.Remove(choice);
        return SetAsync(_some.Count == 0 ? null : Choice.Of(_some));
    }

    private Task MoveAsync(int choice, int by)
    {
        int from = _order.IndexOf(choice), to = from + by;
        if (to < 0 || to >= _order.Count) return Task.CompletedTask;
        (_order[from], _order[to]) = (_order[to], _order[from]);
        return SetAsync(Choice.Of(_order));
    }

    private Task WeighAsync(int choice, object? text)
    {
        _weights[choice - 1] = int.TryParse(text as string, NumberStyles.None, CultureInfo.InvariantCulture, out int weight) ? Math.Min(weight, MostWeight) : 0;
        var parts = Numbers.Where(number => _weights[number - 1] > 0).Select(number => $"\"{number}\":{_weights[number - 1].ToString(CultureInfo.InvariantCulture)}").ToArray();
        return SetAsync(parts.Length == 0 ? null : Choice.Parse($"{{{string.Join(',', parts)}}}"));
    }

    private string ShareOf(int choice) => TokenFormat.Share(_weights[choice - 1], _weights.Sum(static weight => (long)weight));
}
