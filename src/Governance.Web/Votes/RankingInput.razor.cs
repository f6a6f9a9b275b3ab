using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Governance.Web.Votes;

/// <summary>
/// All choices in order of preference: picked one after the other, then moved by keys or dragged. Nothing is ranked before the voter ranks it, so that
/// nobody signs an order that the page made.
/// </summary>
public sealed partial class RankingInput(IJSRuntime js) : IAsyncDisposable
{
    private readonly Dictionary<int, ElementReference> _up = [], _down = [];
    private List<int> _order = [];
    private string? _moved;
    private (int Choice, bool Up)? _focus;
    private ElementReference _list;
    private DotNetObjectReference<RankingInput>? _self;
    private IJSObjectReference? _drag;

    [Parameter, EditorRequired] public IReadOnlyList<string> Choices { get; set; } = [];

    /// <summary>Numbers of the choices, the best first; null while not all are ranked.</summary>
    [Parameter] public IReadOnlyList<int>? Value { get; set; }

    [Parameter] public EventCallback<IReadOnlyList<int>?> ValueChanged { get; set; }

    private IEnumerable<int> Unranked => Enumerable.Range(1, Choices.Count).Except(_order);

    private string Said => _moved
        ?? (_order.Count < Choices.Count ? $"{_order.Count} of {Choices.Count} ranked: choose your {Ordinal(_order.Count + 1)}." : "All ranked. Drag them or use the arrows to change the order.");

    /// <summary>Where the browser saw a choice dragged to; both places count from 0.</summary>
    [JSInvokable]
    public Task OnDragged(int from, int to) => InvokeAsync(async () =>
    {
        // From another time or another page's script: places that are not there change nothing.
        if (from < 0 || from >= _order.Count || to < 0 || to >= _order.Count || from == to) return;
        int choice = _order[from];
        _order.RemoveAt(from);
        _order.Insert(to, choice);
        await ChangedAsync(choice);
        StateHasChanged();
    });

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_drag is not null) await _drag.InvokeVoidAsync("stop");
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and what watched the pointer with it.
        }
        _self?.Dispose();
    }

    protected override void OnInitialized() => _order = [.. Value ?? []];

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) await WatchAsync();
        // A row that moved has lost the focus that was in it.
        if (_focus is not { } at) return;
        _focus = null;
        await (at.Up ? _up : _down)[at.Choice].FocusAsync();
    }

    private async Task WatchAsync()
    {
        try
        {
            _self = DotNetObjectReference.Create(this);
            await using var module = await js.InvokeAsync<IJSObjectReference>("import", "./js/ranking.js");
            _drag = await module.InvokeAsync<IJSObjectReference>("watch", _list, _self);
        }
        catch (Exception lost) when (lost is JSDisconnectedException or JSException or OperationCanceledException)
        {
            // Without it nothing can be dragged; the arrows rank as well.
        }
    }

    private static string Ordinal(int place) => (place % 10, place % 100) switch
    {
        (1, not 11) => $"{place}st",
        (2, not 12) => $"{place}nd",
        (3, not 13) => $"{place}rd",
        _ => $"{place}th",
    };

    private async Task RankAsync(int choice)
    {
        if (_order.Contains(choice)) return;
        _order.Add(choice);
        await ChangedAsync(null);
    }

    private async Task MoveAsync(int choice, bool up)
    {
        int from = _order.IndexOf(choice), to = up ? from - 1 : from + 1;
        if (to < 0 || to >= _order.Count) return;
        (_order[from], _order[to]) = (_order[to], _order[from]);
        _focus = (choice, up);
        await ChangedAsync(choice);
    }

    private async Task ClearAsync()
    {
        _order.Clear();
        await ChangedAsync(null);
    }

    private Task ChangedAsync(int? moved)
    {
        _moved = moved is { } choice ? $"{Choices[choice - 1]} is your {Ordinal(_order.IndexOf(choice) + 1)} of {_order.Count} now." : null;
        return ValueChanged.InvokeAsync(_order.Count == Choices.Count ? [.. _order] : null);
    }
}
