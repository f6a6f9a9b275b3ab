using Governance.Execution;
using Microsoft.AspNetCore.Components;

namespace Governance.Web.Spaces;

/// <summary>Who may put, execute and cancel at the governors of a space; nothing where it has none.</summary>
public sealed partial class ControlSection(GovernorStore governors, ExecutionStore executions)
{
    [Parameter, EditorRequired] public string SpaceId { get; set; } = "";

    private List<(Governor Governor, GovernorControl Control)> Controls { get; } = [];

    protected override async Task OnParametersSetAsync()
    {
        Controls.Clear();
        foreach (var governor in (await governors.ListAsync()).Where(governor => governor.Space == SpaceId))
            Controls.Add((governor, GovernorControl.Of(governor, await executions.ControlOfAsync(governor.Chain))));
    }
}
