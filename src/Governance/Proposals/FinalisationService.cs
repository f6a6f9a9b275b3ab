using System.Data.Common;
using Governance.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Governance.Proposals;

/// <summary>Runs <see cref="FinaliseProposals"/> every second while the portal runs.</summary>
public sealed class FinalisationService(FinaliseProposals finalise, TimeProvider clock, ILogger<FinalisationService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            do
            {
                try
                {
                    await finalise.RunAsync();
                }
                catch (Exception e) when (e is StorageException or WriterBusyException or DbException)
                {
                    // The next pass finds the same work: nothing was stored.
                    log.LogWarning("Proposals could not be finalised now and will be in a moment: {Reason}", e.Message);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The portal stops.
        }
    }
}
