using Governance.Proposals;

namespace Governance.Web.Proposals;

/// <summary>
/// Follows one proposal for an open page: reads its sheet anew when something changed, at most twice a second, so that a flood of votes
/// costs a page no more than a few.
/// </summary>
public sealed class SheetWatch : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly IDisposable _subscription;
    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _changed = new(0, 1);

    private SheetWatch(ProposalChanges changes, string proposalId) => _subscription = changes.Subscribe(proposalId, Wake);

    /// <summary>Calls <paramref name="show"/> with each newer sheet until disposed.</summary>
    public static SheetWatch Start(ProposalChanges changes, ProposalSheets sheets, string proposalId, Func<ProposalSheet, Task> show)
    {
        var watch = new SheetWatch(changes, proposalId);
        _ = watch.FollowAsync(sheets, proposalId, show);
        return watch;
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _ended.Cancel();
    }

    private void Wake()
    {
        lock (_changed)
        {
            if (_changed.CurrentCount == 0) _changed.Release();
        }
    }

    private async Task FollowAsync(ProposalSheets sheets, string proposalId, Func<ProposalSheet, Task> show)
    {
        try
        {
            while (true)
            {
                await _changed.WaitAsync(_ended.Token);
                if (await sheets.FindAsync(proposalId) is { } sheet) await show(sheet);
                await Task.Delay(Pause, _ended.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed.
        }
        catch (ObjectDisposedException)
        {
            // The page was closed while it was being drawn.
        }
    }
}
