using Governance.Aliases;
using Governance.Ledger;
using Governance.Messages;
using Governance.Proposals;
using Governance.Spaces;
using Governance.Votes;

namespace Governance.Inbox;

/// <summary>Which use case takes which kind of message.</summary>
public sealed class MessageHandlers(
    ChangeSettings settings, PublishProposal publish, UpdateProposal update, DeleteProposal delete, CastVote cast, ChangeAlias alias)
{
    public Task<Outcome<Receipt>> RunAsync(AuthenticEnvelope message, CancellationToken cancellationToken) => message.Envelope.Kind switch
    {
        MessageKind.Settings => settings.RunAsync(message),
        MessageKind.Proposal => publish.RunAsync(message, cancellationToken),
        MessageKind.UpdateProposal => update.RunAsync(message, cancellationToken),
        MessageKind.DeleteProposal => delete.RunAsync(message),
        MessageKind.Alias or MessageKind.RevokeAlias => alias.RunAsync(message),
        MessageKind.Vote or MessageKind.VoteArray or MessageKind.VoteString => cast.RunAsync(message, cancellationToken),
        _ => Task.FromResult<Outcome<Receipt>>(MessageRejection.UnsupportedKind.Because($"This portal does not keep messages of the kind '{message.Envelope.Kind.Name()}'.")),
    };
}
