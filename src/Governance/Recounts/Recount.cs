using System.Data.Common;
using Governance.Database;
using Governance.Ledger;

namespace Governance.Recounts;

/// <summary>What a recount found.</summary>
/// <param name="Messages">Messages that were read again.</param>
/// <param name="Votes">Votes among them.</param>
/// <param name="OnChainVotes">Votes at governors, whose sums were made again.</param>
/// <param name="OnTrust">Messages whose signature a contract confirmed when they came: taken from the evidence.</param>
/// <param name="Differences">The first of what differs; empty: all is as it was signed.</param>
/// <param name="Found">How many differences there are in all.</param>
public sealed record RecountReport(long Messages, long Votes, long OnChainVotes, long OnTrust, IReadOnlyList<Difference> Differences, long Found)
{
    public bool IsEqual => Found == 0;
}

/// <summary>
/// Our fsck: reads every stored message again as if it came from a stranger and compares all that the tables derived from it. Ids, signatures
/// (keys on all cores), windows, choices, superseded marks, tally cells, ledger leaves, nodes and signed heads; and the sums of on-chain votes.
/// One consistent view of the database, streamed: memory does not grow with the votes.
/// </summary>
public sealed class Recount(Db db, LedgerStore store, LedgerSigner signer)
{
    /// <summary>The whole store.</summary>
    public RecountReport Run(CancellationToken cancellationToken = default)
    {
        using var view = new ReadView(db);
        return Run(view.Connection, cancellationToken);
    }

    private RecountReport Run(DbConnection connection, CancellationToken cancellationToken)
    {
        var differences = new Differences();
        var ledger = new LedgerRecount(connection, differences);
        ledger.Run(store.All(connection), signer.Address, cancellationToken);
        long votes = new ProposalRecount(connection, differences).Run(cancellationToken);
        long onChain = new GovernorRecount(connection, differences).Run(cancellationToken);
        new RowRecount(connection, differences).Run();
        return new RecountReport(ledger.Messages, votes, onChain, ledger.OnTrust, differences.Kept, differences.Count);
    }
}
