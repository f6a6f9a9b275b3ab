using Governance.Database;
using Governance.Ledger;
using Governance.Messages;
using Governance.Votes;

namespace Governance.Inbox;

/// <summary>
/// A posted message on its way through <see cref="VoteCrowd"/>, which stores it if it is a vote with nothing to ask or to refuse. Whoever posted it
/// waits once, and goes on with what was found.
/// </summary>
internal sealed class ArrivingVote(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt, CastVote cast) : IWrite
{
    // Goes on where it is decided: on a thread of the pool that answers many.
    private readonly TaskCompletionSource<ArrivingVote> _decided = new();
    private UnboundReceipt? _stored;

    public ReadOnlyMemory<byte> Body => body;

    public DateTimeOffset ReceivedAt => receivedAt;

    /// <summary>This, when all is known that <see cref="VoteCrowd"/> can find.</summary>
    /// <exception cref="Exception">The portal failed at storing it; it is not known whether it did.</exception>
    public Task<ArrivingVote> Decided => _decided.Task;

    /// <summary>Null: it is no vote in the ordinary form, or there is something to refuse.</summary>
    public Envelope? Envelope { get; set; }

    /// <summary>The signer's own key signed it; false: not, or it was not looked at.</summary>
    public bool IsByKey { get; set; }

    /// <summary>Set where it passed every check.</summary>
    public VerifiedVote? Verified { get; set; }

    /// <summary>Set when it is stored and durable.</summary>
    public Receipt? Receipt { get; private set; }

    /// <summary>Why it was not stored after it had passed; null otherwise.</summary>
    public Rejection? Refusal { get; private set; }

    /// <summary>To be decided alone.</summary>
    public void Leave() => ThreadPool.UnsafeQueueUserWorkItem(static vote => vote._decided.SetResult(vote), this, preferLocal: true);

    void IWrite.Foresee(WriteScope scope) => cast.Foresee(scope, Verified!);

    void IWrite.Run(WriteScope scope)
    {
        var outcome = cast.Store(scope, Verified!);
        (Refusal, _stored) = (outcome.Rejection, outcome.Rejection is null ? outcome.Value : null);
    }

    void IWrite.Complete()
    {
        Receipt = _stored?.Bound();
        _decided.SetResult(this);
    }

    void IWrite.Fail(Exception fault)
    {
        Refusal = StorageRefusal.Of(fault);
        if (Refusal is not null) Leave();
        else ThreadPool.UnsafeQueueUserWorkItem(_ => _decided.SetException(fault), null);
    }
}
