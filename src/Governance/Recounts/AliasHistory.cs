using System.Data.Common;
using Dapper;
using Governance.Aliases;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;

namespace Governance.Recounts;

/// <summary>Who could sign in whose name at any place of the ledger, from the alias messages themselves.</summary>
public sealed class AliasHistory
{
    private const string SelectAll = "SELECT idx AS Idx, kind AS Kind, envelope AS Envelope FROM messages WHERE kind IN ('alias', 'revoke-alias') ORDER BY idx";

    private readonly Dictionary<(Address Account, Address Alias), List<Step>> _steps = [];

    internal static AliasHistory Read(DbConnection connection)
    {
        var history = new AliasHistory();
        foreach (var row in connection.Query<Row>(SelectAll).AsList())
        {
            try
            {
                history.Add(row.Idx, Envelope.ReadStored(row.Envelope));
            }
            catch (InvalidDataException)
            {
                // The ledger's part of the recount names it; whoever signs by it is named here.
            }
        }

        return history;
    }

    /// <summary>Takes the next alias message, set or taken back.</summary>
    /// <exception cref="InvalidDataException">It names no alias.</exception>
    public void Add(long index, Envelope envelope)
    {
        if (!Address.TryParse(envelope.Text("alias") ?? "", out var alias)) throw new InvalidDataException($"The message {envelope.Id} names no alias.");
        if (!_steps.TryGetValue((envelope.From, alias), out var steps)) _steps[(envelope.From, alias)] = steps = [];
        steps.Add(new Step(index, envelope.Timestamp, envelope.Kind == MessageKind.RevokeAlias));
    }

    /// <summary>Adds a difference when somebody signed the vote who could not.</summary>
    public void Check(CheckedVote vote, Differences differences)
    {
        var (ballot, leaf) = (vote.Envelope, vote.Leaf);
        if (ballot.Signer == ballot.From || Allows(ballot.From, ballot.Signer, leaf.Index, DateTimeOffset.FromUnixTimeMilliseconds(leaf.ReceivedAtMs))) return;
        differences.Add("wrong-signer", vote.Name, $"{ballot.Signer} signed in the name of {ballot.From}");
    }

    /// <summary>The same for a message that is no vote.</summary>
    public void Check(Envelope envelope, in LeafEntry leaf, string where, Differences differences)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(differences);
        if (envelope.Signer == envelope.From || Allows(envelope.From, envelope.Signer, leaf.Index, DateTimeOffset.FromUnixTimeMilliseconds(leaf.ReceivedAtMs))) return;
        differences.Add("wrong-signer", where, $"{envelope.Signer} signed in the name of {envelope.From}");
    }

    /// <summary>Whether the alias was set, not taken back and not too old for a message at this index that arrived at this time.</summary>
    private bool Allows(Address account, Address alias, long index, DateTimeOffset arrivedAt) =>
        _steps.TryGetValue((account, alias), out var steps)
        && steps.LastOrDefault(step => step.Index < index) is { Revokes: false } last
        && last.SetAt > (arrivedAt - AliasStore.Lifetime).ToUnixTimeSeconds();

    private sealed record Row(long Idx, string Kind, byte[] Envelope);

    private sealed record Step(long Index, long SetAt, bool Revokes);
}
