using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Clients;

namespace Governance.Benchmarks.Ingest;

/// <summary>
/// Votes a second from HTTP POST to durable, tallied and receipted, as ratios to a bare Kestrel that only reads the same bodies and to a Node
/// server that verifies them with Snapshot's client and keeps nothing. This process is the load, on the same cores as the servers. The servers
/// take turns and each ratio is the median over the rounds: machines' speeds swing, ratios hardly.
/// </summary>
internal static class IngestBenchmark
{
    private const int Connections = 256, Rounds = 5, WarmRounds = 2;

    internal const int DefaultVotes = 42_000;

    // So much slower that a smaller part takes as long.
    private const int NodeShare = 16;

    internal static async Task<int> RunAsync(bool json, int votes)
    {
        string folder = Directory.CreateTempSubdirectory("governance-ingest-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "space.json"), Ballots.SpaceSettings);
            await using var portal = await ServerProcess.StartAsync(Portal, folder, "--Urls=http://127.0.0.1:0", $"--Database:Directory={folder}",
                "--Limits:MessagesPerMinute=100000000", $"--Spaces:0:Id={Ballots.Space}", $"--Spaces:0:SettingsFile={Path.Combine(folder, "space.json")}");
            await using var bare = await ServerProcess.StartAsync(Environment.ProcessPath!, folder, BareServer.Argument);
            await using var node = await ServerProcess.StartAsync("node", NodeClients.InstalledFolder, "ingest-server.mjs");
            string proposal = await Ballots.PublishAsync(portal.Url);
            byte[][] requests = [.. Ballots.Make(votes, proposal).Select(Load.Request)];
            var rounds = await RunRoundsAsync(portal.Url, bare.Url, node.Url, requests);
            await CheckAsync(portal.Url, proposal, requests.Length);
            Report(rounds, requests.Length, portal.PeakMiB, json);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<Round>> RunRoundsAsync(Uri portalUrl, Uri bareUrl, Uri nodeUrl, byte[][] requests)
    {
        using var portal = await Load.ConnectAsync(portalUrl, Connections);
        using var bare = await Load.ConnectAsync(bareUrl, Connections);
        using var node = await Load.ConnectAsync(nodeUrl, Connections);
        List<Round> rounds = [];
        for (int i = 0; i < WarmRounds + Rounds; i++)
        {
            int start = (int)((long)requests.Length * i / (WarmRounds + Rounds)), end = (int)((long)requests.Length * (i + 1) / (WarmRounds + Rounds));
            var part = new ArraySegment<byte[]>(requests, start, end - start);
            double before = (await bare.RunAsync(part)).PerSecond;
            var ours = await portal.RunAsync(part);
            double after = (await bare.RunAsync(part)).PerSecond;
            var theirs = await node.RunAsync(part[..Math.Max(1, part.Count / NodeShare)]);
            rounds.Add(new Round(ours, (before + after) / 2, theirs.PerSecond));
        }
        return rounds[WarmRounds..];
    }

    // Every acknowledged vote is in the count, or the figure is worth nothing.
    private static async Task CheckAsync(Uri portal, string proposal, int votes)
    {
        using var http = new HttpClient { BaseAddress = portal };
        var tally = await http.GetFromJsonAsync<JsonElement>($"/api/proposals/{proposal}/tally.json");
        long counted = tally.GetProperty("total").GetProperty("votes").GetInt64();
        if (counted != votes) throw new InvalidOperationException($"{votes} votes were acknowledged, {counted} are counted.");
    }

    private static void Report(List<Round> rounds, int votes, double peakMiB, bool json)
    {
        double perSecond = Median(rounds.Select(round => round.Portal.PerSecond));
        double[] milliseconds = [.. rounds.SelectMany(round => round.Portal.Milliseconds).Order()];
        double p99 = milliseconds[(int)(milliseconds.Length * 0.99)];
        var ratios = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["kestrel"] = Median(rounds.Select(round => round.Portal.PerSecond / round.Bare)),
            ["node"] = Median(rounds.Select(round => round.Portal.PerSecond / round.Node)),
        };
        Print("bare Kestrel, reads the same body", Median(rounds.Select(round => round.Bare)), "/s");
        Print("Node, verifies with Snapshot's client, keeps nothing", Median(rounds.Select(round => round.Node)), "/s");
        Print("ours, durable, tallied, receipted", perSecond, "/s");
        Print("ours, 50th percentile", milliseconds[milliseconds.Length / 2], "ms");
        Print("ours, 99th percentile", p99, "ms");
        Print("ours, most memory", peakMiB, "MiB");
        foreach (var (name, ratio) in ratios) Print($"ratio {name}", ratio, "");
        if (!json) return;
        var rounded = ratios.ToDictionary(ratio => ratio.Key, ratio => Math.Round(ratio.Value, 3));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "ingest", votes, rounds = Rounds, ratios = rounded, votesPerSecond = Math.Round(perSecond), p99Ms = Math.Round(p99, 1), peakMiB = Math.Round(peakMiB),
        }));
    }

    private static double Median(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return sorted[sorted.Length / 2];
    }

    private static void Print(string what, double figure, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-58} {figure,10:F2} {unit}"));

    // The build puts the program beside its project, in this one's configuration.
    private static string Portal
    {
        get
        {
            var here = new DirectoryInfo(AppContext.BaseDirectory);
            var root = here;
            while (!File.Exists(Path.Combine(root.FullName, "Governance.sln"))) root = root.Parent ?? throw new InvalidOperationException("The benchmarks run outside their checkout.");
            return Path.Combine(root.FullName, "src", "Governance.Web", "bin", here.Parent!.Name, here.Name, OperatingSystem.IsWindows() ? "Governance.Web.exe" : "Governance.Web");
        }
    }

    /// <summary>Answers a second of each, in turns within moments of each other; the anchor before and after.</summary>
    private sealed record Round(LoadResult Portal, double Bare, double Node);
}
