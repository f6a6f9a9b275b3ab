using System.Data.Common;
using Governance.Database;
using Governance.Ethereum;
using Governance.Messages;

namespace Governance.Ledger;

/// <summary>Proofs from the ledger, against its latest signed head or between any two sizes.</summary>
public sealed class LedgerReader(Db db, LedgerStore store, MessageStore messages, LedgerSigner signer)
{
    /// <summary>The newest head; null while nothing was accepted.</summary>
    public Task<Checkpoint?> LatestAsync() => store.LatestAsync();

    /// <summary>The account that signs heads.</summary>
    public Address Signer => signer.Address;

    /// <summary>That a message is bound by the latest head; null when it was never accepted.</summary>
    public async Task<InclusionProof?> InclusionAsync(Hash32 id)
    {
        if (await messages.FindAsync(id) is not { } message) return null;
        var checkpoint = await store.LatestAsync() ?? throw new InvalidDataException("Messages are stored but no head was ever signed: the database was altered or damaged; restore a backup.");
        return Prove(message, checkpoint);
    }

    /// <summary>That a message is bound by the head that first bound it: always the same proof. Null when it was never accepted.</summary>
    public async Task<InclusionProof?> FirstInclusionAsync(Hash32 id)
    {
        if (await messages.FindAsync(id) is not { } message) return null;
        var checkpoint = await store.BindingAsync(message.Idx) ?? throw new InvalidDataException($"No signed head binds message {message.Idx}: the database was altered or damaged; restore a backup.");
        return Prove(message, checkpoint);
    }

    /// <summary>That the ledger of <paramref name="to"/> leaves continues the one of <paramref name="from"/>; null where 0 &lt;= from &lt;= to &lt;= size does not hold.</summary>
    public async Task<ConsistencyProof?> ConsistencyAsync(long from, long to)
    {
        long size = (await store.LatestAsync())?.Size ?? 0;
        if (from < 0 || from > to || to > size) return null;
        using var connection = db.Open();
        var nodes = NodesOf(connection);
        return new ConsistencyProof(from, MerkleTree.Root(from, nodes), to, MerkleTree.Root(to, nodes), MerkleTree.ConsistencyProof(from, to, nodes));
    }

    private InclusionProof Prove(StoredMessage message, Checkpoint checkpoint)
    {
        byte[] entry = LedgerLeaf.Entry(message);
        using var connection = db.Open();
        var path = MerkleTree.InclusionProof(message.Idx, checkpoint.Size, NodesOf(connection));
        return new InclusionProof(message, entry, LedgerLeaf.Hash(entry), path, checkpoint);
    }

    internal static Func<int, long, Hash32> NodesOf(DbConnection connection) => new LedgerNodes(connection).Find;
}

/// <summary>That a message stands at its place in the ledger that <paramref name="Checkpoint"/> signs.</summary>
/// <param name="Entry">The leaf's text.</param>
/// <param name="Path">Sibling hashes, from the leaf's up.</param>
public sealed record InclusionProof(StoredMessage Message, byte[] Entry, Hash32 LeafHash, IReadOnlyList<Hash32> Path, Checkpoint Checkpoint);

/// <summary>That the ledger only grew between two sizes.</summary>
public sealed record ConsistencyProof(long From, Hash32 FromRoot, long To, Hash32 ToRoot, IReadOnlyList<Hash32> Path);
