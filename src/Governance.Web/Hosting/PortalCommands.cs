using System.Globalization;
using Governance.Database;
using Governance.Ledger;
using Governance.Recounts;

namespace Governance.Web.Hosting;

/// <summary>
/// What the program does instead of serving, on the database that its settings name, also while a portal serves it:
/// <c>backup &lt;folder&gt;</c> copies database and key, <c>check</c> recounts everything. Exit 0: done and well; 1 with what is wrong. <c>--help</c> says so.
/// </summary>
internal static class PortalCommands
{
    private const string Usage = "The commands are 'backup <folder>' and 'check'; without one the portal starts. Settings follow as --Key:Name=value.";

    private const string Help = """
        Governance, a voting portal. Without a command it starts and serves until it is stopped.

          Governance.Web [--Key=value …]                    serve, with settings as below
          Governance.Web backup <folder> [--Key=value …]    copy the database and the ledger's key, also while a portal serves them
          Governance.Web check [--Key=value …]              recount everything; exit 0: it is as it was signed, 1 with what differs
          Governance.Web --help                             say this

        Settings come from appsettings.json, environment variables (Database__Directory=…) or the command line, for example
          --Urls=http://127.0.0.1:5080 --Database:Directory=/var/lib/governance
        README.md lists them under "Running it for a community".
        """;

    public static bool IsCommand(string[] args) => AsksForHelp(args) || args is [var first, ..] && first.Length > 0 && first[0] is not ('-' or '/') && !first.Contains('=', StringComparison.Ordinal);

    public static async Task<int> RunAsync(string[] args)
    {
        if (AsksForHelp(args))
        {
            Print(Help);
            return 0;
        }

        switch (args)
        {
            case ["backup", { Length: > 0 } folder, .. var settings] when !folder.StartsWith('-') && AreSettings(settings):
                await using (var portal = Portal.Create(settings, RequireDatabase)) return BackUp(portal.Services, folder);
            case ["check", .. var settings] when AreSettings(settings):
                await using (var portal = Portal.Create(settings, RequireDatabase)) return Check(portal.Services);
            default:
                await Console.Error.WriteLineAsync($"'{string.Join(' ', args)}' is no command. {Usage}");
                return 1;
        }
    }

    private static bool AsksForHelp(string[] args) => args is ["help", ..] || args.Any(static arg => arg is "--help" or "-h");

    // A word too many would be taken for a setting's name and the next for its value: then another database would be looked at.
    private static bool AreSettings(string[] args) => args.All(arg => arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains('=', StringComparison.Ordinal));

    private static int BackUp(IServiceProvider services, string folder)
    {
        var report = services.GetRequiredService<BackUp>().Run(folder);
        Print($"Backed up {report.Messages:N0} messages to {report.Folder}{HeadOf(report.Head)}.");
        Print($"Keep the folder private, {LedgerOptions.FileName} in it signs for this ledger. To restore, copy it and start the portal with --Database:Directory=<the copy>.");
        return 0;
    }

    private static int Check(IServiceProvider services)
    {
        if (services.GetRequiredService<Db>().Damage() is { } damage) throw new InvalidDataException($"The database's file is damaged: {damage}. Restore the newest backup.");
        var report = services.GetRequiredService<Recount>().Run();
        foreach (var difference in report.Differences) Print(difference.ToString());
        Print(report.IsEqual
            ? $"All {report.Messages:N0} messages, {report.Votes:N0} votes among them, are as they were signed and counted; the ledger matches every signed head."
            : $"{report.Found:N0} differences in {report.Messages:N0} messages; the first {report.Differences.Count:N0} are above.");
        if (report.OnChainVotes > 0) Print($"{report.OnChainVotes:N0} on-chain votes were added up again too; that they are the chain's own is what indexing it anew shows.");
        if (report.OnTrust > 0) Print($"{report.OnTrust:N0} signatures of contract accounts were confirmed by their chain when they came and are taken from the evidence.");
        return report.IsEqual ? 0 : 1;
    }

    // A command looks at what is there; it makes neither a database nor a key.
    private static void RequireDatabase(IServiceProvider services)
    {
        var database = services.GetRequiredService<DatabaseOptions>();
        if (Db.FileOf(database) is { } file && !File.Exists(file)) throw new InvalidDataException($"Database:Directory: there is no database {file}; name the portal's folder, for example --Database:Directory=/var/lib/governance");
        string key = services.GetRequiredService<LedgerOptions>().FileIn(database);
        if (!File.Exists(key)) throw new InvalidDataException($"Ledger:KeyFile: {key} is missing; name the key that belongs to the database, for example --Ledger:KeyFile=/etc/governance/ledger.key");
    }

    private static string HeadOf(Checkpoint? head) => head is null ? "" : string.Create(CultureInfo.InvariantCulture, $", up to the signed head of {head.Size:N0} leaves, root {head.Root}");

    private static void Print(FormattableString line) => Print(line.ToString(CultureInfo.InvariantCulture));

    private static void Print(string line) => Console.Out.WriteLine(line);
}
