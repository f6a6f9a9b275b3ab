using Governance.Database;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;
using Governance.Strategies;

namespace Governance.Spaces;

/// <summary>Accepts a signed <c>Space</c> message: its controller, or an admin who leaves the admins as they are, sets the space's settings.</summary>
public sealed class ChangeSettings(HostedSpaces hosted, SpaceStore spaces, StrategyRegistry strategies, Writer writer, LedgerSigner signer, TimeProvider clock)
{
    public async Task<Outcome<Receipt>> RunAsync(AuthenticEnvelope authentic)
    {
        var envelope = authentic.Envelope;
        if (!hosted.Has(envelope.Space)) return SpaceRejection.NotAllowed.Because($"This portal does not host the space '{envelope.Space}'.");
        if (envelope.Text("settings") is not { } text) return SpaceRejection.WrongFormat;
        var settings = SpaceSettings.Read(text, strategies);
        if (settings.Rejection is { } wrong) return wrong;
        if (Refuses(envelope.Space, envelope.From, settings.Value) is { } refused) return refused;

        var stored = await writer.RunAsync(scope => Store(scope, authentic, settings.Value));
        return stored.Rejection is { } rejection ? rejection : stored.Value.Bound();
    }

    private Rejection? Refuses(string id, Address author, SpaceSettings settings)
    {
        var current = spaces.Find(id);
        if (hosted.ControllerOf(id) == author) return null;
        if (current is null || !current.Settings.Admins.Contains(author)) return SpaceRejection.NotAllowed;
        return current.Settings.Admins.ToHashSet().SetEquals(settings.Admins) ? null : SpaceRejection.NotAllowedToChangeAdmins;
    }

    private Outcome<UnboundReceipt> Store(WriteScope scope, AuthenticEnvelope authentic, SpaceSettings settings)
    {
        var envelope = authentic.Envelope;
        if (MessageStore.Exists(scope, envelope.Id)) return MessageRejection.Duplicate;
        // Settings signed earlier but delivered later must not undo newer ones.
        if (spaces.Find(envelope.Space) is { Message: not null } current && current.UpdatedAt > envelope.Timestamp) return SpaceRejection.OlderSettings;
        var ledger = LedgerAppender.Of(scope, signer, clock);
        var message = ledger.Append(new AcceptedMessage(envelope, authentic.ReceivedAt.ToUnixTimeMilliseconds(), authentic.Signature.ToJson()));
        spaces.Put(scope, new Space(envelope.Space, hosted.ControllerOf(envelope.Space), settings, message.Idx, envelope.Timestamp));
        return new UnboundReceipt(message, ledger, signer.Address);
    }
}
