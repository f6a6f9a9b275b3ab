using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;
using Governance.Votes;

namespace Governance.Recounts;

/// <summary>The part of a recount that follows the ledger: every message, its columns, its signature, its leaf, every node and every signed head.</summary>
internal sealed class LedgerRecount(DbConnection connection, Differences differences)
{
    private const int BatchSize = 4_096;

    private const string CountTilesAbove = "SELECT COUNT(*) FROM ledger_tiles WHERE level >= @levels";

    private readonly VoteEnvelopeReader _votes = new();
    private readonly List<Signed> _batch = new(BatchSize);
    private readonly Dictionary<int, IEnumerator<Node>> _levels = [];
    private readonly MerkleRange _tree = new();
    private long _expected;

    public long Messages { get; private set; }

    public long OnTrust { get; private set; }

    public void Run(IEnumerable<Checkpoint> heads, Address ledgerSigner, CancellationToken cancellationToken)
    {
        using var head = heads.GetEnumerator();
        bool more = head.MoveNext();
        foreach (var message in MessageStore.Read(connection, 0, long.MaxValue))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Take(message);
            for (; more && head.Current.Size <= _tree.Size; more = head.MoveNext()) Check(head.Current, ledgerSigner);
            if (_batch.Count >= BatchSize) CheckSignatures();
        }

