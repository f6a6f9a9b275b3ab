using Governance.Messages;
using Governance.Proposals;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Proposals;

/// <summary>Says that a proposal was changed or withdrawn, by whom, when, and where the ledger has it.</summary>
public sealed partial class ProposalHistory(MessageStore messages)
{
    [Parameter, EditorRequired] public Proposal Proposal { get; set; } = null!;

    private StoredMessage? Changed { get; set; }

    private StoredMessage? Withdrawn { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        Changed = await ReadAsync(Proposal.UpdatedMessage);
        Withdrawn = await ReadAsync(Proposal.DeletedMessage);
    }

    private async Task<StoredMessage?> ReadAsync(long? index) => index is { } known ? await messages.FindAsync(known) : null;

    // When the portal took it: the message's own time is only claimed.
    private static DateTimeOffset At(StoredMessage message) => DateTimeOffset.FromUnixTimeMilliseconds(message.ReceivedAtMs);
}
