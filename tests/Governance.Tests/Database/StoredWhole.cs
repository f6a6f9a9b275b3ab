using Dapper;
using Governance.Database;
using Governance.Ledger;
using Governance.Messages;
using Governance.Recounts;

namespace Governance.Tests.Database;

/// <summary>Opens what lies in a folder as the portal would on its next start, and asks everything of it that can be asked.</summary>
internal static class StoredWhole
{
    /// <summary>Sound for SQLite, matching its signed heads, recounted equal, and holding every receipt that was given.</summary>
    public static RecountReport Check(string folder, params IEnumerable<Receipt> acknowledged)
    {
        var options = new DatabaseOptions { Directory = folder, ConnectionString = $"Data Source={Path.Combine(folder, "governance.db")};Pooling=False" };
        var db = new Db(options);
        Migrator.Run(db);
        using var signer = LedgerSigner.FromFile(new LedgerOptions(), options);
        var store = new LedgerStore(db, signer);
        new LedgerIntegrity(db, store, signer).Check();
        using (var connection = db.Open()) connection.ExecuteScalar<string>("PRAGMA integrity_check").ShouldBe("ok");
        var report = new Recount(db, store, signer).Run(CancellationToken.None);
        report.Differences.ShouldBeEmpty();
        foreach (var receipt in acknowledged) RequireStored(receipt, new MessageStore(db), store);
        return report;
    }

    private static void RequireStored(Receipt receipt, MessageStore messages, LedgerStore store)
    {
        var message = messages.FindAsync(receipt.Message.Idx).GetAwaiter().GetResult().ShouldNotBeNull($"the acknowledged vote {receipt.Message.Id} is lost");
        message.Id.ShouldBe(receipt.Message.Id);
        message.Envelope.ShouldBe(receipt.Message.Envelope);
        store.BindingAsync(message.Idx).GetAwaiter().GetResult().ShouldNotBeNull().Signature.ShouldBe(receipt.Checkpoint.Signature);
    }
}
