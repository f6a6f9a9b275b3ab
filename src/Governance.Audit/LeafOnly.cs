using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using Governance.Ethereum;
using Governance.Exports;
using Governance.Ledger;

namespace Governance.Audit;

/// <summary>A leaf's line read only as far as its entry: what a comparison of two bundles needs.</summary>
internal static class LeafOnly
{
    /// <summary>False for lines of other kinds.</summary>
    /// <exception cref="InvalidDataException">The line is none of a bundle.</exception>
    public static bool TryRead(ReadOnlyMemory<byte> line, [NotNullWhen(true)] out LeafLine? leaf)
    {
        leaf = null;
        try
        {
            using var json = JsonDocument.Parse(line);
            if (!json.RootElement.TryGetProperty(BundleFormat.Leaf, out _)) return false;
            byte[] entry = System.Text.Encoding.UTF8.GetBytes(json.RootElement.GetProperty("entry").GetString() ?? "");
            if (!LeafEntry.TryParse(entry, out var fields, out _)) throw new InvalidDataException("a leaf's entry can not be read");
            leaf = new LeafLine(0, new Hash32(SHA256.HashData([0, .. entry])), fields, null, [], "");
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"a line can not be read: {e.Message}", e);
        }
    }
}
