using Governance.Ethereum;
using Governance.Execution;
using Governance.Proposals;
using Governance.Votes;
using Governance.VotingSystems;
using Governance.Web.Proposals;
using Governance.Web.Wallets;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Votes;

/// <summary>Votes at a governor: by a signature that anybody relays, or by a transaction of one’s own; says when it counts.</summary>
public sealed partial class GovernorVoteBox(ProposalSheets sheets, ProposalChanges changes, VoteList votes, BallotReader reader, WalletModule wallet) : IDisposable
{
    // A delegate's vote may stand below many reductions.
    private const int RowsOfVoter = 100;

    private SheetWatch? _watch;

    [Parameter, EditorRequired] public string ProposalId { get; set; } = "";

    private WalletModule Wallet => wallet;

    private ProposalSheet? Sheet { get; set; }

    private Choice? Chosen { get; set; }

    private string? Account { get; set; }

    private string? WalletId { get; set; }

    private VotingPower? Power { get; set; }

    private bool Busy { get; set; }

    private string? Sent { get; set; }

    private ListedVote? Cast { get; set; }

    private string? Fault { get; set; }

    /// <summary>Null: this governor takes no signed ballots that are known here.</summary>
    private BallotForm? Ballots => Sheet!.Execution!.Governor.Generation.Ballots;

    private string ChainName => $"eip155:{Sheet!.Execution!.Governor.Chain}";

    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive) _watch = SheetWatch.Start(changes, sheets, ProposalId, sheet => InvokeAsync(() => ShowAsync(sheet)));
        Sheet = await sheets.FindAsync(ProposalId);
    }

    public void Dispose() => _watch?.Dispose();

    private async Task ShowAsync(ProposalSheet sheet)
    {
        Sheet = sheet;
        await ReadCastAsync();
        StateHasChanged();
    }

    private async Task ConnectedAsync(WalletAnswer answer)
    {
        (WalletId, Account, Fault, Sent) = (answer.Uuid, Address.Parse(answer.Account!.ToLowerInvariant()).ToString(), null, null);
        await ReadCastAsync();
        await ReadPowerAsync();
    }

    private async Task LeaveAsync()
    {
        await wallet.DisconnectAsync();
        (Account, Power, Cast, Sent, Fault) = (null, null, null, null, null);
    }

    private async Task ReadCastAsync() =>
        Cast = Account is null ? null
            : (await votes.PageAsync(Sheet!.Proposal, new(VoteOrder.Newest, null, Address.Parse(Account), null, RowsOfVoter))).FirstOrDefault(vote => vote.Kind == GovernorVoteKind.Cast);

    private async Task ReadPowerAsync()
    {
        var execution = Sheet!.Execution!;
        try
        {
            Power = (await reader.StandingsAsync(execution.Governor, execution.Parts, Sheet.Proposal.Start, [Address.Parse(Account!)], CancellationToken.None))[0].Power;
        }
        catch (RpcException fault)
        {
            Fault = $"Your voting power could not be read: {fault.Fault.Message}";
        }
    }

    private async Task SendAsync()
    {
        // Five quick clicks are one request.
        if (Busy || Chosen is null) return;
        (Busy, Fault) = (true, null);
        StateHasChanged();
        var execution = Sheet!.Execution!;
        var call = GovernorBallot.CallData(execution.Parts.ProposalId, Chosen, "");
        var answer = await wallet.TransactAsync(WalletId!, Account!, new(execution.Governor.Address.ToString(), Hex.Format(call)), execution.Governor.Chain);
        (Busy, Sent, Fault) = (false, answer.Hash, answer.Ok ? null : answer.Message);
    }
}
