using System.Data.Common;
using System.Globalization;
using Governance.Database;
using Governance.Ethereum;
using Governance.Messages;

namespace Governance.Ledger;

/// <summary>
/// The ledger as static files (C2SP tlog-tiles): tile L/N holds 256 hashes of tree level 8·L from index 256·N on, an entry bundle N the
/// leaf entries 256·N to 256·N + 255, each after its length in two big-endian bytes. A full tile never changes; one at the right edge is
/// asked for with its width.
/// </summary>
public sealed class LedgerTiles(Db db)
{
    public const int Width = 256;

    /// <summary>256 hashes are eight levels: the tile above holds one hash of them.</summary>
    public const int LevelsPerTile = 8;

    private const int MaxLevel = 7;

    /// <summary>The bytes of the tile; null where the ledger does not (yet) have all of it.</summary>
    public byte[]? Read(TilePath path)
    {
        using var connection = db.Open();
        return path.Level is { } level ? Hashes(connection, level, path) : Entries(connection, path);
    }

    private static byte[]? Hashes(DbConnection connection, int level, TilePath path)
    {
        int length = path.Count * Hash32.Size;
        return LedgerStore.Tile(connection, level, path.Index) is { } hashes && hashes.Length >= length ? hashes[..length] : null;
    }

    private static byte[]? Entries(DbConnection connection, TilePath path)
    {
        long from = path.Index * Width;
        var parts = MessageStore.Read(connection, from, from + path.Count).Select(Framed).ToList();
        return parts.Count == path.Count ? [.. parts.SelectMany(part => part)] : null;
    }

    /// <exception cref="OverflowException">An entry longer than 65,535 bytes, which the format has no room for.</exception>
    private static byte[] Framed(StoredMessage message)
    {
        byte[] entry = LedgerLeaf.Entry(message);
        ushort length = checked((ushort)entry.Length);
        return [(byte)(length >> 8), (byte)(length & 0xFF), .. entry];
    }

    /// <summary>One tile's address: <c>0/x001/234</c>, <c>0/001.p/17</c> or <c>entries/000</c>.</summary>
    /// <param name="Level">Tile level 0 to 7; null: an entry bundle.</param>
    /// <param name="Count">Hashes or entries, 1 to 256.</param>
    public sealed record TilePath(int? Level, long Index, int Count)
    {
        public bool IsFull => Count == Width;

        /// <summary>Null where the text is no tile's address in its one spelling.</summary>
        public static TilePath? Parse(string path)
        {
            var parts = path.Split('/');
            if (parts.Length < 2 || LevelOf(parts[0]) is not { } level) return null;
            int count = Width;
            var index = parts.AsSpan(1);
            if (index.Length >= 2 && index[^2].EndsWith(".p", StringComparison.Ordinal))
            {
                if (!int.TryParse(index[^1], NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or >= Width) return null;
                index[^2] = index[^2][..^2];
                index = index[..^1];
            }

            var tile = IndexOf(index) is { } n ? new TilePath(level < 0 ? null : level, n, count) : null;
            return tile?.ToString() == path ? tile : null;
        }

        public override string ToString() =>
            $"{(Level is { } level ? level.ToString(CultureInfo.InvariantCulture) : "entries")}/{Groups(Index)}{(IsFull ? "" : string.Create(CultureInfo.InvariantCulture, $".p/{Count}"))}";

        private static int? LevelOf(string text) =>
            text == "entries" ? -1 : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int level) && level <= MaxLevel ? level : null;

        // 1234067 is x001/x234/067.
        private static long? IndexOf(ReadOnlySpan<string> groups)
        {
            if (groups.Length is 0 or > 5) return null;
            long index = 0;
            for (int i = 0; i < groups.Length; i++)
            {
                var digits = i < groups.Length - 1 && groups[i].StartsWith('x') ? groups[i][1..] : groups[i];
                if (digits.Length != 3 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int group)) return null;
                index = (index * 1000) + group;
            }

            return index;
        }

        private static string Groups(long index)
        {
            var text = (index % 1000).ToString("000", CultureInfo.InvariantCulture);
            for (index /= 1000; index > 0; index /= 1000) text = string.Create(CultureInfo.InvariantCulture, $"x{index % 1000:000}/{text}");
            return text;
        }
    }
}
