using System.Data.Common;
using Dapper;
using Governance.Messages;
using Governance.Proposals;

namespace Governance.Exports;

/// <summary>The messages that one proposal's bundle holds, in the ledger's order, streamed.</summary>
internal static class BundleStore
{
    private const string Columns = """
        m.idx AS Idx, m.id AS Id, m.kind AS Kind, m.space AS Space, m.author AS Author, m.signer AS Signer, m.timestamp AS Timestamp,
        m.received_at_ms AS ReceivedAtMs, m.envelope AS Envelope, m.evidence AS Evidence, m.ordinal AS Ordinal
        """;

    private const string SelectOne = $"SELECT {Columns} FROM messages m WHERE m.idx = @index";

    // The settings in force when the proposal was published; none when they came from the operator's configuration.
    private const string SelectSettings = $"SELECT {Columns} FROM messages m WHERE m.kind = 'settings' AND m.space = @space AND m.idx < @index ORDER BY m.idx DESC LIMIT 1";

    private const string SelectVotes = $"SELECT {Columns} FROM votes v JOIN messages m ON m.idx = v.message WHERE v.proposal = @key ORDER BY v.message";

    public static IEnumerable<StoredMessage> Read(DbConnection connection, Proposal proposal)
    {
        long published = proposal.Message ?? throw new InvalidOperationException($"The proposal {proposal.Id} is no signed one; it has no bundle.");
        if (connection.QuerySingleOrDefault<StoredMessage>(SelectSettings, new { space = proposal.Space, index = published }) is { } settings) yield return settings;
        yield return connection.QuerySingle<StoredMessage>(SelectOne, new { index = published });
        var withdrawal = proposal.DeletedMessage is { } deleted ? connection.QuerySingle<StoredMessage>(SelectOne, new { index = deleted }) : null;
        foreach (var vote in connection.Query<StoredMessage>(SelectVotes, new { key = proposal.Key }, buffered: false))
        {
            if (withdrawal is not null && withdrawal.Idx < vote.Idx)
            {
                yield return withdrawal;
                withdrawal = null;
            }

            yield return vote;
        }

        if (withdrawal is not null) yield return withdrawal;
    }
}
