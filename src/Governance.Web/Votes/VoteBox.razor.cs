using Governance.Ethereum;
using Governance.Proposals;
using Governance.Strategies;
using Governance.Votes;
using Governance.VotingSystems;
using Governance.Web.Proposals;
using Governance.Web.Wallets;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Governance.Web.Votes;

internal enum VoteStep { Choosing, Reviewing, Signing, Accepted }

/// <summary>Choose, see what will be signed and what it carries, sign, keep the receipt.</summary>
public sealed partial class VoteBox(ProposalSheets sheets, ProposalPowers powers, VoteStore votes, WalletModule wallet, TimeProvider clock) : IAsyncDisposable
{
    private DotNetObjectReference<VoteBox>? _self;
    private IJSObjectReference? _watch;
    private ElementReference _sign;
    private bool _focusSign;

    [Parameter, EditorRequired] public string ProposalId { get; set; } = "";

    private WalletModule Wallet => wallet;

    private ProposalSheet? Sheet { get; set; }

    private VoteStep Step { get; set; }

    private Choice? Chosen { get; set; }

    private string Reason { get; set; } = "";

    private string? Account { get; set; }

    private string? WalletId { get; set; }

    private string WalletName { get; set; } = "";

    private PowerReading? Power { get; set; }

    private string? PowerFault { get; set; }

    private StoredVote? Current { get; set; }

    private string? Fault { get; set; }

    private string? Receipt { get; set; }

    // Made when the review begins, so that what is shown there is what the wallet is handed.
    private string? Ballot { get; set; }

    private string ChosenText => Chosen is { } choice ? Sheet!.InWords(choice.Json) : "";

    private bool CanVote => Sheet!.State == ProposalState.Active && Power is { Total.IsZero: false };

    protected override async Task OnInitializedAsync() => Sheet = await sheets.FindAsync(ProposalId);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_focusSign) return;
        _focusSign = false;
        await _sign.FocusAsync();
    }

    [JSInvokable]
    public Task OnAccountChanged(string? account) => InvokeAsync(async () =>
    {
        // While the wallet shows a request, its own answer says what became of it.
        if (Step == VoteStep.Signing) return;
        if (account is null) await LeaveAsync();
        else await UseAsync(account);
        StateHasChanged();
    });

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_watch is not null) await _watch.InvokeVoidAsync("stop");
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and what watched the wallet with it.
        }
        _self?.Dispose();
    }

    private async Task ConnectedAsync(WalletAnswer answer)
    {
        (WalletId, WalletName) = (answer.Uuid, answer.Name ?? "");
        _self ??= DotNetObjectReference.Create(this);
        _watch = await wallet.WatchAsync(answer.Uuid!, _self);
        await UseAsync(answer.Account!);
    }

    private async Task UseAsync(string account)
    {
        (Account, Step, Fault, Receipt) = (Address.Parse(account.ToLowerInvariant()).ToString(), VoteStep.Choosing, null, null);
        await ReadCurrentAsync();
        await ReadPowerAsync();
    }

    private async Task ReadCurrentAsync() =>
        Current = await votes.PageAsync(Sheet!.Proposal.Key, new(VoteOrder.Newest, null, Address.Parse(Account!), null, 1)) is [var current, ..] ? current : null;

    private async Task ReadPowerAsync()
    {
        var proposal = Sheet!.Proposal;
        (Power, PowerFault) = (null, null);
        StateHasChanged();
        var read = await powers.ReadAndKeepAsync(proposal, Address.Parse(Account!), CancellationToken.None);
        if (read.Rejection is { } unknown) PowerFault = unknown.Explanation;
        else Power = read.Value;
    }

    private async Task LeaveAsync()
    {
        await wallet.DisconnectAsync();
        (Account, Power, PowerFault, Current, Step, Fault) = (null, null, null, null, VoteStep.Choosing, null);
    }

    private void ReviewAsync()
    {
        if (Chosen is null || !CanVote) return;
        var at = BallotTypedData.TimeAfter(Current?.Timestamp, clock.GetUtcNow());
        Ballot = BallotTypedData.Vote(Sheet!.Proposal, Address.Parse(Account!), Chosen, Reason, at).ToJsonString();
        (Step, Fault, _focusSign) = (VoteStep.Reviewing, null, true);
    }

    private async Task BackAsync()
    {
        (Step, Fault) = (VoteStep.Choosing, null);
        await ReadCurrentAsync();
    }

    private async Task SignAsync()
    {
        // Five quick clicks are one request.
        if (Step == VoteStep.Signing) return;
        (Step, Fault) = (VoteStep.Signing, null);
        StateHasChanged();
        var answer = await wallet.SignAndSendAsync(WalletId!, Ballot!);
        Step = answer.Ok ? VoteStep.Accepted : VoteStep.Reviewing;
        Fault = answer.Ok ? null : answer.Message;
        Receipt = answer.Answer;
    }
}
