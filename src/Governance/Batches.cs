namespace Governance;

/// <summary>
/// Gathers what comes at the same time into batches. A batch's turn comes after everybody's who is ready now, so a crowd meets in it; nobody
/// waits for company that is not there.
/// </summary>
/// <param name="maxBatch">Items in one batch at the most.</param>
/// <param name="run">Takes a batch, in the order in which they came. Must not throw.</param>
internal sealed class Batches<T>(int maxBatch, Func<List<T>, Task> run) : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly Queue<T> _waiting = new();

    // A full batch keeps a core busy: a second one beside it only where there are cores to spare.
    private readonly int _maxRunning = Math.Max(1, Environment.ProcessorCount / 2);
    private int _running;

    public void Add(T item)
    {
        lock (_lock)
        {
            _waiting.Enqueue(item);
            if (_running > 0 && (_running == _maxRunning || _waiting.Count <= maxBatch * _running)) return;
            _running++;
        }

        TakeTurn();
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    // At the end of the pool's one queue: who is ready before that is in the batch.
    private void TakeTurn() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    private async Task RunAsync()
    {
        await run(Take());
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _running--;
                return;
            }
        }

        TakeTurn();
    }

    private List<T> Take()
    {
        lock (_lock)
        {
            var batch = new List<T>(Math.Min(maxBatch, _waiting.Count));
            while (batch.Count < maxBatch && _waiting.TryDequeue(out var item)) batch.Add(item);
            return batch;
        }
    }
}
