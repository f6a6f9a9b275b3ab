using Governance.Database;
using Governance.Ethereum;
using Governance.Messages;

namespace Governance.Ledger;

/// <summary>
/// Appends the accepted messages of one group commit: each becomes a row and a leaf, and the group ends with one signed checkpoint,
/// all in the votes' own transaction. One signature per commit, not per vote.
/// </summary>
internal sealed class LedgerAppender : IWritePart
{
    private readonly LedgerSigner _signer;
    private readonly List<StoredMessage> _added = [];
    private Hash32[] _leaves = [];
    private readonly WriteScope _scope;
    private readonly TimeProvider _clock;
    private readonly LedgerTip _tip;
    private readonly long _firstSize;

    private LedgerAppender(WriteScope scope, LedgerSigner signer, TimeProvider clock)
    {
        (_scope, _signer, _clock) = (scope, signer, clock);
        _firstSize = MessageStore.NextIndex(scope);
        _tip = (scope.Kept<LedgerTip>() is { } kept && kept.Size == _firstSize ? kept : LedgerTip.Load(scope, _firstSize)).Copy();
    }

    /// <summary>Set when the group is flushed, just before its commit.</summary>
    public Checkpoint? Checkpoint { get; private set; }

    public static LedgerAppender Of(WriteScope scope, LedgerSigner signer, TimeProvider clock) =>
        scope.Part(s => new LedgerAppender(s, signer, clock));

    /// <summary>Stores the message and its leaf; the answer's index is its place in the ledger.</summary>
    /// <param name="ordinal">A vote's place among the votes of its proposal, from 1; 0 for other kinds.</param>
    public StoredMessage Append(AcceptedMessage accepted, long ordinal = 0)
    {
        var envelope = accepted.Envelope;
        var message = new StoredMessage(_firstSize + _added.Count, envelope.Id, envelope.Kind.Name(), envelope.Space, envelope.From, envelope.Signer,
            envelope.Timestamp, accepted.ReceivedAtMs, envelope.Canonical, accepted.Evidence, ordinal) { Ipfs = envelope.Ipfs };
        MessageStore.Insert(_scope, message);
        _added.Add(message);
        return message;
    }

    /// <summary>The hash of a leaf that this group added.</summary>
    public Hash32 LeafHash(long index) => _leaves[(int)(index - _firstSize)];

    public void Flush(WriteScope scope)
    {
        if (_added.Count == 0) return;
        _leaves = LedgerLeaf.HashMany(_added);
        _tip.Append(_leaves);
        Checkpoint = _signer.Sign(_tip.Size, _tip.Root, _clock.GetUtcNow());
        foreach (var (level, index, hashes) in _tip.Touched) LedgerStore.PutTile(scope, level, index, hashes.ToArray());
        LedgerStore.InsertCheckpoint(scope, Checkpoint);
        scope.AfterCommit(() => scope.Keep(_tip));
    }
}
