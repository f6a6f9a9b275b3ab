using System.Collections.Concurrent;
using Governance.Recounts;

namespace Governance.Audit;

/// <summary>
/// Re-verifies a bundle from nothing but its bytes. Batches of lines are parsed, hashed and recovered on all cores while the next are
/// read; one thread follows behind in the ledger's order. Memory: about 150 bytes for each voter and a few batches.
/// </summary>
public static class BundleAudit
{
    /// <param name="read">Told how many bytes were checked.</param>
    /// <exception cref="InvalidDataException">A line is longer than any bundle's.</exception>
    public static AuditReport Run(Stream bundle, Action<long>? read = null)
    {
        var differences = new Differences();
        var follower = new BundleFollower(differences);
        using var batches = new LineBatches(bundle);
        var readers = new ConcurrentBag<LineReader>();
        var waiting = new Queue<(LineBatch Batch, Task<List<Line>> Lines)>();
        int most = Environment.ProcessorCount + 2;
        foreach (var batch in batches.Read())
        {
            // What stands before the votes tells how they are checked.
            if (!follower.HasVotes) Follow(batch, ReadHead(batch, follower, differences));
            else waiting.Enqueue((batch, Task.Run(() => ReadBatch(batch, 0, follower.Checks!, readers, differences))));
            while (waiting.Count >= most || (waiting.TryPeek(out var first) && first.Lines.IsCompleted)) FollowNext();
        }

        while (waiting.Count > 0) FollowNext();
        return follower.Finish(batches.Hash());

        void FollowNext()
        {
            var (batch, lines) = waiting.Dequeue();
            Follow(batch, lines.GetAwaiter().GetResult());
        }

        void Follow(LineBatch batch, List<Line> lines)
        {
            foreach (var line in lines) follower.Take(line);
            read?.Invoke(batch.EndsAt);
            // Lines keep nothing of the bytes but what they copied.
            batches.Return(batch);
        }
    }

    // Line by line until the first vote: before it the proposal may still be changed. The rest of the batch as any other.
    private static List<Line> ReadHead(LineBatch batch, BundleFollower follower, Differences differences)
    {
        var reader = new LineReader(differences);
        for (int i = 0; i < batch.Lines.Count; i++)
        {
            if (follower.HasVotes) return ReadBatch(batch, i, follower.Checks!, [], differences);
            if (reader.Read(batch.Line(i), batch.FirstLine + i, follower.Checks) is not { } line) continue;
            if (line is LeafLine { Vote: { } vote }) VoteSignatures.Check([vote], differences);
            follower.Take(line);
        }

        return [];
    }

    private static List<Line> ReadBatch(LineBatch batch, int from, VoteChecks checks, ConcurrentBag<LineReader> readers, Differences differences)
    {
        if (!readers.TryTake(out var reader)) reader = new LineReader(differences);
        var lines = reader.Read(batch, from, checks);
        readers.Add(reader);
        VoteSignatures.Check([.. lines.OfType<LeafLine>().Select(line => line.Vote).OfType<CheckedVote>()], differences);
        return lines;
    }
}
