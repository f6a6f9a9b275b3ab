using System.Data.Common;
using Dapper;
using Governance.Aliases;
using Governance.Ethereum;
using Governance.Messages;

namespace Governance.Recounts;

/// <summary>Who could sign in whose name at any place of the ledger, from the alias messages themselves.</summary>
internal sealed class AliasHistory
{
    private const string SelectAll = "SELECT idx AS Idx, kind AS Kind, envelope AS Envelope FROM messages WHERE kind IN ('alias', 'revoke-alias') ORDER BY idx";

    private readonly Dictionary<(Address Account, Address Alias), List<Step>> _steps = [];

    private AliasHistory()
    {
    }

    public static AliasHistory Read(DbConnection connection)
    {
        var history = new AliasHistory();
        foreach (var row in connection.Query<Row>(SelectAll).AsList())
        {
            var envelope = Envelope.ReadStored(row.Envelope);
            if (!Address.TryParse(envelope.Text("alias") ?? "", out var alias)) throw new InvalidDataException($"The message {envelope.Id} names no alias.");
            if (!history._steps.TryGetValue((envelope.From, alias), out var steps)) history._steps[(envelope.From, alias)] = steps = [];
            steps.Add(new Step(row.Idx, envelope.Timestamp, envelope.Kind == MessageKind.RevokeAlias));
        }

        return history;
    }

    /// <summary>Whether the alias was set, not taken back and not too old for a message at this index that arrived at this time.</summary>
    public bool Allows(Address account, Address alias, long index, DateTimeOffset arrivedAt) =>
        _steps.TryGetValue((account, alias), out var steps)
        && steps.LastOrDefault(step => step.Index < index) is { Revokes: false } last
        && last.SetAt > (arrivedAt - AliasStore.Lifetime).ToUnixTimeSeconds();

    private sealed record Row(long Idx, string Kind, byte[] Envelope);

    private sealed record Step(long Index, long SetAt, bool Revokes);
}
