using System.Text.Json.Nodes;
using Governance.Ethereum;
using Governance.Proposals;
using Governance.Spaces;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Proposals;

/// <summary>What the author of a signed proposal can still do: change its words until voting opens, withdraw it.</summary>
public sealed partial class AuthorBox(ProposalStore proposals, SpaceStore spaces, TimeProvider clock)
{
    [Parameter, EditorRequired] public string ProposalId { get; set; } = "";

    private Proposal? Proposal { get; set; }

    private bool Withdrawing { get; set; }

    private bool Done { get; set; }

    private bool MayChange => clock.GetUtcNow().ToUnixTimeSeconds() < Proposal!.Start;

    protected override async Task OnInitializedAsync() => Proposal = await proposals.FindAsync(ProposalId);

    private bool MayWithdraw(Address account) => DeleteProposal.MayWithdraw(account, Proposal!, spaces.Find(Proposal!.Space)!);

    private JsonObject TypedData(Address account) => ProposalChangeTypedData.Withdrawal(Proposal!, account, clock.GetUtcNow());
}
