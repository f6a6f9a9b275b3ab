using Governance.Actions;
using Governance.Ethereum;
using Governance.Execution;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Proposals;

/// <summary>Tries a governor proposal's calls on demand, and says at which block.</summary>
public sealed partial class SimulationPanel(ProposalSheets sheets, SimulateProposal simulate)
{
    [Parameter, EditorRequired] public string ProposalId { get; set; } = "";

    private Simulation? Answer { get; set; }

    private string? Fault { get; set; }

    private bool Busy { get; set; }

    private static DateTimeOffset At(Simulation answer) => DateTimeOffset.FromUnixTimeSeconds(answer.At.Time);

    private async Task TryAsync()
    {
        // Five quick clicks are one question.
        if (Busy) return;
        (Busy, Fault) = (true, null);
        StateHasChanged();
        try
        {
            if ((await sheets.FindAsync(ProposalId))?.Execution is { } execution) Answer = await simulate.RunAsync(ProposalId, execution);
        }
        catch (Exception silent) when (silent is RpcException or InvalidOperationException)
        {
            (Answer, Fault) = (null, $"Nobody can say now: {(silent as RpcException)?.Fault.Message ?? silent.Message}");
        }
        finally
        {
            Busy = false;
        }
    }
}
