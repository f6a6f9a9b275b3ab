using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Governance.Ethereum;

/// <summary>
/// ABI values in JSON and as text: whole numbers as decimal text (or as JSON numbers that are whole), addresses and bytes in hexadecimal,
/// lists and tuples as arrays.
/// </summary>
public static class AbiJson
{
    private const int MaxDigits = 80;

    /// <summary>The values of a JSON array for parameters, as <see cref="AbiParameters.Encode"/> takes them.</summary>
    /// <exception cref="AbiException">Another number of values, or one that is not of its type.</exception>
    public static object[] Values(AbiParameters parameters, JsonElement array)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return array.ValueKind == JsonValueKind.Array ? Members(parameters.List, array) : throw new AbiException("The arguments are not a list.");
    }

    /// <summary>The value of one type.</summary>
    /// <exception cref="AbiException">It is not of that type.</exception>
    public static object Value(AbiType type, JsonElement json)
    {
        ArgumentNullException.ThrowIfNull(type);
        return (type.Kind, json.ValueKind) switch
        {
            (AbiKind.Array, JsonValueKind.Array) => json.EnumerateArray().Select(item => Value(type.Element!, item)).ToArray(),
            (AbiKind.Tuple, JsonValueKind.Array) => Members(type.Components, json),
            (AbiKind.Array or AbiKind.Tuple, _) => throw new AbiException($"{type} wants a list."),
            (AbiKind.Boolean, JsonValueKind.True or JsonValueKind.False) => json.GetBoolean(),
            (AbiKind.UnsignedInteger or AbiKind.SignedInteger, JsonValueKind.Number) => Value(type, json.GetRawText()),
            (_, JsonValueKind.String) => Value(type, json.GetString()!),
            _ => throw new AbiException($"{json.GetRawText()} is no {type}."),
        };
    }

    /// <summary>The value that a text names, of a type that is no list.</summary>
    /// <exception cref="AbiException">It is not of that type.</exception>
    public static object Value(AbiType type, string text)
    {
        ArgumentNullException.ThrowIfNull(type);
        object? value = type.Kind switch
        {
            // Longer texts are no 256-bit numbers; parsing them costs the square of their length.
            AbiKind.UnsignedInteger or AbiKind.SignedInteger =>
                text.Length <= MaxDigits && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            AbiKind.Address => Address.TryParse(text, out var address) ? address : null,
            AbiKind.Boolean => text is "true" or "false" ? text == "true" : null,
            AbiKind.FixedBytes => Hex.TryParse(text, out byte[]? word) && word.Length == type.Size ? word.Length == Hash32.Size ? new Hash32(word) : word : null,
            AbiKind.Bytes => Hex.TryParse(text, out byte[]? bytes) ? bytes : null,
            AbiKind.Text => text,
            _ => null,
        };
        return value ?? throw new AbiException($"'{text}' is no {type}.");
    }

    /// <summary>A decoded value as text: equal values have equal texts.</summary>
    public static string Text(object value) => value switch
    {
        BigInteger number => number.ToString(CultureInfo.InvariantCulture),
        bool boolean => boolean ? "true" : "false",
        byte[] bytes => Hex.Format(bytes),
        string text => text,
        IEnumerable<object> items => $"[{string.Join(", ", items.Select(Text))}]",
        _ => value?.ToString() ?? "",
    };

    private static object[] Members(IReadOnlyList<AbiParameter> parameters, JsonElement array)
    {
        if (array.GetArrayLength() != parameters.Count) throw new AbiException($"{array.GetArrayLength()} values for {parameters.Count} parameters.");
        return [.. array.EnumerateArray().Select((item, i) => Value(parameters[i].Type, item))];
    }
}
