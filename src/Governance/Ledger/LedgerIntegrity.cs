using System.Data.Common;
using Governance.Database;
using Governance.Ethereum;
using Governance.Messages;

namespace Governance.Ledger;

/// <summary>
/// Asked on start, before anything new is signed: does the store still hold what the last head signed? Whoever serves a head that
/// contradicts an earlier one has broken his own promise for good, so the answer "no" stops the program. Costs the same for a large ledger
/// as for a small one; <c>Recount</c> checks every message.
/// </summary>
public sealed class LedgerIntegrity(Db db, LedgerStore store, LedgerSigner signer)
{
    /// <summary>Leaves at the end that are rebuilt from their messages: what a torn write or a careless restore would hurt first.</summary>
    private const int TailLeaves = 2_048;

    /// <exception cref="InvalidDataException">The store does not match its last signed head; the message says what differs and what to do.</exception>
    public void Check()
    {
        using var connection = db.Open();
        long size = MessageStore.Count(connection);
        var head = store.Latest(connection);
        if (head is null)
        {
            if (size > 0) throw Mismatch($"it holds {size} messages, but no signed head");
            return;
        }

        if (size != head.Size) throw Mismatch($"the last signed head covers {head.Size} messages, the database holds {size}");
        if (head.Signer != signer.Address)
            throw new InvalidDataException($"Ledger:KeyFile: the ledger's last head is not signed by this key ({signer.Address}), but by {head.Signer?.ToString() ?? "nobody"}: put back the key file that belongs to this database.");
        CheckTail(connection, head);
    }

    private static void CheckTail(DbConnection connection, Checkpoint head)
    {
        var nodes = LedgerReader.NodesOf(connection);
        try
        {
            if (MerkleTree.Root(head.Size, nodes) != head.Root) throw Mismatch($"the root of its {head.Size} leaves is not the signed one");
            long first = Math.Max(0, head.Size - TailLeaves);
            long expected = first;
            foreach (var message in MessageStore.Read(connection, first, head.Size))
            {
                if (message.Idx != expected) throw Mismatch($"message {expected} is missing");
                if (LedgerLeaf.Hash(LedgerLeaf.Entry(message)) != nodes(0, message.Idx)) throw Mismatch($"message {message.Idx} is not what was signed");
                expected++;
            }

            CheckParents(first, head.Size, nodes);
        }
        catch (InvalidDataException e) when (e.Message.StartsWith("The ledger lacks", StringComparison.Ordinal))
        {
            throw Mismatch(e.Message);
        }
    }

    // Every hash of a tile above the tail is the root of the tile below it; the roots above were compared with the signed one.
    private static void CheckParents(long first, long size, Func<int, long, Hash32> nodes)
    {
        for (int level = LedgerTiles.LevelsPerTile; size >> level > 0; level += LedgerTiles.LevelsPerTile)
        {
            for (long i = first >> level; i < size >> level; i++)
            {
                if (MerkleTree.Parent(nodes(level - 1, 2 * i), nodes(level - 1, (2 * i) + 1)) != nodes(level, i)) throw Mismatch($"the hash of node {level}/{i} is not that of its children");
            }
        }
    }

    private static InvalidDataException Mismatch(string what) => new(
        $"The ledger does not match its last signed head: {what}. The portal does not start, because it would sign against its own word. Restore the newest backup of the database together with its key file.");
}
