namespace Governance;

/// <summary>Gathers questions that come at the same time into one (<see cref="Batches{T}"/>).</summary>
/// <param name="maxBatch">Questions in one batch at the most.</param>
/// <param name="read">Answers a batch, in its order.</param>
internal sealed class Coalescer<TKey, TAnswer>(int maxBatch, Func<IReadOnlyList<TKey>, Task<IReadOnlyList<TAnswer>>> read)
{
    private readonly Batches<(TKey Key, TaskCompletionSource<TAnswer> Answer)> _questions = new(maxBatch, async batch =>
    {
        try
        {
            var answers = await read(batch.ConvertAll(item => item.Key));
            for (int i = 0; i < batch.Count; i++) batch[i].Answer.SetResult(answers[i]);
        }
#pragma warning disable CA1031 // Whatever fails is for those who asked to hear; the next batch is asked all the same.
        catch (Exception e)
#pragma warning restore CA1031
        {
            foreach (var (_, answer) in batch) answer.TrySetException(e);
        }
    });

    public Task<TAnswer> AskAsync(TKey key)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _questions.Add((key, answer));
        return answer.Task;
    }
}
