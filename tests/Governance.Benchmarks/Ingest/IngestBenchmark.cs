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
    private const int Connections = 256, Rounds = 5, WarmRounds = 5;

    internal const int DefaultVotes = 150_000;

    // So much slower that a smaller part takes as long.
    private const int NodeShare = 100;

    internal static async Task<int> RunAsync(bool json, int votes)
    {
        string folder = Directory.CreateTempSubdirectory("governance-ingest-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "space.json"), Ballots.SpaceSettings);
            await using var portal = await ServerProcess.StartAsync(Programs.Web, folder, "--Urls=http://127.0.0.1:0", $"--Database:Directory={folder}",
                "--Limits:MessagesPerMinute=100000000", $"--Spaces:0:Id={Ballots.Space}", $"--Spaces:0:SettingsFile={Path.Combine(folder, "space.json")}");
            // Elsewhere: a host watches the folder that it starts in, and would hear of every write to the database.
            await using var bare = await ServerProcess.StartAsync(Environment.ProcessPath!, AppContext.BaseDirectory, BareServer.Argument);
            await using var node = await ServerProcess.StartAsync("node", NodeClients.InstalledFolder, "ingest-server.mjs");
            string proposal = await Ballots.PublishAsync(portal.Url);
            byte[][] requests = [.. Ballots.Make(votes, proposal).Select(Load.Request)];
            var rounds = await RunRoundsAsync(portal, bare.Url, node.Url, requests);
            await CheckAsync(portal.Url, proposal, requests.Length);
            Report(rounds, requests.Length, portal.PeakMiB, json);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<Round>> RunRoundsAsync(ServerProcess server, Uri bareUrl, Uri nodeUrl, byte[][] requests)
    {
        using var portal = await Load.ConnectAsync(server.Url, Connections);
        using var bare = await Load.ConnectAsync(bareUrl, Connections);
        using var node = await Load.ConnectAsync(nodeUrl, Connections);
        List<Round> rounds = [];
        for (int i = 0; i < WarmRounds + Rounds; i++)
        {
            int start = (int)((long)requests.Length * i / (WarmRounds + Rounds)), end = (int)((long)requests.Length * (i + 1) / (WarmRounds + Rounds));
            var part = new ArraySegment<byte[]>(requests, start, end - start);
            double before = (await bare.RunAsync(part)).PerSecond;
            double processor = server.ProcessorSeconds;
            var ours = await portal.RunAsync(part);
            processor = server.ProcessorSeconds - processor;
            double after = (await bare.RunAsync(part)).PerSecond;
            var theirs = await node.RunAsync(part[..Math.Max(1, part.Count / NodeShare)]);
            rounds.Add(new Round(ours, processor / part.Count, (before + after) / 2, theirs.PerSecond));
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
        double perSecond = Figures.Median(rounds.Select(round => round.Portal.PerSecond));
        double[] milliseconds = [.. rounds.SelectMany(round => round.Portal.Milliseconds).Order()];
        double p99 = milliseconds[(int)(milliseconds.Length * 0.99)];
        var ratios = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["kestrel"] = Figures.Median(rounds.Select(round => round.Portal.PerSecond / round.Bare)),
            ["node"] = Figures.Median(rounds.Select(round => round.Portal.PerSecond / round.Node)),
        };
        Figures.Print("bare Kestrel, reads the same body", Figures.Median(rounds.Select(round => round.Bare)), "/s");
        Figures.Print("Node, verifies with Snapshot's client, keeps nothing", Figures.Median(rounds.Select(round => round.Node)), "/s");
        Figures.Print("ours, durable, tallied, receipted", perSecond, "/s");
        Figures.Print("ours, processor time of the portal alone", Figures.Median(rounds.Select(round => round.Processor)) * 1e6, "us/vote");
        Figures.Print("ours, 50th percentile", milliseconds[milliseconds.Length / 2], "ms");
        Figures.Print("ours, 99th percentile", p99, "ms");
        Figures.Print("ours, most memory", peakMiB, "MiB");
        foreach (var (name, ratio) in ratios) Figures.Print($"ratio {name}", ratio, "");
        if (!json) return;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "ingest", votes, rounds = Rounds, ratios = Figures.Rounded(ratios), votesPerSecond = Math.Round(perSecond), p99Ms = Math.Round(p99, 1), peakMiB = Math.Round(peakMiB),
        }));
    }

    /// <summary>Answers a second of each, in turns within moments of each other; the anchor before and after.</summary>
    private sealed record Round(LoadResult Portal, double Processor, double Bare, double Node);
}
