using System.Globalization;
using System.Numerics;
using Governance.VotingSystems;
using Governance.Web.Elements;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Votes;

/// <summary>A voter's power divided by whole numbers. The shares beside them always add up to 100 %.</summary>
public sealed partial class SharesInput
{
    private const int MostWeight = 1_000_000;

    // As typed, so that an emptied field stays empty; what is no whole number counts as 0.
    private string[] _texts = [];

    [Parameter, EditorRequired] public IReadOnlyList<string> Choices { get; set; } = [];

    /// <summary>Null while nothing is divided.</summary>
    [Parameter] public Choice? Value { get; set; }

    [Parameter] public EventCallback<Choice?> ValueChanged { get; set; }

    private IEnumerable<int> Numbers => Enumerable.Range(1, Choices.Count);

    private long Sum => Numbers.Sum(number => (long)WeightOf(number));

    protected override void OnInitialized()
    {
        _texts = [.. Choices.Select(static _ => "")];
        foreach (var (choice, weight) in Value?.Weights ?? []) _texts[choice - 1] = weight.ToString(CultureInfo.InvariantCulture);
    }

    private Task WeighAsync(int choice, object? text)
    {
        _texts[choice - 1] = text as string ?? "";
        return ChangedAsync();
    }

    private Task DivideEvenlyAsync()
    {
        Array.Fill(_texts, "1");
        return ChangedAsync();
    }

    private Task ClearAsync()
    {
        Array.Fill(_texts, "");
        return ChangedAsync();
    }

    private Task ChangedAsync()
    {
        var parts = Numbers.Where(number => WeightOf(number) > 0).Select(number => string.Create(CultureInfo.InvariantCulture, $"\"{number}\":{WeightOf(number)}")).ToArray();
        return ValueChanged.InvokeAsync(parts.Length == 0 ? null : Choice.Parse($"{{{string.Join(',', parts)}}}"));
    }

    private int WeightOf(int choice) => int.TryParse(_texts[choice - 1], NumberStyles.None, CultureInfo.InvariantCulture, out int weight) ? Math.Min(weight, MostWeight) : 0;

    private string ShareOf(int choice) => TokenFormat.Shares([.. Numbers.Select(number => (BigInteger)WeightOf(number))])[choice - 1];
}
