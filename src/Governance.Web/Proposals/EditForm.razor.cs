using System.Text.Json.Nodes;
using Governance.Ethereum;
using Governance.Proposals;
using Governance.Spaces;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Proposals;

/// <summary>Other words for a published proposal, until voting opens.</summary>
public sealed partial class EditForm(ProposalStore proposals, SpaceStore spaces, ProposalLimits limits, TimeProvider clock)
{
    [Parameter, EditorRequired] public string ProposalId { get; set; } = "";

    private ProposalLimits Limits => limits;

    private Proposal? Proposal { get; set; }

    private ProposalDraftForm? Form { get; set; }

    private bool Done { get; set; }

    private string Href => $"/{Proposal!.Space}/proposals/{Proposal.Id}";

    protected override async Task OnInitializedAsync()
    {
        Proposal = await proposals.FindAsync(ProposalId);
        if (Proposal is not null && spaces.Find(Proposal.Space) is { } space) Form = new(Proposal, space.Settings, limits, clock.GetUtcNow());
    }

    private IReadOnlyList<string> Faults() => [.. Form!.Faults(clock.GetUtcNow())];

    private JsonObject TypedData(Address author)
    {
        var now = clock.GetUtcNow();
        return ProposalChangeTypedData.Update(Proposal!, author, Form!.ToRequest(now, Proposal!.Snapshot), now);
    }
}
