using System.Text.Encodings.Web;
using System.Text.Json;

namespace Governance.Exports;

/// <summary>The audit bundle's words (<c>Exports/README.md</c>): one definition for who writes and who reads it.</summary>
public static class BundleFormat
{
    public const string Version = "governance-bundle/v1";

    /// <summary>How every line begins; the first key says what it is.</summary>
    public const string Header = "bundle", List = "list", Leaf = "leaf", Skip = "skip", Tally = "tally", End = "end";

    public static ReadOnlySpan<byte> EndPrefix => "{\"end\":"u8;

    /// <summary>JSON as JavaScript writes it: only what must be is escaped.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    };

    internal static readonly JsonWriterOptions Writer = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
}
