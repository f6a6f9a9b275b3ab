using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Options;

namespace Governance.Web.Hosting;

/// <summary>Counts the interactive pages that are open: Blazor itself would open any number of them.</summary>
internal sealed class CircuitLimit(IOptions<LimitsOptions> options) : CircuitHandler
{
    private int _open;

    public int Open => Volatile.Read(ref _open);

    /// <summary>True when one more circuit would be too many; pages then stay readable but not interactive.</summary>
    public bool IsReached => Open >= options.Value.MaxCircuits;

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _open);
        return Task.CompletedTask;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Decrement(ref _open);
        return Task.CompletedTask;
    }
}
