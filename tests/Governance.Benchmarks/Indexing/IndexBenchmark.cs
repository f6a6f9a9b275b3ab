using System.Diagnostics;
using System.Text.Json;
using Dapper;
using Governance.Benchmarks.Portals;
using Governance.Chains;
using Governance.Database;
using Governance.Ethereum;
using Governance.Indexing;
using Governance.Recounts;
using Governance.Spaces;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Benchmarks.Indexing;

/// <summary>
/// A whole index of a chain of 100,000 logs, from nothing: fetched, checked, decoded, stored, counted. Beside it the same requests of the same
/// provider with replies that nobody reads: what JSON-RPC allows. Both take turns; medians of the rounds. Each index is checked.
/// </summary>
internal static class IndexBenchmark
{
    private const int Rounds = 3;
    private const string Space = "mill.eth";

    internal static async Task<int> RunAsync(bool json)
    {
        await using var anvil = await LogChain.StartAsync();
        using var http = ChainClient.CreateHttp();
        // Once to warm up, and to learn what is asked.
        using var recorded = new RecordedRequests(new SocketsHttpHandler(), new ChainClientOptions().MaxReplyBytes);
        using (var recording = new HttpClient(recorded) { Timeout = Timeout.InfiniteTimeSpan }) await IndexAsync(anvil.Url, anvil.ChainId, recording);
        await recorded.RepeatAsync(http, anvil.Url);
        List<(double Index, double Bare)> rounds = [];
        for (int i = 0; i < Rounds; i++)
        {
            double before = await BareAsync(recorded, http, anvil.Url);
            double index = await IndexAsync(anvil.Url, anvil.ChainId, http);
            rounds.Add((index, (before + await BareAsync(recorded, http, anvil.Url)) / 2));
        }

        Report(rounds, recorded, json);
        return 0;
    }

    private static async Task<double> BareAsync(RecordedRequests recorded, HttpClient http, Uri provider)
    {
        long start = Stopwatch.GetTimestamp();
        await recorded.RepeatAsync(http, provider);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Seconds of a whole index into a new database.</summary>
    private static async Task<double> IndexAsync(Uri provider, ulong chainId, HttpClient http)
    {
        string folder = Directory.CreateTempSubdirectory("governance-index-").FullName;
        try
        {
            var chains = new ChainRegistry();
            var chain = new FollowedChain(new ChainClient(chainId, [provider], http, new ChainClientOptions(), TimeProvider.System), [new FollowedGovernor(LogChain.Mill, Space)], 0);
            chains.Add(chain);
            await using var services = PortalServices.Open(folder, Space, TimeProvider.System, chains);
            Migrator.Run(services.GetRequiredService<Db>());
            await services.GetRequiredService<SpaceStore>().LoadAsync();
            var follower = services.GetRequiredService<ChainFollowers>().Of(chain);
            long start = Stopwatch.GetTimestamp();
            while (await follower.StepAsync(CancellationToken.None))
            {
                // Each step is a range of blocks.
            }

            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            await CheckAsync(services);
            return seconds;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    // A fast wrong index is worth nothing.
    private static async Task CheckAsync(ServiceProvider services)
    {
        await using var connection = services.GetRequiredService<Db>().Open();
        var (proposals, votes) = await connection.QuerySingleAsync<(long, long)>("SELECT (SELECT COUNT(*) FROM governor_proposals), (SELECT COUNT(*) FROM governor_votes)");
        if ((proposals, votes) != (LogChain.Proposals, LogChain.Votes)) throw new InvalidOperationException($"The index has {proposals} proposals and {votes} votes.");
        if (services.GetRequiredService<Recount>().Run() is { IsEqual: false } report) throw new InvalidOperationException($"The count differs from its votes: {report.Differences[0]}.");
    }

    private static void Report(List<(double Index, double Bare)> rounds, RecordedRequests recorded, bool json)
    {
        double perSecond = (LogChain.Votes + LogChain.Proposals) / Figures.Median(rounds.Select(round => round.Index));
        var ratios = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["rpc"] = Figures.Median(rounds.Select(round => round.Bare / round.Index)) };
        Figures.Print("events indexed: checked, decoded, stored, counted", perSecond, "events/s");
        Figures.Print($"the same {recorded.Count} requests, replies unread", (LogChain.Votes + LogChain.Proposals) / Figures.Median(rounds.Select(round => round.Bare)), "events/s");
        Figures.Print("replies", recorded.Bytes / 1e6, "MB");
        foreach (var (name, ratio) in ratios) Figures.Print($"ratio {name}", ratio, "");
        if (!json) return;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "index", logs = LogChain.Votes + LogChain.Proposals, rounds = Rounds, ratios = Figures.Rounded(ratios), eventsPerSecond = Math.Round(perSecond),
        }));
    }
}
