using System.Globalization;
using System.Text.Json;
using Governance.Database;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Proposals;
using Governance.Tallies;
using Microsoft.Data.Sqlite;

namespace Governance.Exports;

/// <summary>
/// A proposal as a SQLite file that any tool opens: tables <c>readme</c>, <c>proposal</c>, <c>choices</c>, <c>votes</c>, <c>power</c>,
/// <c>tally</c>, <c>ledger</c> (described in <c>readme</c> and <c>README.md</c>). Amounts are decimal text in base units, because SQLite's
/// numbers have 64 bits. Built in a temporary file in rows' order, so memory is flat; the same content gives the same bytes.
/// </summary>
public sealed class ExportSqlite(Db db, LedgerStore ledger, LedgerSigner signer, TimeProvider clock) : IDisposable
{
    /// <summary>Votes in one file at most: about 2 GB.</summary>
    public const long MostVotes = 5_000_000;

    private readonly SemaphoreSlim _makers = new(2);

    /// <summary>
    /// Builds the file and opens it for reading; it is deleted when the stream is closed. Null while two others are being built: ask again.
    /// </summary>
    /// <param name="claim">A governor proposal's count and state, which follow its chain; null for a signed one: read here, with the votes.</param>
    /// <exception cref="InvalidOperationException">The proposal has more than <see cref="MostVotes"/> votes.</exception>
    public async Task<SqliteExport?> RunAsync(Proposal proposal, TallyJson? claim, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        if (!await _makers.WaitAsync(TimeSpan.Zero, cancellationToken)) return null;
        var path = Path.Combine(Path.GetTempPath(), $"governance-export-{Guid.NewGuid():N}.sqlite");
        try
        {
            string tag = await Task.Run(() => Build(path, proposal, claim, cancellationToken), cancellationToken);
            return new SqliteExport(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024, FileOptions.DeleteOnClose | FileOptions.SequentialScan), tag);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        finally
        {
            _makers.Release();
        }
    }

    public void Dispose() => _makers.Dispose();

    private string Build(string path, Proposal proposal, TallyJson? claim, CancellationToken cancellationToken)
    {
        using var view = new ReadView(db);
        var (size, votes) = VoteRowStore.Extent(view.Connection, proposal);
        if (votes > MostVotes) throw new InvalidOperationException($"The proposal has {votes} votes; a SQLite file is made of {MostVotes} at most.");
        var head = ledger.Latest(view.Connection);
        claim ??= TallyJson.Of(proposal, TallyStore.Read(view.Connection, proposal), clock.GetUtcNow());
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        target.Open();
        using var tables = new SqliteTables(target);
        tables.Create();
        tables.Proposal(proposal, claim);
        tables.Ledger(proposal, head, signer.Address);
        foreach (var row in VoteRowStore.Read(db, proposal, 0, size, view))
        {
            cancellationToken.ThrowIfCancellationRequested();
            tables.Vote(row, proposal.Rules.Strategies.Count);
        }

        tables.Finish();
        return string.Create(CultureInfo.InvariantCulture, $"\"sqlite1-{size}-{ExportFile.Fingerprint([.. JsonSerializer.SerializeToUtf8Bytes(claim, BundleFormat.Json), .. head?.Signature ?? []])}\"");
    }
}

/// <param name="Content">Deletes its file when it is closed.</param>
/// <param name="ETag">A strong HTTP entity tag, quotes included.</param>
public sealed record SqliteExport(FileStream Content, string ETag);
