namespace Governance;

/// <summary>
/// Gathers questions that come at the same time into one: while one batch is under way the next fills up. Nobody waits for company.
/// </summary>
internal sealed class Coalescer<TKey, TAnswer>(int maxBatch, Func<IReadOnlyList<TKey>, Task<IReadOnlyList<TAnswer>>> read)
{
    private readonly Lock _lock = new();
    private readonly Queue<(TKey Key, TaskCompletionSource<TAnswer> Answer)> _waiting = new();
    private bool _isRunning;

    public Task<TAnswer> AskAsync(TKey key)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue((key, answer));
            if (_isRunning) return answer.Task;
            _isRunning = true;
        }

        // Off this caller's path, so that those who come with it are in the same batch.
        _ = Task.Run(RunAsync);
        return answer.Task;
    }

    private async Task RunAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            try
            {
                var answers = await read([.. batch.Select(item => item.Key)]);
                for (int i = 0; i < batch.Count; i++) batch[i].Answer.SetResult(answers[i]);
            }
#pragma warning disable CA1031 // Whatever fails is for those who asked to hear; the next batch is asked all the same.
            catch (Exception e)
#pragma warning restore CA1031
            {
                foreach (var (_, answer) in batch) answer.TrySetException(e);
            }
        }
    }

    private List<(TKey Key, TaskCompletionSource<TAnswer> Answer)> Take()
    {
        lock (_lock)
        {
            var batch = new List<(TKey, TaskCompletionSource<TAnswer>)>();
            while (batch.Count < maxBatch && _waiting.TryDequeue(out var item)) batch.Add(item);
            _isRunning = batch.Count > 0;
            return batch;
        }
    }
}
