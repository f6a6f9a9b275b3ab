using Governance.Database;
using Governance.Messages;

namespace Governance.Inbox;

/// <summary>Keeps a message that no chain could be asked about, with the moment of its arrival.</summary>
public sealed class KeepPending(Writer writer)
{
    /// <summary>The refusal for now, in words that say whether the message was kept.</summary>
    public async Task<Rejection> RunAsync(Envelope envelope, DateTimeOffset receivedAt, Rejection unknown)
    {
        var message = new PendingMessage(envelope.Id, envelope.Canonical, receivedAt.ToUnixTimeMilliseconds(), 1,
            (receivedAt + RetryPendingService.PauseAfter(1)).ToUnixTimeMilliseconds(), unknown.Explanation);
        try
        {
            bool kept = await writer.RunAsync(scope => PendingStore.Keep(scope, message));
            return kept ? unknown : unknown.Because("The chain's provider does not answer, and too many messages wait for it already. Nothing was stored; try again later.");
        }
        catch (Exception e) when (StorageRefusal.Of(e) is { } refusal)
        {
            return refusal;
        }
    }
}
