using Governance.Benchmarks.Verify;

// Each benchmark prints a table for people; with --json its last line is one JSON object.
(string Name, Func<bool, Task<int>> RunAsync)[] benchmarks = [("verify", VerifyBenchmark.RunAsync)];

var chosen = benchmarks.FirstOrDefault(benchmark => args.Length > 0 && benchmark.Name == args[0]);
if (chosen.RunAsync is null || args.Skip(1).Any(arg => arg != "--json"))
{
    Console.Error.WriteLine($"usage: dotnet run -c Release --project tests/Governance.Benchmarks -- <{string.Join('|', benchmarks.Select(b => b.Name))}> [--json]");
    return 2;
}
return await chosen.RunAsync(args.Contains("--json"));
