namespace Governance.Tests;

/// <summary>Questions that come together are asked together, and each asker hears of his own.</summary>
public sealed class CoalescerTests
{
    [Fact]
    public async Task QuestionsThatComeWhileABatchIsUnderWay_ShareTheNext_OfItsSizeAtTheMost()
    {
        var batches = new List<int[]>();
        var gate = new TaskCompletionSource();
        var coalescer = new Coalescer<int, int>(5, async asked =>
        {
            lock (batches) batches.Add([.. asked]);
            await gate.Task;
            return [.. asked.Select(one => one * one)];
        });

        var first = coalescer.AskAsync(1);
        while (Count(batches) == 0) await Task.Delay(1, TestContext.Current.CancellationToken);
        var others = Enumerable.Range(2, 5).Select(coalescer.AskAsync).ToArray();
        gate.SetResult();

        (await first).ShouldBe(1);
        (await Task.WhenAll(others)).ShouldBe([4, 9, 16, 25, 36]);
        batches.Select(batch => batch.Length).ShouldBe([1, 5]);
    }

    [Fact]
    public async Task AFault_IsHeardByThoseWhoAsked_AndNotByTheNext()
    {
        var coalescer = new Coalescer<int, int>(5, asked => asked.Contains(0) ? throw new InvalidOperationException("no") : Task.FromResult<IReadOnlyList<int>>([.. asked]));
        await Should.ThrowAsync<InvalidOperationException>(() => coalescer.AskAsync(0));
        (await coalescer.AskAsync(7)).ShouldBe(7);
    }

    private static int Count(List<int[]> batches)
    {
        lock (batches) return batches.Count;
    }
}
