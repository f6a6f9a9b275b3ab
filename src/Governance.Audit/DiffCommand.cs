using System.Globalization;
using System.Text.Json;
using Governance.Exports;
using Governance.Recounts;

namespace Governance.Audit;

/// <summary>
/// Compares two bundles of one proposal: everything that the old one shows stands in the new one too, and nothing was put in between.
/// Ends with 0 when the new one only continues the old, else with 1. Whether each is sound by itself, the audit says.
/// </summary>
public static class DiffCommand
{
    internal const string Usage = "diff old.ndjson new.ndjson";

    public static int Run(string oldFile, string newFile, TextWriter output, TextWriter errors)
    {
        try
        {
            using FileStream first = File.OpenRead(oldFile), second = File.OpenRead(newFile);
            var differences = new Differences();
            long added = Compare(first, second, differences);
            foreach (var difference in differences.Kept) output.WriteLine($"- {difference}");
            output.WriteLine(differences.Count > 0
                ? string.Create(CultureInfo.InvariantCulture, $"CHANGED: {differences.Count} differences.")
                : string.Create(CultureInfo.InvariantCulture, $"CONTINUED: the new bundle holds all of the old one and {added} messages after it."));
            return differences.Count > 0 ? 1 : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            errors.WriteLine($"The bundles can not be compared: {e.Message}");
            return 1;
        }
    }

    // Both files are in the ledger's order, so one pass over each is enough.
    private static long Compare(Stream oldBundle, Stream newBundle, Differences differences)
    {
        var (older, newer) = (new Lines(oldBundle), new Lines(newBundle));
        foreach (var name in (string[])["proposal", "space", "signer"])
        {
            if (older.Header(name) != newer.Header(name)) differences.Add("other-" + name, "line 1", $"the old bundle has {older.Header(name)}, the new one {newer.Header(name)}");
        }

        // Who signs two heads of one size, or a smaller one later, has broken the ledger's one promise.
        if (newer.Head.Size < older.Head.Size) differences.Add("shrunk", "line 1", $"the old bundle's signed head covers {older.Head.Size} messages of the ledger, the new one's {newer.Head.Size}; are they named in this order?");
        else if (newer.Head.Size == older.Head.Size && newer.Head.Root != older.Head.Root) differences.Add("forked", "line 1", $"two signed heads of {older.Head.Size} messages have different roots: {older.Head.Root} and {newer.Head.Root}");

        using IEnumerator<LeafLine> before = older.Leaves().GetEnumerator(), after = newer.Leaves().GetEnumerator();
        bool hasOld = before.MoveNext(), hasNew = after.MoveNext();
        long added = 0;
        while (hasOld || hasNew)
        {
            var (left, right) = (hasOld ? before.Current : null, hasNew ? after.Current : null);
            if (right is null || (left is not null && left.Entry.Index < right.Entry.Index)) differences.Add("dropped", Name(left!), "it is not in the new bundle");
            else if (left is null && right.Entry.Index >= older.Head.Size) added++;
            else if (left is null || right.Entry.Index < left.Entry.Index) differences.Add("inserted", Name(right), $"the old bundle reaches to {older.Head.Size} and does not have it");
            else if (left.Hash != right.Hash) differences.Add("changed", Name(left), $"its leaf was {left.Hash} and is {right.Hash}");
            bool moveOld = left is not null && (right is null || left.Entry.Index <= right.Entry.Index);
            bool moveNew = right is not null && (left is null || right.Entry.Index <= left.Entry.Index);
            if (moveOld) hasOld = before.MoveNext();
            if (moveNew) hasNew = after.MoveNext();
        }

        if (!older.IsWhole) differences.Add("cut", "the old bundle", "it ends before its last line; export it again");
        if (!newer.IsWhole) differences.Add("cut", "the new bundle", "it ends before its last line; export it again");
        return added;
    }

    private static string Name(LeafLine line) => string.Create(CultureInfo.InvariantCulture, $"{line.Entry.Kind} {line.Entry.Id} (ledger {line.Entry.Index})");

    private sealed class Lines
    {
        private readonly IEnumerator<ReadOnlyMemory<byte>> _lines;
        private readonly JsonElement _header;

        public Lines(Stream bundle)
        {
            _lines = All(bundle).GetEnumerator();
            try
            {
                if (!_lines.MoveNext()) throw new InvalidDataException("a file is empty");
                _header = JsonDocument.Parse(_lines.Current).RootElement.Clone();
            }
            catch (JsonException e)
            {
                throw new InvalidDataException($"the first line is no header: {e.Message}");
            }

            Head = Ledger.Checkpoint.ParseNote(Header("checkpoint")) ?? throw new InvalidDataException("the first line has no signed checkpoint");
        }

        public Ledger.Checkpoint Head { get; }

        /// <summary>Its last line was read.</summary>
        public bool IsWhole { get; private set; }

        public string Header(string name) =>
            _header.ValueKind == JsonValueKind.Object && _header.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

        public IEnumerable<LeafLine> Leaves()
        {
            while (_lines.MoveNext())
            {
                IsWhole = _lines.Current.Span.StartsWith(BundleFormat.EndPrefix);
                if (LeafOnly.TryRead(_lines.Current, out var leaf)) yield return leaf;
            }
        }

        private static IEnumerable<ReadOnlyMemory<byte>> All(Stream bundle)
        {
            using var batches = new LineBatches(bundle);
            foreach (var batch in batches.Read())
            {
                for (int i = 0; i < batch.Lines.Count; i++) yield return batch.Line(i);
            }
        }
    }
}
