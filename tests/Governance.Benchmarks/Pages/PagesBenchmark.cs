using System.Net.Http.Json;
using System.Text.Json;
using Governance.Benchmarks.Ingest;
using Governance.Benchmarks.Portals;

namespace Governance.Benchmarks.Pages;

/// <summary>
/// A proposal's page and a page deep among its votes at half of the rate that the portal can do, seen from outside; and the same pages over a
/// thousand votes, which take turns with them. Milliseconds hold the whole answer, so the server's own time is less.
/// </summary>
internal static class PagesBenchmark
{
    internal const int DefaultVotes = 1_000_000;

    private const int FewVotes = 1_000, Rounds = 3, Deep = 12, WarmPages = 1_000;

    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(5), Peak = TimeSpan.FromSeconds(3), Paced = TimeSpan.FromSeconds(4);

    internal static async Task<int> RunAsync(bool json, int votes)
    {
        var many = await PreparedPortal.OpenAsync(votes);
        var few = await PreparedPortal.OpenAsync(FewVotes);
        await using var manyServer = await WebPortal.StartAsync(many);
        await using var fewServer = await WebPortal.StartAsync(few);
        var proposal = await MeasureAsync("proposal page", manyServer, PathOf(many), fewServer, PathOf(few));
        var list = await MeasureAsync("votes page, deep", manyServer, await DeepPathAsync(manyServer, many), fewServer, await DeepPathAsync(fewServer, few));
        Report([proposal, list], votes, manyServer.PeakMiB, json);
        return 0;
    }

    private static string PathOf(PreparedPortal portal) => $"/{PortalMaker.Space}/proposals/{portal.Proposal}";

    // As a reader gets there: from page to page by the address of the next.
    private static async Task<string> DeepPathAsync(ServerProcess server, PreparedPortal portal)
    {
        using var http = new HttpClient { BaseAddress = server.Url };
        string? after = null;
        for (int i = 0; i < Deep && (i == 0 || after is not null); i++)
        {
            string query = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var page = await http.GetFromJsonAsync<JsonElement>($"/api/proposals/{portal.Proposal}/votes?order=power&limit=50{query}");
            string? next = page.GetProperty("next").GetString();
            if (next is null) break;
            after = next.Contains("after=", StringComparison.Ordinal) ? Uri.UnescapeDataString(next[(next.IndexOf("after=", StringComparison.Ordinal) + 6)..].Split('&')[0]) : next;
        }

        return $"{PathOf(portal)}?order=power&after={Uri.EscapeDataString(after ?? throw new InvalidOperationException("There is one page only."))}";
    }

    private static async Task<Measured> MeasureAsync(string name, ServerProcess manyServer, string manyPath, ServerProcess fewServer, string fewPath)
    {
        using var many = new PageLoad(manyServer.Url, manyPath);
        using var few = new PageLoad(fewServer.Url, fewPath);
        await many.PeakAsync(Warm, WarmPages);
        await few.PeakAsync(Warm, WarmPages);
        double peak = await many.PeakAsync(Peak);
        List<double> ratios = [], all = [];
        for (int i = 0; i < Rounds; i++)
        {
            var ofMany = await many.AtAsync(peak / 2, Paced);
            var ofFew = await few.AtAsync(peak / 2, Paced);
            ratios.Add(Figures.Median(ofMany) / Figures.Median(ofFew));
            all.AddRange(ofMany);
        }

        return new Measured(name, peak, Figures.Median(all), Figures.Percentile(all, 0.99), Figures.Median(ratios));
    }

    private static void Report(IReadOnlyList<Measured> pages, int votes, double peakMiB, bool json)
    {
        foreach (var page in pages)
        {
            Figures.Print($"{page.Name}, most", page.PerSecond, "pages/s");
            Figures.Print($"{page.Name}, 50th percentile at half of that", page.MedianMs, "ms");
            Figures.Print($"{page.Name}, 99th percentile at half of that", page.P99Ms, "ms");
            Figures.Print($"{page.Name}, ratio thousand", page.Ratio, "");
        }

        Figures.Print("most memory", peakMiB, "MiB");
        if (!json) return;
        var ratios = new Dictionary<string, double> { ["thousand"] = pages.Max(page => page.Ratio) };
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "pages", votes, rounds = Rounds, ratios = Figures.Rounded(ratios), p99Ms = Math.Round(pages.Max(page => page.P99Ms), 1), peakMiB = Math.Round(peakMiB),
        }));
    }

    /// <param name="PerSecond">The most pages a second.</param>
    /// <param name="Ratio">Of the medians, to the same page over a thousand votes.</param>
    private sealed record Measured(string Name, double PerSecond, double MedianMs, double P99Ms, double Ratio);
}
