using Governance.Database;
using Governance.Ethereum;
using Governance.Messages;

namespace Governance.Ledger;

/// <summary>
/// Appends the accepted messages of one group commit: each becomes a row and a leaf, and the group ends with one signed checkpoint,
/// all in the votes' own transaction. One signature per commit, not per vote. A crowd's head is hashed and signed as it is foreseen, while
/// the rows are written: should one of them be refused, what was signed is dropped unseen and the head of what was stored is signed instead.
/// </summary>
internal sealed class LedgerAppender : IWritePart
{
    // A few leaves are hashed sooner than another thread wakes.
    private const int FewestForeseen = 16;

    private readonly LedgerSigner _signer;
    private readonly List<StoredMessage> _added = [];
    private readonly List<(AcceptedMessage Accepted, StoredMessage Message)> _foreseen = [];
    private readonly WriteScope _scope;
    private readonly TimeProvider _clock;
    private readonly LedgerTip _tip;
    private readonly long _firstSize;
    private Task<Head>? _foreseenHead;
    private bool _isAsForeseen = true;
    private Head? _head;

    private LedgerAppender(WriteScope scope, LedgerSigner signer, TimeProvider clock)
    {
        (_scope, _signer, _clock) = (scope, signer, clock);
        _firstSize = MessageStore.NextIndex(scope);
        _tip = scope.Kept<LedgerTip>() is { } kept && kept.Size == _firstSize ? kept : LedgerTip.Load(scope, _firstSize);
    }

    /// <summary>Set when all parts of the group were flushed, just before its commit.</summary>
    public Checkpoint? Checkpoint => _head?.Checkpoint;

    public static LedgerAppender Of(WriteScope scope, LedgerSigner signer, TimeProvider clock) =>
        scope.Part(s => new LedgerAppender(s, signer, clock));

    /// <summary>A message that will probably be appended, in the order in which they will.</summary>
    /// <param name="ordinal">As of <see cref="Append"/>.</param>
    public void Foresee(AcceptedMessage accepted, long ordinal) =>
        _foreseen.Add((accepted, StoredMessage.Of(accepted, _firstSize + _foreseen.Count, ordinal)));

    public void Begin(WriteScope scope)
    {
        // Where one was refused more may be, each at the price of a signature.
        if (_foreseen.Count < FewestForeseen || scope.Kept<Foresight>() is { Failed: true }) return;
        _foreseenHead = scope.Beside(() => SignHead(_foreseen.ConvertAll(one => one.Message)));
    }

    /// <summary>Stores the message and its leaf; the answer's index is its place in the ledger.</summary>
    /// <param name="ordinal">A vote's place among the votes of its proposal, from 1; 0 for other kinds.</param>
    public StoredMessage Append(AcceptedMessage accepted, long ordinal = 0)
    {
        int place = _added.Count;
        _isAsForeseen &= place < _foreseen.Count && _foreseen[place].Accepted == accepted && _foreseen[place].Message.Ordinal == ordinal;
        var message = _isAsForeseen ? _foreseen[place].Message : StoredMessage.Of(accepted, _firstSize + place, ordinal);
        MessageStore.Insert(_scope, message);
        _added.Add(message);
        return message;
    }

    /// <summary>The hash of a leaf that this group added.</summary>
    public Hash32 LeafHash(long index) => _head!.Leaves[(int)(index - _firstSize)];

    public void Finish(WriteScope scope)
    {
        bool holds = _isAsForeseen && _added.Count == _foreseen.Count;
        if (_foreseen.Count > 0) scope.AfterCommit(() => scope.Keep(new Foresight(Failed: !holds)));
        if (_added.Count == 0) return;
        var head = _head = holds && _foreseenHead is not null ? _foreseenHead.GetAwaiter().GetResult() : SignHead(_added);
        foreach (var (level, index, hashes) in head.Tip.Touched) LedgerStore.PutTile(scope, level, index, hashes.ToArray());
        LedgerStore.InsertCheckpoint(scope, head.Checkpoint);
        scope.AfterCommit(() => scope.Keep(head.Tip));
    }

    private Head SignHead(List<StoredMessage> messages)
    {
        var (leaves, tip) = (LedgerLeaf.HashMany(messages), _tip.Copy());
        tip.Append(leaves);
        return new Head(leaves, tip, _signer.Sign(tip.Size, tip.Root, _clock.GetUtcNow()));
    }

    private sealed record Head(Hash32[] Leaves, LedgerTip Tip, Checkpoint Checkpoint);

    /// <summary>Whether the group before was not what was foreseen of it.</summary>
    private sealed record Foresight(bool Failed);
}
