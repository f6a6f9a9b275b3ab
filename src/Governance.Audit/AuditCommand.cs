using System.Globalization;
using Governance.Ethereum;
using Governance.Recounts;
using Governance.Strategies;

namespace Governance.Audit;

/// <summary>Re-verifies a bundle and says what it found, in plain words. Ends with 0 when everything is as it was signed and every chain that was asked answered, else with 1.</summary>
public static class AuditCommand
{
    internal const string Usage = "bundle.ndjson [--rpc url]…";

    private const int Shown = 50;

    /// <param name="rpc">Providers of chains, at which powers and contract signatures are asked for again; none: offline.</param>
    public static async Task<int> RunAsync(string file, IReadOnlyList<string> rpc, TextWriter output, TextWriter errors, bool isTerminal)
    {
        try
        {
            using var bundle = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
            var progress = new ProgressLine(errors, bundle.Length, isTerminal);
            var report = BundleAudit.Run(bundle, progress.Show);
            progress.Clear();
            if (rpc.Count > 0 && report.Proposal is not null) report = await AskChainsAsync(report, bundle, rpc, errors, isTerminal);
            Write(report, output);
            return report is { IsSound: true, IsComplete: true } ? 0 : 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            errors.WriteLine($"{file} can not be audited: {e.Message}");
            return 1;
        }
    }

    // The bundle a second time, because no vote of the first pass is kept.
    private static async Task<AuditReport> AskChainsAsync(AuditReport report, FileStream bundle, IReadOnlyList<string> rpc, TextWriter errors, bool isTerminal)
    {
        using var http = ChainClient.CreateHttp();
        var chains = await AuditChains.OpenAsync(rpc, http);
        var differences = new Differences();
        var progress = new ProgressLine(errors, bundle.Length, isTerminal);
        bundle.Position = 0;
        var asked = await new ChainAudit(chains, report.Proposal!, new ParsedLists(report.Lists!), differences).RunAsync(bundle, progress.Show, CancellationToken.None);
        progress.Clear();
        return report with { Chains = asked, Differences = [.. report.Differences, .. differences.Kept], Found = report.Found + differences.Count };
    }

    private static void Write(AuditReport report, TextWriter output)
    {
        if (report.Proposal is { } proposal)
        {
            output.WriteLine($"proposal    {OneLine(proposal.Title)}");
            output.WriteLine($"id          {proposal.Id}");
            output.WriteLine($"space       {proposal.Space}, {proposal.VotingSystem}, power in {proposal.Rules.Decimals} decimals");
        }

        if (report.Head is { } head)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ledger      {head.Size} messages, root {head.Root}"));
            output.WriteLine($"signed by   {report.Signer} (compare it with what the portal publishes)");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"votes       {report.Votes}, of which {report.Voters} count and {report.Votes - report.Voters} were replaced"));
        if (report.Chains is { } chains) WriteChains(chains, output);
        else WriteTrust(report, output);
        WriteTally(report, output);
        WriteVerdict(report, output);
    }

    private static void WriteChains(ChainReport chains, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"on chain    power of {chains.Powers} votes and {chains.Signatures} contract signatures, asked for again at their blocks"));
        foreach (var unasked in chains.Unasked) output.WriteLine($"on trust    {unasked}");
    }

    private static void WriteTrust(AuditReport report, TextWriter output)
    {
        foreach (var (kind, count) in report.OnTrust) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"on trust    {count} signed by contracts ({kind}): confirmed by the portal at the block in the evidence, not here"));
        if (report.Proposal is not null) output.WriteLine("on trust    the power read at the pinned blocks; what the proposal itself lists was checked (--rpc asks the chain again)");
    }

    private static void WriteTally(AuditReport report, TextWriter output)
    {
        if (report is not { Proposal: { } proposal, Tally: { } tally }) return;
        foreach (var choice in tally.Choices) output.WriteLine($"counted     {choice.VotingPower}  {OneLine(proposal.Choices[choice.Index - 1])}");
        output.WriteLine($"counted     {tally.Total}  in all");
    }

    private static void WriteVerdict(AuditReport report, TextWriter output)
    {
        output.WriteLine();
        if (!report.IsSound) WriteList("DIFFERENT", $"{report.Found} differences.", report.Differences, report.Found, output);
        else if (report.IsComplete) output.WriteLine("EQUAL: everything in the bundle is as it was signed, and the claimed tally is the count.");
        if (report.IsComplete) return;
        string soFar = report.IsSound ? "nothing differs in what could be checked, but " : "";
        WriteList("NOT ALL CHECKED", $"{soFar}{report.Chains!.NotAnswered} questions to a chain got no answer. Ask a provider that keeps the state of old blocks (an archive node), or try again.",
            report.Chains.Unanswered, report.Chains.NotAnswered, output);
    }

    private static void WriteList(string verdict, string sentence, IReadOnlyList<Difference> items, long all, TextWriter output)
    {
        output.WriteLine($"{verdict}: {sentence}");
        foreach (var item in items.Take(Shown)) output.WriteLine($"- {OneLine(item.ToString())}");
        if (all > Shown) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"- and {all - Shown} more"));
    }

    // Titles are a stranger's: no control character of theirs reaches the terminal.
    private static string OneLine(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
}
