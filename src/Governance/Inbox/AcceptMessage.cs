using Governance.Database;
using Governance.Ledger;
using Governance.Messages;
using Governance.Proposals;
using Governance.Spaces;
using Governance.Votes;

namespace Governance.Inbox;

/// <summary>
/// The door for every signed message: the checks that all kinds share, in Snapshot's order (protocol/snapshot 2.1), then the use case of its kind.
/// </summary>
public sealed class AcceptMessage(
    EnvelopeVerifier signatures, SpaceStore spaces, MessageStore messages, MessageHandlers handlers, ClosingStore closings, TimeProvider clock)
{
    // Snapshot checks messages outside any space on Ethereum's main network.
    private const ulong DefaultNetwork = 1;

    public async Task<Outcome<Receipt>> RunAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var receivedAt = clock.GetUtcNow();
        var read = Envelope.Read(body, receivedAt);
        if (read.Rejection is { } malformed) return malformed;
        var envelope = read.Value;
        var space = spaces.Find(envelope.Space);
        if (envelope.Kind.NeedsSpace() && space is null) return MessageRejection.UnknownSpace;
        if (envelope.Signer != envelope.From) return MessageRejection.WrongAlias;
        var authentic = await signatures.VerifyAsync(envelope, space?.Settings.Network ?? DefaultNetwork, receivedAt, cancellationToken);
        if (authentic.Rejection is { } unsigned) return unsigned;
        if (await messages.FindAsync(envelope.Id) is not null) return MessageRejection.Duplicate;
        // Only on arrival: a vote that arrived in time and waited for a chain is still heard.
        if (envelope.Kind.IsVote() && envelope.Text("proposal") is { } proposal && closings.IsClosed(proposal)) return VoteRejection.VotingClosed;
        return await StoreAsync(authentic.Value, cancellationToken);
    }

    private async Task<Outcome<Receipt>> StoreAsync(AuthenticEnvelope authentic, CancellationToken cancellationToken)
    {
        try
        {
            return await handlers.RunAsync(authentic, cancellationToken);
        }
        catch (WriterBusyException e)
        {
            return MessageRejection.Busy.Because(e.Message);
        }
        catch (StorageException)
        {
            return MessageRejection.StorageFailed;
        }
    }
}

/// <summary>Which use case takes which kind of message.</summary>
public sealed class MessageHandlers(ChangeSettings settings, PublishProposal publish, CastVote cast)
{
    public Task<Outcome<Receipt>> RunAsync(AuthenticEnvelope message, CancellationToken cancellationToken) => message.Envelope.Kind switch
    {
        MessageKind.Settings => settings.RunAsync(message),
        MessageKind.Proposal => publish.RunAsync(message, cancellationToken),
        MessageKind.Vote or MessageKind.VoteArray or MessageKind.VoteString => cast.RunAsync(message, cancellationToken),
        _ => Task.FromResult<Outcome<Receipt>>(MessageRejection.UnsupportedKind.Because($"This portal does not keep messages of the kind '{message.Envelope.Kind.Name()}'.")),
    };
}
