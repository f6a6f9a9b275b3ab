using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Governance.Database;

namespace Governance.Reconciliations;

/// <summary>What the sources of proposals add up to, as it was read.</summary>
public sealed class ReconciliationStore(Db db)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new DigitsConverter() } };

    private const string SelectOne = "SELECT reading FROM proposal_reconciliations WHERE proposal = @proposal";

    public async Task<Reconciliation?> FindAsync(long proposal)
    {
        await using var connection = db.Open();
        return await connection.QuerySingleOrDefaultAsync<string>(SelectOne, new { proposal }) is { } json ? JsonSerializer.Deserialize<Reconciliation>(json, Json) : null;
    }

    private const string InsertOne = """
        INSERT INTO proposal_reconciliations (proposal, reading) VALUES (@proposal, @reading) ON CONFLICT (proposal) DO UPDATE SET reading = excluded.reading
        """;

    internal static void Keep(WriteScope scope, long proposal, Reconciliation reading) =>
        scope.Connection.Execute(InsertOne, new { proposal, reading = Write(reading) }, scope.Transaction);

    internal static string Write(Reconciliation reading) => JsonSerializer.Serialize(reading, Json);

    // Whole numbers of any size as decimal text.
    private sealed class DigitsConverter : JsonConverter<BigInteger>
    {
        public override BigInteger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            BigInteger.Parse(reader.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, BigInteger value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }
}
