using Governance.Database;
using Governance.Messages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Governance.Inbox;

/// <summary>Tries messages that wait for a chain again, after growing pauses, until each is accepted, refused or too old.</summary>
public sealed class RetryPendingService(PendingStore pending, DecideMessage decide, Writer writer, TimeProvider clock, ILogger<RetryPendingService> log) : BackgroundService
{
    private const int AtATime = 100;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>When a message that failed so many times is tried next.</summary>
    internal static TimeSpan PauseAfter(long attempts) =>
        TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << (int)Math.Min(attempts - 1, 10), LongestPause.Ticks));

    /// <summary>Tries all that are due, once.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var message in await pending.DueAsync(clock.GetUtcNow().ToUnixTimeMilliseconds(), AtATime))
        {
            var envelope = Envelope.ReadStored(message.Envelope);
            var receivedAt = DateTimeOffset.FromUnixTimeMilliseconds(message.ReceivedAtMs);
            var outcome = await decide.RunAsync(envelope, receivedAt, onArrival: false, cancellationToken);
            bool tooOld = clock.GetUtcNow() - receivedAt > Envelope.MaxAge;
            if (outcome.Rejection is { Fault: RejectionFault.Portal } unknown && !tooOld)
                await writer.RunAsync(scope => PendingStore.Keep(scope, message.Tried(unknown, clock.GetUtcNow())));
            else await writer.RunAsync(scope => PendingStore.Remove(scope, message.Id));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(stoppingToken)) return;
                await RunOnceAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is WriterBusyException or StorageException or InvalidDataException)
            {
                log.LogWarning(e, "Waiting messages could not be tried now; they stay.");
            }
        }
    }
}

internal static class PendingMessageTries
{
    public static PendingMessage Tried(this PendingMessage message, Rejection unknown, DateTimeOffset now) => message with
    {
        Attempts = message.Attempts + 1,
        Reason = unknown.Explanation,
        NextTryMs = (now + RetryPendingService.PauseAfter(message.Attempts + 1)).ToUnixTimeMilliseconds(),
    };
}
