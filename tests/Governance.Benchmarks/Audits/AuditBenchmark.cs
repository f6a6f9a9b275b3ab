using System.Globalization;
using System.Text.Json;
using Governance.Benchmarks.Portals;
using Governance.Benchmarks.Verify;
using Governance.Clients;

namespace Governance.Benchmarks.Audits;

/// <summary>
/// A whole audit bundle from its file to the verdict by the audit program itself, as ratios to libsecp256k1 that only recovers the same votes'
/// keys on the same cores, and to Snapshot's client that verifies some of them in Node. Audit and anchor take turns; medians of the rounds.
/// </summary>
internal static class AuditBenchmark
{
    internal const int DefaultVotes = 1_000_000;

    private const int Rounds = 3, AnchorVotes = 50_000, NodeVotes = 2_500, NodeRounds = 5;

    internal static async Task<int> RunAsync(bool json, int votes)
    {
        var portal = await PreparedPortal.OpenAsync(votes);
        string bundle = await portal.BundleAsync();
        var sample = AuditedVotes.Read(portal, AnchorVotes);
        sample.Check();
        AuditRun.Of(Programs.Audit, bundle, votes);
        List<Round> rounds = [];
        var before = Anchor(sample);
        for (int i = 0; i < Rounds; i++)
        {
            var run = AuditRun.Of(Programs.Audit, bundle, votes);
            var after = Anchor(sample);
            rounds.Add(new Round(run, (before.Seconds + after.Seconds) / 2, (before.Processor + after.Processor) / 2));
            before = after;
        }

        Report(rounds, votes, new FileInfo(bundle).Length, await NodeSecondsAsync(sample), json);
        return 0;
    }

    private static (double Seconds, double Processor) Anchor(AuditedVotes sample)
    {
        var start = Environment.CpuUsage.TotalTime;
        double seconds = Clocks.OnTheWall(sample.Recover) / sample.Count;
        return (seconds, (Environment.CpuUsage.TotalTime - start).TotalSeconds / sample.Count);
    }

    /// <summary>Seconds of processor time a vote; one that is not valid ends it.</summary>
    private static async Task<double> NodeSecondsAsync(AuditedVotes sample)
    {
        var lines = await NodeClients.RunAsync("verify.mjs", ["snapshot", NodeRounds.ToString(CultureInfo.InvariantCulture)], sample.ToEnvelopes(NodeVotes), CancellationToken.None);
        if (lines.Sum(line => line.GetProperty("valid").GetInt32()) != Math.Min(NodeVotes, sample.Count)) throw new InvalidOperationException("Snapshot's client did not verify all votes.");
        return Figures.Median(lines.Select(line => line.GetProperty("seconds").GetDouble() / line.GetProperty("valid").GetInt32()));
    }

    private static void Report(List<Round> rounds, int votes, long bytes, double nodeSeconds, bool json)
    {
        double seconds = Figures.Median(rounds.Select(round => round.Audit.Seconds)), processor = Figures.Median(rounds.Select(round => round.Audit.ProcessorSeconds)) / votes;
        double peak = rounds.Max(round => round.Audit.PeakMiB);
        var ratios = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["libsecp256k1"] = Figures.Median(rounds.Select(round => round.Anchor * votes / round.Audit.Seconds)),
            // Node has one thread: processor time on both sides.
            ["snapshot"] = nodeSeconds / processor,
        };
        Figures.Print($"the bundle, {votes} votes", bytes / 1048576.0, "MiB");
        Figures.Print("audit, from its file to the verdict", seconds, "s");
        Figures.Print("audit, processor time", processor * 1e6, "us/vote");
        Figures.Print("audit, most memory", peak, "MiB");
        Figures.Print($"libsecp256k1, recover only, all {Environment.ProcessorCount} cores", Figures.Median(rounds.Select(round => round.Anchor)) * 1e6, "us/vote");
        Figures.Print("libsecp256k1, recover only, processor time", Figures.Median(rounds.Select(round => round.AnchorProcessor)) * 1e6, "us/vote");
        Figures.Print("Snapshot's client, verify (Node), processor time", nodeSeconds * 1e6, "us/vote");
        foreach (var (name, ratio) in ratios) Figures.Print($"ratio {name}", ratio, "");
        if (!json) return;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "audit", votes, rounds = Rounds, ratios = Figures.Rounded(ratios), votesPerSecond = Math.Round(votes / seconds), peakMiB = Math.Round(peak),
        }));
    }

    /// <param name="Anchor">Seconds a vote, of the runs before and after.</param>
    private sealed record Round(AuditRun Audit, double Anchor, double AnchorProcessor);
}
