using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Governance.VotingSystems;

/// <summary>
/// What a voter chose, in one of Snapshot's three shapes: one number, a list of numbers, or weights by number. Choices count from 1.
/// Whether it is valid for a proposal is its voting system's to say.
/// </summary>
public sealed class Choice
{
    // A weight is a JSON number; more digits than this are refused rather than carried through every product.
    private const int MaxWeightDigits = 40;

    private Choice(string json) => Json = json;

    /// <summary>The canonical text: <c>2</c>, <c>[3,1]</c> or <c>{"1":2,"3":0.5}</c> with keys in ascending order; equal choices have equal texts.</summary>
    public string Json { get; }

    /// <summary>The one number; null for the other shapes.</summary>
    public int? Single { get; private init; }

    /// <summary>The list in the voter's order; null for the other shapes.</summary>
    public IReadOnlyList<int>? Many { get; private init; }

    /// <summary>Whole-number weights in ascending order of choice, all scaled by the same power of ten; null for the other shapes.</summary>
    public IReadOnlyList<(int Choice, BigInteger Weight)>? Weights { get; private init; }

    // Nearly every vote picks one of a few.
    private static readonly Choice[] Few = [.. Enumerable.Range(0, 32).Select(Make)];

    public static Choice Of(int choice) => choice >= 0 && choice < Few.Length ? Few[choice] : Make(choice);

    /// <summary>The choice of one small number, by its canonical text; null says nothing about other texts.</summary>
    public static Choice? Known(string json) =>
        json.Length is 1 or 2 && int.TryParse(json, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < Few.Length && Few[number].Json == json ? Few[number] : null;

    private static Choice Make(int choice) => new(choice.ToString(CultureInfo.InvariantCulture)) { Single = choice };

    public static Choice Of(IEnumerable<int> choices)
    {
        var list = choices.ToArray();
        return new($"[{string.Join(',', list)}]") { Many = list };
    }

    /// <summary>Reads the canonical text back, or any JSON of one of the three shapes.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    public static Choice Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return TryRead(document.RootElement, out var choice) ? choice : throw new FormatException($"'{json}' is not a choice.");
    }

    /// <summary>False for every other JSON: text, booleans, fractions where a whole number must stand, negative or huge weights.</summary>
    public static bool TryRead(JsonElement json, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Choice? choice)
    {
        choice = json.ValueKind switch
        {
            JsonValueKind.Number => WholeNumber(json) is { } single ? Of(single) : null,
            JsonValueKind.Array => ReadMany(json),
            JsonValueKind.Object => ReadWeights(json),
            _ => null,
        };
        return choice is not null;
    }

    public override string ToString() => Json;

    // 1 and 1.0 and 1e0 are one number in JSON and in Snapshot's JavaScript.
    private static int? WholeNumber(JsonElement json) =>
        json.TryGetInt32(out int whole) ? whole
        : json.TryGetDecimal(out decimal number) && number == decimal.Truncate(number) && Math.Abs(number) <= int.MaxValue ? (int)number
        : null;

    private static Choice? ReadMany(JsonElement json)
    {
        var list = new List<int>(json.GetArrayLength());
        foreach (var element in json.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || WholeNumber(element) is not { } number) return null;
            list.Add(number);
        }

        return Of(list);
    }

    private static Choice? ReadWeights(JsonElement json)
    {
        var parts = new SortedDictionary<int, ExactDecimal>();
        foreach (var property in json.EnumerateObject())
        {
            // "01" and "1" would be two keys for one choice: only the canonical spelling is a key.
            if (!int.TryParse(property.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                || index.ToString(CultureInfo.InvariantCulture) != property.Name
                || property.Value.ValueKind != JsonValueKind.Number
                || property.Value.GetRawText() is not { Length: <= MaxWeightDigits } raw
                || !ExactDecimal.TryParse(raw, out var weight)) return null;
            // A repeated key: the last one counts, as in JSON.parse.
            parts[index] = weight;
        }

        int places = parts.Count == 0 ? 0 : parts.Values.Max(p => p.Places);
        var weights = parts.Select(p => (p.Key, p.Value.Digits * BigInteger.Pow(10, places - p.Value.Places))).ToArray();
        return new(Canonical(parts)) { Weights = weights };
    }

    private static string Canonical(SortedDictionary<int, ExactDecimal> parts) =>
        $"{{{string.Join(',', parts.Select(part => $"\"{part.Key}\":{part.Value}"))}}}";
}
