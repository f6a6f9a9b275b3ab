namespace Governance.Database;

/// <summary>
/// A thread that works beside the writer's, one thing after the other: in a crowd the pool's threads have a queue before them, and the writer
/// would wait for its end.
/// </summary>
internal sealed class SideThread : IAsyncDisposable
{
    // Waited for without spinning: work comes some hundred times a second, and others want the core.
    private readonly object _lock = new();
    private readonly Queue<Task> _queue = [];
    private readonly Task _loop;
    private bool _ends;

    public SideThread() => _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Runs it there; the answer or what it throws is the task's.</summary>
    /// <exception cref="ObjectDisposedException">It has ended.</exception>
    public Task<T> Run<T>(Func<T> work)
    {
        // Whoever awaits it goes on elsewhere.
        var task = new Task<T>(work, TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ends, this);
            _queue.Enqueue(task);
            Monitor.Pulse(_lock);
        }

        return task;
    }

    /// <summary>Finishes what was given to it.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _ends = true;
            Monitor.Pulse(_lock);
        }

        await _loop;
    }

    private void Loop()
    {
        while (Next() is { } work) work.RunSynchronously();
    }

    private Task? Next()
    {
        lock (_lock)
        {
            while (_queue.Count == 0)
            {
                if (_ends) return null;
                Monitor.Wait(_lock);
            }

            return _queue.Dequeue();
        }
    }
}
