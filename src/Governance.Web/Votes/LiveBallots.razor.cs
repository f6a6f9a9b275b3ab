using Governance.Ethereum;
using Governance.Execution;
using Governance.Proposals;
using Governance.Web.Proposals;
using Governance.Web.Wallets;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Votes;

/// <summary>The ballots that voters have signed for a governor's proposal, each with what has become of it; a visitor's wallet relays them.</summary>
public sealed partial class LiveBallots(ProposalSheets sheets, ProposalChanges changes, JudgeBallots judge, RelayBallots relay, WalletModule wallet) : IDisposable
{
    private SheetWatch? _watch;

    [Parameter, EditorRequired] public string ProposalId { get; set; } = "";

    private WalletModule Wallet => wallet;

    private ProposalSheet? Sheet { get; set; }

    private IReadOnlyList<JudgedBallot> Ballots { get; set; } = [];

    private List<AcceptedBallot> Valid => [.. Ballots.Where(judged => judged.Standing == BallotStanding.Valid).Select(judged => judged.Ballot)];

    private string? Account { get; set; }

    private string? WalletId { get; set; }

    private bool Busy { get; set; }

    private string? Sent { get; set; }

    private string? Fault { get; set; }

    protected override async Task OnInitializedAsync()
    {
        // The document itself waits for no chain: ballots are asked about over the page's connection.
        if (!RendererInfo.IsInteractive) return;
        _watch = SheetWatch.Start(changes, sheets, ProposalId, sheet => InvokeAsync(async () =>
        {
            await ShowAsync(sheet);
            StateHasChanged();
        }));
        if (await sheets.FindAsync(ProposalId) is { } now) await ShowAsync(now);
    }

    public void Dispose() => _watch?.Dispose();

    private async Task ShowAsync(ProposalSheet sheet)
    {
        Sheet = sheet;
        Ballots = await judge.RunAsync(new StatedProposal(sheet.Proposal, sheet.State, sheet.Tally, sheet.Execution), CancellationToken.None);
    }

    private void Connected(WalletAnswer answer) => (WalletId, Account) = (answer.Uuid, answer.Account);

    private string WordOf(byte support) => support switch
    {
        0 => Sheet!.Proposal.Choices[1],
        1 => Sheet!.Proposal.Choices[0],
        2 => Sheet!.Proposal.Choices[2],
        _ => "Divided",
    };

    private async Task RelayAsync(IReadOnlyList<AcceptedBallot> ballots)
    {
        // Five quick clicks are one request.
        if (Busy) return;
        (Busy, Fault, Sent) = (true, null, null);
        StateHasChanged();
        try
        {
            var governor = Sheet!.Execution!.Governor;
            // Where there is no multicall, one transaction after the other; a wallet that declines ends it.
            foreach (var call in await relay.RunAsync(governor, ballots, CancellationToken.None))
            {
                var answer = await wallet.TransactAsync(WalletId!, Account!, new(call.To.ToString(), Hex.Format(call.Data)), governor.Chain);
                Sent = answer.Ok ? answer.Hash : Sent;
                if (answer.Ok) continue;
                Fault = answer.Message;
                return;
            }
        }
        catch (RpcException fault)
        {
            Fault = $"The chain does not answer: {fault.Fault.Message}";
        }
        finally
        {
            Busy = false;
        }
    }
}
