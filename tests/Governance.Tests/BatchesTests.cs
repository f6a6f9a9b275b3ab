namespace Governance.Tests;

/// <summary>What comes together is taken together, in its order, and nothing is left behind.</summary>
public sealed class BatchesTests
{
    [Fact]
    public async Task EverybodyIsInOneBatch_InOrder_AndNoneIsLargerThanAllowed()
    {
        var taken = new List<int>();
        var sizes = new List<int>();
        var all = new TaskCompletionSource();
        // One runs at a time where there are two cores; with more, batches may overlap, so the order is looked at within each.
        var batches = new Batches<int>(16, batch =>
        {
            batch.ShouldBe(batch.Order());
            lock (taken)
            {
                sizes.Add(batch.Count);
                taken.AddRange(batch);
                if (taken.Count == 1_000) all.SetResult();
            }

            return Task.CompletedTask;
        });

        for (int i = 0; i < 1_000; i++) batches.Add(i);

        await all.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        taken.Order().ShouldBe(Enumerable.Range(0, 1_000));
        sizes.Max().ShouldBeInRange(2, 16);
    }
}
