using System.Globalization;
using Governance.Database;
using Governance.Exports;
using Governance.Proposals;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Benchmarks.Portals;

/// <summary>
/// A portal's folder with one proposal of so many votes. Made once and kept in the temporary folder by seed and number, because a million
/// votes take minutes; benchmarks only read it.
/// </summary>
internal sealed record PreparedPortal(string Folder, string Proposal, int Votes)
{
    private const int Seed = 712;

    // Raised when what is stored of a vote changes.
    private const int Edition = 1;

    internal string Database => Path.Combine(Folder, "governance.db");

    /// <summary>Its audit bundle; written when first asked for.</summary>
    internal async Task<string> BundleAsync()
    {
        // Another program may write another bundle.
        string file = Path.Combine(Folder, $"bundle-{typeof(ExportBundle).Module.ModuleVersionId:N}.ndjson"), unfinished = file + ".part";
        if (File.Exists(file)) return file;
        foreach (string old in Directory.GetFiles(Folder, "bundle-*")) File.Delete(old);
        Console.Error.WriteLine("Writing the bundle, once ...");
        await using (var services = PortalServices.Open(Folder, PortalMaker.Space, TimeProvider.System))
        await using (var stream = File.Create(unfinished))
        {
            var proposal = await services.GetRequiredService<ProposalStore>().FindAsync(Proposal) ?? throw new InvalidOperationException("The proposal is gone.");
            await services.GetRequiredService<ExportBundle>().RunAsync(proposal, stream, CancellationToken.None);
        }

        File.Move(unfinished, file);
        return file;
    }

    internal static async Task<PreparedPortal> OpenAsync(int votes)
    {
        string folder = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"governance-benchmark-{Environment.UserName}-{Seed}-{votes}-{Edition}"));
        string ready = Path.Combine(folder, "proposal.id");
        if (!File.Exists(ready))
        {
            // What an interrupted run left has no end.
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(ready, await MakeAsync(folder, votes));
        }

        // Made by an earlier program, it gets today's schema as any portal does.
        Migrator.Run(new Db(new DatabaseOptions { Directory = folder }));
        return new PreparedPortal(folder, (await File.ReadAllTextAsync(ready)).Trim(), votes);
    }

    private static async Task<string> MakeAsync(string folder, int votes)
    {
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Making a portal with {votes:N0} votes in {folder}, once ..."));
        string proposal;
        await using (var maker = new PortalMaker(folder, Seed))
        {
            int told = 0;
            proposal = await maker.FillAsync(votes, stored =>
            {
                if (stored - told < 100_000) return;
                told = stored;
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {stored:N0} stored"));
            });
        }

        // As a portal that was stopped in peace: nothing is left in the write-ahead log.
        SqliteConnection.ClearAllPools();
        return proposal;
    }
}
