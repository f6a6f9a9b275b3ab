using Governance.Database;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;

namespace Governance.Aliases;

/// <summary>Accepts a signed <c>Alias</c> or <c>RevokeAlias</c>: an account lets another one sign in its name for 90 days, or takes that back.</summary>
public sealed class ChangeAlias(Writer writer, LedgerSigner signer, TimeProvider clock)
{
    public async Task<Outcome<Receipt>> RunAsync(AuthenticEnvelope authentic)
    {
        if (!Address.TryParseChecksummed(authentic.Envelope.Text("alias") ?? "", out var alias)) return AliasRejection.WrongFormat;
        if (alias == authentic.Envelope.From) return AliasRejection.SameAddress;
        var stored = await writer.RunAsync(scope => Store(scope, authentic, alias));
        return stored.Rejection is { } rejection ? rejection : stored.Value.Bound();
    }

    private Outcome<UnboundReceipt> Store(WriteScope scope, AuthenticEnvelope authentic, Address alias)
    {
        var envelope = authentic.Envelope;
        bool revokes = envelope.Kind == MessageKind.RevokeAlias;
        if (MessageStore.Exists(scope, envelope.Id)) return MessageRejection.Duplicate;
        var current = AliasStore.Current(scope, envelope.From, alias);
        if (revokes && current is not { Revoked: 0 }) return AliasRejection.DoesNotExist;
        if (!revokes && AliasStore.SignsForAnother(scope, envelope.From, alias, authentic.ReceivedAt)) return AliasRejection.LinkedElsewhere;
        // Equal timestamps: the larger id wins, so every replay keeps the same state.
        if (current is not null && (current.SetAt, current.Id).CompareTo((envelope.Timestamp, envelope.Id)) >= 0) return AliasRejection.Older;

        var ledger = LedgerAppender.Of(scope, signer, clock);
        var message = ledger.Append(new AcceptedMessage(envelope, authentic.ReceivedAt.ToUnixTimeMilliseconds(), authentic.Signature.ToJson()));
        AliasStore.Put(scope, envelope.From, alias, envelope.Timestamp, message.Idx, revokes);
        return new UnboundReceipt(message, ledger, signer.Address);
    }
}
