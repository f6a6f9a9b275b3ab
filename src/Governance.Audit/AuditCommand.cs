using System.Globalization;
using Governance.Recounts;

namespace Governance.Audit;

/// <summary>Re-verifies a bundle and says what it found, in plain words. Ends with 0 when everything is as it was signed, else with 1.</summary>
public static class AuditCommand
{
    internal const string Usage = "bundle.ndjson";

    private const int Shown = 50;

    public static int Run(string file, TextWriter output, TextWriter errors, bool isTerminal)
    {
        try
        {
            using var bundle = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
            var progress = new ProgressLine(errors, bundle.Length, isTerminal);
            var report = BundleAudit.Run(bundle, progress.Show);
            progress.Clear();
            Write(report, output);
            return report.IsSound ? 0 : 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            errors.WriteLine($"{file} can not be audited: {e.Message}");
            return 1;
        }
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
        foreach (var (kind, count) in report.OnTrust) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"on trust    {count} signed by contracts ({kind}): confirmed by the portal at the block in the evidence, not here"));
        if (report.Proposal is not null) output.WriteLine("on trust    the power read at the pinned blocks; what the proposal itself lists was checked");
        WriteTally(report, output);
        WriteVerdict(report, output);
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
        if (report.IsSound)
        {
            output.WriteLine("EQUAL: everything in the bundle is as it was signed, and the claimed tally is the count.");
            return;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"DIFFERENT: {report.Found} differences."));
        foreach (Difference difference in report.Differences.Take(Shown)) output.WriteLine($"- {OneLine(difference.ToString())}");
        if (report.Found > Shown) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"- and {report.Found - Shown} more"));
    }

    // Titles are a stranger's: no control character of theirs reaches the terminal.
    private static string OneLine(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
}
