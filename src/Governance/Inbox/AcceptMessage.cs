using Governance.Ledger;
using Governance.Messages;
using Governance.Votes;

namespace Governance.Inbox;

/// <summary>The door for every signed message. What could count as soon as a chain answers is kept, so that nobody need sign twice.</summary>
public sealed class AcceptMessage(DecideMessage decide, KeepPending keep, TimeProvider clock)
{
    public async Task<Outcome<Receipt>> RunAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var receivedAt = clock.GetUtcNow();
        var read = Envelope.Read(body, receivedAt);
        if (read.Rejection is { } malformed) return malformed;
        var outcome = await decide.RunAsync(read.Value, receivedAt, onArrival: true, cancellationToken);
        return outcome.Rejection is { } unknown && IsWorthKeeping(unknown) ? await keep.RunAsync(read.Value, receivedAt, unknown) : outcome;
    }

    private static bool IsWorthKeeping(Rejection rejection) =>
        rejection.Code == MessageRejection.SignatureUnknown.Code || rejection.Code == VoteRejection.PowerUnknown.Code;
}
