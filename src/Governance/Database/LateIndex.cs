using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Governance.Database;

/// <summary>What an index is asked for: the first eight bytes of an id or an address, and where its message stands.</summary>
internal readonly record struct LateEntry(ulong Key, long Proposal, long Message) : IComparable<LateEntry>
{
    public static ulong KeyOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64BigEndian(bytes);

    public int CompareTo(LateEntry other) => (Key, Proposal, Message).CompareTo((other.Key, other.Proposal, other.Message));
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

    /// <summary>More newest messages than can ever wait for their entries: a batch that is being written, and less than one that fills.</summary>
    public const int MostLate = 3 * BatchSize;

    // Smaller groups come from a few people, and cost little.
    private const int Crowd = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, List<LateEntry>> _late = [];
    private List<LateEntry> _filling = [];
    private LateEntry[] _sorted = [];
    private int _written;

    /// <summary>The first message whose entry waits; the largest number when none does. Read it before the table: what was written meanwhile is in both.</summary>
    public long From { get; private set; } = long.MaxValue;

    /// <summary>Whether an entry is not in the table yet.</summary>
    public bool IsWaiting => From < long.MaxValue;

    /// <summary>Entries of this key that wait.</summary>
    public IReadOnlyList<LateEntry> Find(ulong key)
    {
        lock (_lock) return _late.TryGetValue(key, out var entries) ? [.. entries] : [];
    }

    /// <summary>Takes a group's entries, in the group's transaction.</summary>
    public void Take(WriteScope scope, List<LateEntry> added)
    {
        if (added.Count < Crowd && !IsWaiting)
        {
            foreach (var entry in added) Write(scope, entry);
            return;
        }

        scope.AfterCommit(() => Keep(added));
        WriteSome(scope, (2 * added.Count) + 256, whole: true);
    }

    /// <summary>Writes a part of what waits; false: nothing did.</summary>
    /// <param name="whole">Only full batches are begun: there is a crowd.</param>
    public bool WriteSome(WriteScope scope, int most, bool whole)
    {
        if (_written == _sorted.Length && (whole ? _filling.Count >= BatchSize : _filling.Count > 0))
        {
            _filling.Sort();
            (_sorted, _filling, _written) = ([.. _filling], [], 0);
        }

        int to = Math.Min(_sorted.Length, _written + most);
        if (to == _written) return false;
        for (int i = _written; i < to; i++) Write(scope, _sorted[i]);
        scope.AfterCommit(() => Forget(to));
        return true;
    }

    private void Write(WriteScope scope, LateEntry entry)
    {
        var key = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(key, entry.Key);
        scope.Execute(insert, ("@key", key), ("@proposal", entry.Proposal), ("@message", entry.Message));
    }

    private void Keep(List<LateEntry> added)
    {
        lock (_lock)
        {
            _filling.AddRange(added);
            foreach (var entry in added)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(_late, entry.Key, out _) ??= new(1)).Add(entry);
                From = Math.Min(From, entry.Message);
            }
        }
    }

    // A batch is forgotten when all of it is in the table, so that what stands in between is found in either.
    private void Forget(int written)
    {
        _written = written;
        if (written < _sorted.Length) return;
        lock (_lock)
        {
            foreach (var entry in _sorted)
            {
                var entries = _late[entry.Key];
                if (entries.Count == 1) _late.Remove(entry.Key);
                else entries.Remove(entry);
            }

            From = _filling.Count > 0 ? _filling[0].Message : long.MaxValue;
        }

        (_sorted, _written) = ([], 0);
    }
}
