using Governance.Database;

namespace Governance.Tests.Database;

public sealed class SideThreadTests
{
    [Fact]
    public async Task WhatIsGivenToIt_RunsInOrderOnOneThread_WhichIsNobodyElses()
    {
        await using var side = new SideThread();
        int mine = Environment.CurrentManagedThreadId;
        var threads = new List<int>();
        var order = new List<int>();
        var given = Enumerable.Range(0, 50).Select(i => side.Run(() =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            order.Add(i);
            return 2 * i;
        })).ToArray();
        (await Task.WhenAll(given)).ShouldBe(Enumerable.Range(0, 50).Select(i => 2 * i));
        order.ShouldBe(Enumerable.Range(0, 50));
        threads.Distinct().Count().ShouldBe(1);
        // Neither who gives nor who waits works on it.
        threads.ShouldNotContain(mine);
        threads.ShouldNotContain(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public async Task WhatThrows_ThrowsForWhoGaveIt_AndTheNextRuns()
    {
        await using var side = new SideThread();
        await Should.ThrowAsync<InvalidOperationException>(side.Run<int>(() => throw new InvalidOperationException()));
        (await side.Run(() => 7)).ShouldBe(7);
    }

    [Fact]
    public async Task ItsEnd_WaitsForWhatItWasGiven()
    {
        var side = new SideThread();
        int done = 0;
        for (int i = 0; i < 20; i++) _ = side.Run(() => Interlocked.Increment(ref done));
        await side.DisposeAsync();
        done.ShouldBe(20);
    }
}
