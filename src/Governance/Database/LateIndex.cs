using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Governance.Database;

/// <summary>What an index is asked for: the first eight bytes of an id or an address, and where its message stands.</summary>
internal readonly record struct LateEntry(ulong Key, long Proposal, long Message) : IComparable<LateEntry>
{
    public static ulong KeyOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64BigEndian(bytes);

    /// <summary>The key as tables hold it.</summary>
    public static byte[] BytesOf(ulong key)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, key);
        return bytes;
    }

    public int CompareTo(LateEntry other) => Key != other.Key ? Key.CompareTo(other.Key) : (Proposal, Message).CompareTo((other.Proposal, other.Message));
}

/// <summary>
/// An index in a table of its own, for keys that come in no order, written late in a crowd. One by one each entry changes a page of its own,
/// which costs four times the rest of its vote; in the order of their keys thousands share the pages. So the entries of large groups wait in
/// memory, a few thousand at a time are sorted, and each group writes a part of those, so that no group waits for all. A lone vote's are
/// written in its own transaction. What waits follows from the rows themselves: it is written on the next start if the process dies.
/// </summary>
/// <param name="insert">Writes one entry; again, it changes nothing. Values: key (eight bytes), proposal, message.</param>
internal sealed class LateIndex(string insert)
{
    /// <summary>Entries that are sorted together.</summary>
    public const int BatchSize = 8_192;

    /// <summary>
    /// More newest messages than can ever wait for their entries: a batch that is written (a full one and the group that filled it), and one that fills
    /// meanwhile. <see cref="Take"/> sees to it, for groups up to <see cref="DatabaseOptions.LargestGroup"/>.
    /// </summary>
    public const int MostLate = 3 * BatchSize;

    // Smaller groups come from a few people, and cost little.
    private const int Crowd = 16;

    // Written by each group of a crowd besides as many as it adds, so that no group does much more than another.
    private const int Ahead = 64;

    private readonly Lock _lock = new();

    // What is being written is found until all of it is in the table, so that what stands in between is found in either.
    private Waiting _filling = new(), _writing = new();
    private LateEntry[] _sorted = [];
    private int _written;

    /// <summary>The first message whose entry waits; the largest number when none does. Read it before the table: what was written meanwhile is in both.</summary>
    public long From { get; private set; } = long.MaxValue;

    /// <summary>Whether an entry is not in the table yet.</summary>
    public bool IsWaiting => From < long.MaxValue;

    /// <summary>Entries of this key that wait, the newest first.</summary>
    public IReadOnlyList<LateEntry> Find(ulong key)
    {
        // Nearly always none, and each vote asks.
        lock (_lock) return _writing.Has(key) || _filling.Has(key) ? [.. _filling.Find(key), .. _writing.Find(key)] : [];
    }

    /// <summary>Takes a group's entries, in the group's transaction: each group's, for what waits goes on even when it adds none.</summary>
    /// <param name="size">Of the ledger after this group.</param>
    public void Take(WriteScope scope, List<LateEntry> added, long size)
    {
        if (added.Count < Crowd && !IsWaiting)
        {
            foreach (var entry in added) Write(scope, entry);
            return;
        }

        if (added.Count > 0) scope.AfterCommit(() => Keep(added));
        // A batch ends before the next is full, and few entries among many messages of other kinds do not wait for company for ever.
        bool isBehind = (_written < _sorted.Length && _filling.Count + added.Count >= BatchSize) || size - From >= 2 * BatchSize;
        WriteSome(scope, isBehind ? MostLate : added.Count + Ahead, whole: !isBehind);
    }

    /// <summary>Writes a part of what waits; false: nothing did.</summary>
    /// <param name="whole">Only a full batch is begun: there is a crowd.</param>
    public bool WriteSome(WriteScope scope, int most, bool whole)
    {
        if (_written == _sorted.Length && _filling.Count >= (whole ? BatchSize : 1))
        {
            lock (_lock) (_writing, _filling) = (_filling, _writing);
            (_sorted, _written) = (_writing.Sorted(), 0);
        }

        int to = Math.Min(_sorted.Length, _written + most);
        if (to == _written) return false;
        for (int i = _written; i < to; i++) Write(scope, _sorted[i]);
        scope.AfterCommit(() => Forget(to));
        return true;
    }

    private void Write(WriteScope scope, LateEntry entry) =>
        scope.Execute(insert, ("@key", LateEntry.BytesOf(entry.Key)), ("@proposal", entry.Proposal), ("@message", entry.Message));

    private void Keep(List<LateEntry> added)
    {
        lock (_lock)
        {
            foreach (var entry in added)
            {
                _filling.Add(entry);
                From = Math.Min(From, entry.Message);
            }
        }
    }

    private void Forget(int written)
    {
        _written = written;
        if (written < _sorted.Length) return;
        (_sorted, _written) = ([], 0);
        lock (_lock)
        {
            _writing.Clear();
            From = _filling.First;
        }
    }

    /// <summary>Entries in the order in which they came; those of one key form a chain, the newest first.</summary>
    private sealed class Waiting
    {
        private readonly List<(LateEntry Entry, int Before)> _entries = [];
        private readonly Dictionary<ulong, int> _newest = [];

        public int Count => _entries.Count;

        public long First => Count > 0 ? _entries[0].Entry.Message : long.MaxValue;

        public void Add(LateEntry entry)
        {
            ref int newest = ref CollectionsMarshal.GetValueRefOrAddDefault(_newest, entry.Key, out bool known);
            _entries.Add((entry, known ? newest : -1));
            newest = _entries.Count - 1;
        }

        public bool Has(ulong key) => _newest.ContainsKey(key);

        public IEnumerable<LateEntry> Find(ulong key)
        {
            for (int at = _newest.GetValueOrDefault(key, -1); at >= 0; at = _entries[at].Before) yield return _entries[at].Entry;
        }

        public void Clear()
        {
            _entries.Clear();
            _newest.Clear();
        }

        public LateEntry[] Sorted()
        {
            LateEntry[] sorted = [.. _entries.Select(one => one.Entry)];
            Array.Sort(sorted);
            return sorted;
        }
    }
}
