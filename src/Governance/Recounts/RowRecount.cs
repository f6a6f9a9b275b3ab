using System.Data.Common;
using Dapper;
using Governance.Ethereum;
using Governance.Messages;
using Governance.Spaces;

namespace Governance.Recounts;

/// <summary>The part of a recount that holds the rows of rare messages against them: no proposal without its row, every withdrawal, change, alias and space's settings.</summary>
internal sealed class RowRecount(DbConnection connection, Differences differences)
{
    private const string SelectMissing = """
        SELECT id FROM messages WHERE kind = 'proposal' AND idx NOT IN (SELECT message FROM proposals WHERE kind = 'signed' AND message IS NOT NULL)
        """;

    private const string SelectMarks = "SELECT id AS Id, updated_message AS Updated, deleted_message AS Deleted FROM proposals WHERE kind = 'signed'";
    private const string SelectKinds = "SELECT idx AS Idx, kind AS Kind, envelope AS Envelope FROM messages WHERE kind IN ('alias', 'revoke-alias', 'update-proposal', 'delete-proposal', 'settings') ORDER BY idx";
    private const string SelectAliases = "SELECT account AS Account, alias AS Alias, set_at AS SetAt, message AS Message, revoked AS Revoked FROM aliases";
    private const string SelectSpaces = "SELECT id AS Id, settings AS Settings, message AS Message, updated_at AS UpdatedAt FROM spaces";

    private readonly Dictionary<string, long> _updated = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _deleted = new(StringComparer.Ordinal);
    private readonly Dictionary<(Address Account, Address Alias), AliasRow> _aliases = [];
    private readonly Dictionary<string, SpaceRow> _spaces = new(StringComparer.Ordinal);

    public void Run()
    {
        foreach (var id in connection.Query<Hash32>(SelectMissing)) differences.Add("missing-proposal", $"proposal {id}", "it was accepted and has no row");
        foreach (var message in connection.Query<MessageRow>(SelectKinds)) Take(message);
        foreach (var row in connection.Query<MarkRow>(SelectMarks)) Compare(row);
        CompareAliases();
        CompareSpaces();
    }

    // Later messages replace earlier ones; of two withdrawals the first stays.
    private void Take(MessageRow message)
    {
        try
        {
            var envelope = Envelope.ReadStored(message.Envelope);
            var proposal = envelope.Text("proposal") ?? "";
            if (message.Kind == "update-proposal") _updated[proposal] = message.Idx;
            else if (message.Kind == "delete-proposal") _deleted.TryAdd(proposal, message.Idx);
            else if (message.Kind == "settings") _spaces[envelope.Space] = new(envelope.Space, SpaceSettings.ReadStored(envelope.Text("settings")!).Value.Json, message.Idx, envelope.Timestamp);
            else TakeAlias(message, envelope);
        }
        catch (InvalidDataException)
        {
            // The ledger's part has named it already.
        }
    }

    private void TakeAlias(MessageRow message, Envelope envelope)
    {
        if (Address.TryParse(envelope.Text("alias") ?? "", out var alias)) _aliases[(envelope.From, alias)] = new(envelope.From, alias, envelope.Timestamp, message.Idx, message.Kind == "revoke-alias" ? 1 : 0);
    }

    private void Compare(MarkRow row)
    {
        if (row.Updated != Of(_updated, row.Id)) differences.Add("wrong-change", $"proposal {row.Id}", $"its row names message {row.Updated} as its last change, the ledger has {Of(_updated, row.Id)}");
        if (row.Deleted != Of(_deleted, row.Id)) differences.Add("wrong-withdrawal", $"proposal {row.Id}", $"its row names message {row.Deleted} as its withdrawal, the ledger has {Of(_deleted, row.Id)}");
    }

    private void CompareAliases()
    {
        foreach (var row in connection.Query<AliasRow>(SelectAliases))
        {
            _aliases.Remove((row.Account, row.Alias), out var expected);
            if (row != expected) differences.Add("wrong-alias", $"alias {row.Alias} of {row.Account}", "its row is not what was signed last");
        }

        foreach (var (account, alias) in _aliases.Keys) differences.Add("missing-alias", $"alias {alias} of {account}", "it was signed and has no row");
    }

    // Settings of the configuration have no message; a signed one replaces them for good.
    private void CompareSpaces()
    {
        foreach (var row in connection.Query<SpaceRow>(SelectSpaces))
        {
            if (_spaces.Remove(row.Id, out var expected) ? row != expected : row.Message is not null) differences.Add("wrong-settings", $"space {row.Id}", "its row is not what was signed last");
        }

        foreach (string space in _spaces.Keys) differences.Add("missing-settings", $"space {space}", "they were signed and have no row");
    }

    private static long? Of(Dictionary<string, long> marks, string id) => marks.TryGetValue(id, out long message) ? message : null;

    private sealed record MessageRow(long Idx, string Kind, byte[] Envelope);

    private sealed record MarkRow(string Id, long? Updated, long? Deleted);

    private sealed record AliasRow(Address Account, Address Alias, long SetAt, long Message, long Revoked);

    private sealed record SpaceRow(string Id, string Settings, long? Message, long UpdatedAt);
}
