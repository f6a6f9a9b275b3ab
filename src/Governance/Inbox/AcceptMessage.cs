using Governance.Ledger;
using Governance.Messages;
using Governance.Votes;

namespace Governance.Inbox;

/// <summary>The door for every signed message. What could count as soon as a chain answers is kept, so that nobody need sign twice.</summary>
public sealed class AcceptMessage(VoteCrowd crowd, DecideMessage decide, KeepPending keep, TimeProvider clock)
{
    public async Task<Outcome<Receipt>> RunAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var arrival = await crowd.TakeAsync(body, clock.GetUtcNow());
        return arrival.Receipt ?? await DecideAloneAsync(arrival, cancellationToken);
    }

    private async Task<Outcome<Receipt>> DecideAloneAsync(ArrivingVote arrival, CancellationToken cancellationToken)
    {
        if (arrival.Refusal is { } refusal) return await decide.RefusedAsync(arrival.Envelope!, refusal);
        var read = arrival.Envelope is { } known ? known : Envelope.Read(arrival.Body, arrival.ReceivedAt);
        if (read.Rejection is { } malformed) return malformed;
        var outcome = await decide.RunAsync(read.Value, arrival.ReceivedAt, onArrival: true, cancellationToken, arrival.IsByKey);
        return outcome.Rejection is { } unknown && IsWorthKeeping(unknown) ? await keep.RunAsync(read.Value, arrival.ReceivedAt, unknown) : outcome;
    }

    private static bool IsWorthKeeping(Rejection rejection) =>
        rejection.Code == MessageRejection.SignatureUnknown.Code || rejection.Code == VoteRejection.PowerUnknown.Code;
}
