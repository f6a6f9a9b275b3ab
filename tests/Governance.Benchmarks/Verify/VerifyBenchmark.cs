using System.Globalization;
using System.Text.Json;
using Governance.Clients;

namespace Governance.Benchmarks.Verify;

/// <summary>
/// How fast signatures are verified, as ratios to Debian's libsecp256k1 in the same process, and to Snapshot's client and viem in Node on
/// the same votes. Everything alternates in blocks, warm, and each ratio is the median over the rounds: machines' speeds swing, ratios hardly.
/// </summary>
internal static class VerifyBenchmark
{
    private const int Votes = 10_000, Seed = 712, Block = 1_000, WarmRounds = 2, Rounds = 7, NodeRounds = 5;

    internal static async Task<int> RunAsync(bool json)
    {
        SnapshotVotes votes;
        try
        {
            votes = SnapshotVotes.Make(Votes, Seed);
        }
        catch (Exception fault) when (fault is DllNotFoundException || fault.InnerException is DllNotFoundException)
        {
            Console.Error.WriteLine("The benchmark compares with Debian's libsecp256k1, which is missing: apt-get install libsecp256k1-1");
            return 1;
        }
        var contestants = new Contestants(votes);
        contestants.CheckAnchor();
        List<Round> rounds = [];
        for (int i = 0; i < WarmRounds + Rounds; i++) rounds.Add(RunRound(contestants));
        rounds.RemoveRange(0, WarmRounds);
        double batch = Median(rounds, round => round.Batch);
        double snapshot = await NodeSecondsAsync("snapshot", votes), viem = await NodeSecondsAsync("viem", votes);

        Print("libsecp256k1, recover only, one core", Median(rounds, round => round.Anchor));
        Print("ours, one by one", Median(rounds, round => round.Single));
        Print("ours, batch, recover only, one core", Median(rounds, round => round.RecoverBatch));
        Print("ours, batch, hash + recover + compare, one core", batch);
        Print($"libsecp256k1, recover only, all {Environment.ProcessorCount} cores", Median(rounds, round => round.AnchorAll));
        Print($"ours, batch, hash + recover + compare, all {Environment.ProcessorCount} cores", Median(rounds, round => round.BatchAll));
        Print("Snapshot's client, verify (Node)", snapshot);
        Print("viem, verifyTypedData (Node)", viem);
        var ratios = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["recoverBatch"] = Median(rounds, round => round.Anchor / round.RecoverBatch),
            ["batch"] = Median(rounds, round => round.Anchor / round.Batch),
            ["batchAll"] = Median(rounds, round => round.AnchorAll / round.BatchAll),
            ["single"] = Median(rounds, round => round.Anchor / round.Single),
            ["snapshot"] = snapshot / batch,
            ["viem"] = viem / batch,
        };
        foreach (var (name, ratio) in ratios) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio {name,-14} {ratio,8:F2}"));
        if (json)
        {
            var rounded = ratios.ToDictionary(ratio => ratio.Key, ratio => Math.Round(ratio.Value, 3));
            Console.WriteLine(JsonSerializer.Serialize(new { benchmark = "verify", votes = Votes, rounds = Rounds, ratios = rounded }));
        }
        return 0;
    }

    /// <summary>Seconds a vote. On one core processor time; on all cores time on the wall.</summary>
    private sealed record Round(double Anchor, double Single, double RecoverBatch, double Batch, double AnchorAll, double BatchAll);

    private static Round RunRound(Contestants contestants)
    {
        double anchor = 0, single = 0, recoverBatch = 0, batch = 0;
        for (int start = 0; start < Votes; start += Block)
        {
            var range = start..(start + Block);
            anchor += Clocks.OnThisCore(() => contestants.Anchor(range));
            recoverBatch += Clocks.OnThisCore(() => contestants.RecoverBatch(range));
            single += Clocks.OnThisCore(() => contestants.Single(range));
            batch += Clocks.OnThisCore(() => contestants.VerifyBatch(range));
        }
        double anchorAll = Clocks.OnTheWall(() => contestants.OnAllCores(contestants.Anchor));
        double batchAll = Clocks.OnTheWall(() => contestants.OnAllCores(contestants.VerifyBatch));
        return new Round(anchor / Votes, single / Votes, recoverBatch / Votes, batch / Votes, anchorAll / Votes, batchAll / Votes);
    }

    /// <summary>Seconds of processor time a vote: each round another fifth of the votes, all of them answered "valid" or the client throws.</summary>
    private static async Task<double> NodeSecondsAsync(string client, SnapshotVotes votes)
    {
        string[] arguments = [client, NodeRounds.ToString(CultureInfo.InvariantCulture)];
        var lines = await NodeClients.RunAsync("verify.mjs", arguments, votes.ToEnvelopes(), CancellationToken.None);
        if (lines.Count != NodeRounds || lines.Sum(line => line.GetProperty("valid").GetInt32()) != Votes)
            throw new InvalidOperationException($"{client} did not verify all votes.");
        return Median(lines, line => line.GetProperty("seconds").GetDouble() / line.GetProperty("valid").GetInt32());
    }

    private static double Median<T>(IEnumerable<T> rounds, Func<T, double> figure)
    {
        double[] sorted = [.. rounds.Select(figure).Order()];
        return sorted[sorted.Length / 2];
    }

    private static void Print(string what, double seconds) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-58} {seconds * 1e6,10:F2} us/vote {1 / seconds,10:F0}/s"));
}
