using System.Diagnostics;
using System.Text.Json;
using Governance.Benchmarks.Portals;

namespace Governance.Benchmarks.Exports;

/// <summary>
/// Downloads of a proposal's votes from the portal as it runs, in rows a second, and sqlite3's own CSV of the same rows of the same file. They take
/// turns; medians of the rounds. The portal's memory is looked at before and after: it must not grow with the number of rows.
/// </summary>
internal static class ExportsBenchmark
{
    internal const int DefaultVotes = 1_000_000;

    private const int Rounds = 3;

    // What the portal's file says of a vote, as far as SQL alone can: powers in hexadecimal, the signature cut out of the envelope.
    private const string Select = """
        SELECT '0x' || lower(hex(m.id)), '0x' || lower(hex(v.voter)), v.choice, hex(v.voting_power), hex(v.by_strategy), substr(CAST(m.envelope AS TEXT), 64, 132),
               strftime('%Y-%m-%dT%H:%M:%SZ', v.timestamp, 'unixepoch'), v.message, v.superseded_by IS NOT NULL, v.reason
        FROM votes v JOIN messages m ON m.idx = v.message ORDER BY v.message
        """;

    internal static async Task<int> RunAsync(bool json, int votes)
    {
        var portal = await PreparedPortal.OpenAsync(votes);
        await using var server = await WebPortal.StartAsync(portal);
        using var http = new HttpClient { BaseAddress = server.Url, Timeout = Timeout.InfiniteTimeSpan };
        await DownloadAsync(http, portal, "votes.csv", votes + 1, most: Math.Min(votes, 20_000));
        double before = server.PeakMiB;
        List<Round> rounds = [];
        double sqlite = await SqliteAsync(portal);
        for (int i = 0; i < Rounds; i++)
        {
            double csv = await DownloadAsync(http, portal, "votes.csv", votes + 1);
            double after = await SqliteAsync(portal);
            rounds.Add(new Round(csv, (sqlite + after) / 2, await DownloadAsync(http, portal, "votes.ndjson", null), await DownloadAsync(http, portal, "bundle.ndjson", null)));
            sqlite = await SqliteAsync(portal);
        }

        Report(rounds, votes, before, server.PeakMiB, json);
        return 0;
    }

    /// <summary>Seconds of the whole download.</summary>
    /// <param name="lines">How many it must have; null where the file has others beside the votes.</param>
    /// <param name="most">Stops after so many: only to warm up.</param>
    private static async Task<double> DownloadAsync(HttpClient http, PreparedPortal portal, string file, long? lines, long most = long.MaxValue)
    {
        long start = Stopwatch.GetTimestamp();
        using var reply = await http.GetAsync(new Uri($"/api/proposals/{portal.Proposal}/{file}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var content = await reply.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        long counted = await CountAsync(content, most);
        if (counted < most && (lines is { } exact ? counted != exact : counted < portal.Votes)) throw new InvalidOperationException($"{file} has {counted} lines.");
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> SqliteAsync(PreparedPortal portal)
    {
        long start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("sqlite3", ["-readonly", "-csv", portal.Database, Select]) { RedirectStandardOutput = true })!;
        long counted = await CountAsync(process.StandardOutput.BaseStream, long.MaxValue);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0 || counted != portal.Votes) throw new InvalidOperationException($"sqlite3 ended with {process.ExitCode} after {counted} lines.");
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<long> CountAsync(Stream content, long most)
    {
        long lines = 0;
        byte[] piece = new byte[128 * 1024];
        while (lines < most && await content.ReadAsync(piece) is var count and > 0) lines += piece.AsSpan(0, count).Count((byte)'\n');
        return lines;
    }

    private static void Report(List<Round> rounds, int votes, double before, double peak, bool json)
    {
        double perSecond = votes / Figures.Median(rounds.Select(round => round.Csv));
        var ratios = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["sqlite"] = Figures.Median(rounds.Select(round => round.Sqlite / round.Csv)) };
        Figures.Print("votes.csv from the portal", perSecond, "rows/s");
        Figures.Print("votes.ndjson from the portal", votes / Figures.Median(rounds.Select(round => round.Ndjson)), "rows/s");
        Figures.Print("bundle.ndjson from the portal", votes / Figures.Median(rounds.Select(round => round.Bundle)), "rows/s");
        Figures.Print("sqlite3 -csv of the same rows", votes / Figures.Median(rounds.Select(round => round.Sqlite)), "rows/s");
        Figures.Print("the portal's most memory, before the whole exports", before, "MiB");
        Figures.Print("the portal's most memory, after", peak, "MiB");
        foreach (var (name, ratio) in ratios) Figures.Print($"ratio {name}", ratio, "");
        if (!json) return;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "exports", votes, rounds = Rounds, ratios = Figures.Rounded(ratios), votesPerSecond = Math.Round(perSecond), peakMiB = Math.Round(peak),
        }));
    }

    /// <summary>Seconds of each; the anchor before and after the CSV.</summary>
    private sealed record Round(double Csv, double Sqlite, double Ndjson, double Bundle);
}
