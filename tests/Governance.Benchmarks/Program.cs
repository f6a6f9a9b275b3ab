using System.Globalization;
using Governance.Benchmarks.Audits;
using Governance.Benchmarks.Exports;
using Governance.Benchmarks.Indexing;
using Governance.Benchmarks.Ingest;
using Governance.Benchmarks.Pages;
using Governance.Benchmarks.Tallies;
using Governance.Benchmarks.Verify;

// Each benchmark prints a table for people; with --json its last line is one JSON object.
(string Name, string Options, Func<bool, int?, Task<int>> RunAsync)[] benchmarks =
[
    ("verify", "", (json, _) => VerifyBenchmark.RunAsync(json)),
    ("tally", " [--votes N]", (json, votes) => Task.FromResult(TallyBenchmark.Run(json, votes ?? TallyBenchmark.DefaultVotes))),
    ("audit", " [--votes N]", (json, votes) => AuditBenchmark.RunAsync(json, votes ?? AuditBenchmark.DefaultVotes)),
    ("exports", " [--votes N]", (json, votes) => ExportsBenchmark.RunAsync(json, votes ?? ExportsBenchmark.DefaultVotes)),
    ("index", "", (json, _) => IndexBenchmark.RunAsync(json)),
    ("pages", " [--votes N]", (json, votes) => PagesBenchmark.RunAsync(json, votes ?? PagesBenchmark.DefaultVotes)),
    ("ingest", " [--votes N]", (json, votes) => IngestBenchmark.RunAsync(json, votes ?? IngestBenchmark.DefaultVotes)),
];

// The anchor of `ingest` runs in a process of its own: this program once more.
if (args is [BareServer.Argument]) return await BareServer.RunAsync();

var chosen = benchmarks.FirstOrDefault(benchmark => args.Length > 0 && benchmark.Name == args[0]);
bool json = false, understood = chosen.RunAsync is not null;
int? votes = null;
for (int i = 1; i < args.Length && understood; i++)
{
    if (args[i] == "--json") json = true;
    else if (args[i] == "--votes" && chosen.Options.Length > 0 && int.TryParse(args.ElementAtOrDefault(++i), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= TallyBenchmark.LeastVotes) votes = number;
    else understood = false;
}

if (!understood)
{
    foreach (var (name, options, _) in benchmarks) Console.Error.WriteLine($"usage: dotnet run -c Release --project tests/Governance.Benchmarks -- {name}{options} [--json]");
    return 2;
}
return await chosen.RunAsync!(json, votes);
