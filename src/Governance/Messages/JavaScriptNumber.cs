using System.Globalization;

namespace Governance.Messages;

/// <summary>
/// A number as JavaScript prints it. This is spelling at the wire, not counting: JSON numbers in somebody's envelope (fractions, 1e21)
/// must come out as the sender's own client wrote them, or its CID would differ. The one place where this project names a double.
/// </summary>
internal static class JavaScriptNumber
{
    /// <summary>ECMA-262 Number::toString for the double nearest to <paramref name="json"/>; infinities become null as in JSON.stringify.</summary>
    public static string Format(string json)
    {
        double value = double.Parse(json, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value)) return "null";
        if (value == 0) return "0";
        // Both runtimes print the shortest digits that round-trip; only the layout around them differs.
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        bool negative = shortest[0] == '-';
        var text = negative ? shortest[1..] : shortest;
        int e = text.IndexOf('E', StringComparison.Ordinal);
        int exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? text : text[..e];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        int n = (point < 0 ? mantissa.Length : point) + exponent;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        int leading = digits.Length - digits.TrimStart('0').Length;
        return (negative ? "-" : "") + Layout(digits.Trim('0'), n - leading);
    }

    // The value is 0.digits · 10^n, as the standard names them.
    private static string Layout(string digits, int n)
    {
        int k = digits.Length;
        if (k <= n && n <= 21) return digits + new string('0', n - k);
        if (n is > 0 and <= 21) return $"{digits[..n]}.{digits[n..]}";
        if (n is > -6 and <= 0) return $"0.{new string('0', -n)}{digits}";
        var exponent = (n - 1 < 0 ? "-" : "+") + Math.Abs(n - 1).ToString(CultureInfo.InvariantCulture);
        return k == 1 ? $"{digits}e{exponent}" : $"{digits[..1]}.{digits[1..]}e{exponent}";
    }
}
