namespace Governance;

/// <summary>
/// Gathers questions that come at the same time into one. A batch's turn comes after everybody's who is ready now, so a crowd's questions
/// meet in it; nobody waits for company that is not there.
/// </summary>
/// <param name="maxBatch">Questions in one batch at the most.</param>
/// <param name="read">Answers a batch, in its order.</param>
/// <param name="handOver">Held while a batch's answers are given; whoever asked then goes on at once, on the batch's own thread, and must not block it. Null: each goes on elsewhere.</param>
internal sealed class Coalescer<TKey, TAnswer>(int maxBatch, Func<IReadOnlyList<TKey>, Task<IReadOnlyList<TAnswer>>> read, Func<IDisposable>? handOver = null) : IThreadPoolWorkItem
{
    private readonly TaskCreationOptions _goesOn = handOver is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None;
    private readonly Lock _lock = new();
    private readonly Queue<(TKey Key, TaskCompletionSource<TAnswer> Answer)> _waiting = new();

    // A full batch keeps a core busy: a second one beside it only where there are cores to spare.
    private readonly int _maxRunning = Math.Max(1, Environment.ProcessorCount / 2);
    private int _running;

    public Task<TAnswer> AskAsync(TKey key)
    {
        var answer = new TaskCompletionSource<TAnswer>(_goesOn);
        lock (_lock)
        {
            _waiting.Enqueue((key, answer));
            if (_running > 0 && (_running == _maxRunning || _waiting.Count <= maxBatch * _running)) return answer.Task;
            _running++;
        }

        TakeTurn();
        return answer.Task;
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    // At the end of the pool's one queue: who is ready before that is in the batch.
    private void TakeTurn() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    private async Task RunAsync()
    {
        var batch = Take();
        try
        {
            var answers = await read(batch.ConvertAll(item => item.Key));
            using (handOver?.Invoke())
            {
                for (int i = 0; i < batch.Count; i++) batch[i].Answer.SetResult(answers[i]);
            }
        }
#pragma warning disable CA1031 // Whatever fails is for those who asked to hear; the next batch is asked all the same.
        catch (Exception e)
#pragma warning restore CA1031
        {
            foreach (var (_, answer) in batch) answer.TrySetException(e);
        }

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

    private List<(TKey Key, TaskCompletionSource<TAnswer> Answer)> Take()
    {
        lock (_lock)
        {
            var batch = new List<(TKey, TaskCompletionSource<TAnswer>)>(Math.Min(maxBatch, _waiting.Count));
            while (batch.Count < maxBatch && _waiting.TryDequeue(out var item)) batch.Add(item);
            return batch;
        }
    }
}