        CheckSignatures();
        for (; more; more = head.MoveNext()) Check(head.Current, ledgerSigner);
        CheckEnds();
    }

    private void Take(StoredMessage message)
    {
        Messages++;
        var name = Name(message);
        if (message.Idx != _expected) differences.Add("missing-message", name, $"the message before it is {_expected - 1}");
        _expected = message.Idx + 1;
        Reread(message, name);
        _tree.Append(LedgerLeaf.Hash(LedgerLeaf.Entry(message)), Compare);
    }

    private void Reread(StoredMessage message, string name)
    {
        try
        {
            var envelope = MessageKinds.Parse(message.Kind).IsVote() ? _votes.Read(message.Envelope) : null;
            if (envelope is not null) Compare(message, name, new(envelope.Id, envelope.StatedId, envelope.Kind, envelope.Signer, envelope.From, envelope.Space, envelope.Timestamp, envelope.Signature));
            else Compare(message, name, Fields.Of(message.Envelope));
        }
        catch (Exception e) when (e is InvalidDataException or KeyNotFoundException or JsonException)
        {
            differences.Add("unreadable", name, e.Message);
        }
    }

    private void Compare(StoredMessage message, string name, Fields fields)
    {
        if (fields.Id != message.Id || fields.StatedId != message.Id) differences.Add("wrong-id", name, $"its digest is {fields.Id}, its envelope says {fields.StatedId}");
        if (fields.Kind.Name() != message.Kind) differences.Add("wrong-kind", name, $"its types are of {fields.Kind.Name()}");
        if (fields.Space != message.Space) differences.Add("wrong-space", name, $"it was signed for '{fields.Space}', stored for '{message.Space}'");
        if (fields.From != message.Author || fields.Signer != message.Signer) differences.Add("wrong-author", name, $"it was signed by {fields.Signer} for {fields.From}, stored as {message.Signer} for {message.Author}");
        if (fields.Timestamp != message.Timestamp) differences.Add("wrong-timestamp", name, $"it is dated {fields.Timestamp}, stored as {message.Timestamp}");
        using var evidence = JsonDocument.Parse(message.Evidence);
        if (evidence.RootElement.GetProperty("signature").GetString() == "key") _batch.Add(new(name, fields));
        else OnTrust++;
    }

    // Every hash of a tile is asked for once and in order, so each level of tiles is one stream beside the messages. The nodes between follow from them.
    private void Compare(int level, long index, Hash32 hash)
    {
        if (level % LedgerTiles.LevelsPerTile != 0) return;
        if (!_levels.TryGetValue(level, out var nodes)) _levels[level] = nodes = Nodes(level);
        var where = string.Create(CultureInfo.InvariantCulture, $"ledger node {level}/{index}");
        if (!nodes.MoveNext() || nodes.Current.Idx != index) differences.Add("missing-node", where, "it is not stored, or others stand before it");
        else if (nodes.Current.Hash != hash) differences.Add("wrong-node", where, $"it is {nodes.Current.Hash}, the messages give {hash}");
    }

    private void Check(Checkpoint head, Address ledgerSigner)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"signed head {head.Size}");
        if (head.Size != _tree.Size) differences.Add("wrong-head", where, $"the ledger has {_tree.Size} messages");
        else if (head.Root != _tree.Root) differences.Add("wrong-head", where, $"its root is {head.Root}, the messages give {_tree.Root}");
        if (head.Signer != ledgerSigner) differences.Add("wrong-head-signature", where, $"it was signed by {head.Signer?.ToString() ?? "nobody"}, not by {ledgerSigner}");
    }

    private void CheckEnds()
    {
        foreach (var (level, nodes) in _levels)
        {
            if (nodes.MoveNext()) differences.Add("extra-node", string.Create(CultureInfo.InvariantCulture, $"ledger node {level}/{nodes.Current.Idx}"), "no message gives it");
            nodes.Dispose();
        }

        int levels = _levels.Count;
        if (connection.ExecuteScalar<long>(CountTilesAbove, new { levels }) is > 0 and var tiles) differences.Add("extra-node", $"ledger tiles of level {levels} and above", $"no message gives these {tiles}");
        long? last = connection.ExecuteScalar<long?>("SELECT MAX(size) FROM ledger_checkpoints");
        if ((last ?? 0) != _tree.Size) differences.Add("wrong-head", "the last signed head", $"it covers {last ?? 0} messages, the ledger has {_tree.Size}");
    }

    private void CheckSignatures()
    {
        var wrong = new bool[_batch.Count];
        Parallel.For(0, (_batch.Count + 511) / 512, part => Recover(part * 512, Math.Min(_batch.Count, (part + 1) * 512), wrong));
        for (int i = 0; i < wrong.Length; i++)
        {
            if (wrong[i]) differences.Add("wrong-signature", _batch[i].Name, $"it was not signed by {_batch[i].Fields.Signer}");
        }

        _batch.Clear();
    }

    private void Recover(int from, int to, bool[] wrong)
    {
        var digests = new Hash32[to - from];
        var signatures = new Signature[to - from];
        for (int i = from; i < to; i++) (digests[i - from], signatures[i - from]) = (_batch[i].Fields.Id, _batch[i].Fields.Signature ?? default);
        var (signers, recovered) = (new Address[to - from], new bool[to - from]);
        PublicKeyRecovery.RecoverMany(digests, signatures, signers, recovered);
        for (int i = from; i < to; i++) wrong[i] = !recovered[i - from] || signers[i - from] != _batch[i].Fields.Signer;
    }

    private IEnumerator<Node> Nodes(int level)
    {
        foreach (var (index, hashes) in LedgerStore.Tiles(connection, level / LedgerTiles.LevelsPerTile))
        {
            int count = hashes.Length / Hash32.Size;
            for (int i = 0; i < count; i++) yield return new Node((index * LedgerTiles.Width) + i, new Hash32(hashes.AsSpan(i * Hash32.Size, Hash32.Size)));
            // What is no whole hash, or no hash at all, stands where one more would.
            if (count == 0 || hashes.Length % Hash32.Size != 0) yield return new Node((index * LedgerTiles.Width) + count, default);
        }
    }

    private static string Name(StoredMessage message) => string.Create(CultureInfo.InvariantCulture, $"{message.Kind} {message.Id} (ledger {message.Idx})");

    private sealed record Node(long Idx, Hash32 Hash);

    private sealed record Signed(string Name, Fields Fields);

    private sealed record Fields(Hash32 Id, Hash32 StatedId, MessageKind Kind, Address Signer, Address From, string Space, long Timestamp, Signature? Signature)
    {
        public static Fields Of(byte[] canonical)
        {
            var envelope = Envelope.ReadStored(canonical, out var stated);
            if (!envelope.Canonical.AsSpan().SequenceEqual(canonical)) throw new InvalidDataException("The stored bytes are not the envelope's canonical ones.");
            bool isKeys = Ethereum.Signature.TryParse(envelope.SignatureBytes, out var signature, out _);
            return new(envelope.Id, stated, envelope.Kind, envelope.Signer, envelope.From, envelope.Space, envelope.Timestamp, isKeys ? signature : null);
        }
    }
}
