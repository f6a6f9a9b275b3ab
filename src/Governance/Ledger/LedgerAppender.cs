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
    private readonly Dictionary<(int Level, long Index), Hash32> _added = [];
    private readonly WriteScope _scope;
    private readonly TimeProvider _clock;
    private readonly long _firstSize;

    private LedgerAppender(WriteScope scope, LedgerSigner signer, TimeProvider clock)
    {
        (_scope, _signer, _clock) = (scope, signer, clock);
        _firstSize = Size = MessageStore.NextIndex(scope);
    }

    public long Size { get; private set; }

    /// <summary>Set when the group is flushed, just before its commit.</summary>
    public Checkpoint? Checkpoint { get; private set; }

    public static LedgerAppender Of(WriteScope scope, LedgerSigner signer, TimeProvider clock) =>
        scope.Part(s => new LedgerAppender(s, signer, clock));

    /// <summary>Stores the message and its leaf; the answer's index is its place in the ledger.</summary>
    /// <param name="ordinal">A vote's place among the votes of its proposal, from 1; 0 for other kinds.</param>
    public StoredMessage Append(AcceptedMessage accepted, long ordinal = 0)
    {
        var envelope = accepted.Envelope;
        var message = new StoredMessage(Size, envelope.Id, envelope.Kind.Name(), envelope.Space, envelope.From, envelope.Signer,
            envelope.Timestamp, accepted.ReceivedAtMs, envelope.Canonical, accepted.Evidence, ordinal) { Ipfs = envelope.Ipfs };
        MessageStore.Insert(_scope, message);
        AddLeaf(LedgerLeaf.Hash(LedgerLeaf.Entry(message)));
        return message;
    }

    /// <summary>The hash of a leaf that this group added.</summary>
    public Hash32 LeafHash(long index) => _added[(0, index)];

    public void Flush(WriteScope scope)
    {
        if (Size == _firstSize) return;
        LedgerStore.InsertNodes(scope, _added);
        var root = MerkleTree.Root(Size, Node);
        Checkpoint = _signer.Sign(Size, root, _clock.GetUtcNow());
        LedgerStore.InsertCheckpoint(scope, Checkpoint);
    }

    // A new leaf completes the subtree above it as often as its index ends in ones.
    private void AddLeaf(Hash32 leaf)
    {
        _added[(0, Size)] = leaf;
        var hash = leaf;
        long index = Size++;
        for (int level = 0; (index & 1) == 1; index >>= 1, level++)
        {
            hash = MerkleTree.Parent(Node(level, index - 1), hash);
            _added[(level + 1, index >> 1)] = hash;
        }
    }

    private Hash32 Node(int level, long index) =>
        _added.TryGetValue((level, index), out var hash) ? hash : LedgerStore.Node(_scope.Connection, level, index, _scope.Transaction);
}
