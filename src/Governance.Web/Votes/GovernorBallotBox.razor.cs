using System.Globalization;
using System.Text.Json.Nodes;
using Governance.Ethereum;
using Governance.Execution;
using Governance.VotingSystems;
using Governance.Web.Proposals;
using Governance.Web.Wallets;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Votes;

/// <summary>Shows a governor's ballot in plain words, has it signed and handed in. The voter pays nothing; anybody relays it.</summary>
public sealed partial class GovernorBallotBox(PrepareBallot prepare, WalletModule wallet)
{
    [Parameter, EditorRequired] public ProposalSheet Sheet { get; set; } = default!;

    [Parameter, EditorRequired] public string Account { get; set; } = "";

    [Parameter, EditorRequired] public string WalletId { get; set; } = "";

    /// <summary>Null while nothing is chosen.</summary>
    [Parameter] public Choice? Chosen { get; set; }

    /// <summary>Whether the governor takes a reason with a signed ballot.</summary>
    [Parameter] public bool TakesReason { get; set; }

    private WalletModule Wallet => wallet;

    private string Reason { get; set; } = "";

    private bool Busy { get; set; }

    private PreparedBallot? Prepared { get; set; }

    /// <summary>The choice that is on the ballot under review.</summary>
    private Choice? OnPaper { get; set; }

    private WalletAnswer? Answer { get; set; }

    private string? Fault { get; set; }

    private string InWords => (OnPaper ?? Chosen) is { } choice ? Sheet.InWords(choice.Json) : "";

    private BallotDecision Decision => BallotDecision.Of(Address.Parse(Account), OnPaper!, Reason.Trim());

    private async Task PrepareAsync()
    {
        if (Busy || Chosen is null) return;
        (Busy, Fault, OnPaper) = (true, null, Chosen);
        var prepared = await prepare.RunAsync(Sheet.Proposal.Id, Decision, CancellationToken.None);
        Busy = false;
        if (prepared.Rejection is { } refused) (Fault, OnPaper) = (refused.Explanation, null);
        else Prepared = prepared.Value;
    }

    private void Back() => (Prepared, OnPaper, Fault) = (null, null, null);

    private async Task SignAsync()
    {
        // Five quick clicks are one request.
        if (Busy) return;
        (Busy, Fault) = (true, null);
        StateHasChanged();
        var decision = Decision;
        var request = new JsonObject
        {
            ["proposal"] = Sheet.Proposal.Id, ["voter"] = decision.Voter.ToString(), ["support"] = decision.Support,
            ["nonce"] = Prepared!.Nonce?.ToString(CultureInfo.InvariantCulture), ["reason"] = decision.Reason,
        };
        Answer = await wallet.SignAndSendBallotAsync(WalletId, Account, Prepared.TypedData.ToJsonString(), request.ToJsonString());
        (Busy, Fault) = (false, Answer.Ok ? null : Answer.Message);
    }
}
