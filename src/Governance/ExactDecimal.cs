using System.Globalization;
using System.Numerics;

namespace Governance;

/// <summary>A non-negative decimal number exactly as written: <c>Digits · 10^-Places</c>. Never through a double.</summary>
/// <param name="Digits">At least 0.</param>
/// <param name="Places">Decimal places, at least 0, without trailing zeros.</param>
public readonly record struct ExactDecimal(BigInteger Digits, int Places)
{
    // A number that people write has fewer; more would be carried through every product.
    private const int MaxLength = 100;

    public static readonly ExactDecimal Zero = new(BigInteger.Zero, 0);

    /// <summary>Reads a JSON number that is not negative: digits, an optional fraction, an optional exponent.</summary>
    public static bool TryParse(ReadOnlySpan<char> json, out ExactDecimal value)
    {
        value = default;
        if (json.IsEmpty || json.Length > MaxLength) return false;
        int e = json.IndexOfAny('e', 'E');
        int exponent = 0;
        if (e >= 0 && (!int.TryParse(json[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > MaxLength)) return false;
        var mantissa = e >= 0 ? json[..e] : json;
        int point = mantissa.IndexOf('.');
        int places = (point >= 0 ? mantissa.Length - point - 1 : 0) - exponent;
        var written = point >= 0 ? string.Concat(mantissa[..point], mantissa[(point + 1)..]) : mantissa.ToString();
        if (!BigInteger.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var digits)) return false;
        for (; places < 0; places++) digits *= 10;
        for (; places > 0 && digits % 10 == 0; places--) digits /= 10;
        value = new(digits, places);
        return true;
    }

    /// <summary>Base units as the token units that people write: <c>1500</c> with 3 decimals is <c>1.5</c>.</summary>
    public static ExactDecimal FromBaseUnits(VotingPower units, int decimals)
    {
        var digits = units.ToBigInteger();
        int places = decimals;
        for (; places > 0 && digits % 10 == 0; places--) digits /= 10;
        return new(digits, places);
    }

    /// <summary>In base units of a token with this many decimals, rounded up: a threshold is reached only by the whole of it.</summary>
    /// <exception cref="OverflowException">2^256 or more.</exception>
    public VotingPower ToBaseUnitsRoundedUp(int decimals)
    {
        if (decimals >= Places) return VotingPower.FromBigInteger(Digits * BigInteger.Pow(10, decimals - Places));
        var (quotient, remainder) = BigInteger.DivRem(Digits, BigInteger.Pow(10, Places - decimals));
        return VotingPower.FromBigInteger(remainder.IsZero ? quotient : quotient + 1);
    }

    /// <summary>The plain decimal, without an exponent: <c>0.5</c>, <c>120</c>.</summary>
    public override string ToString()
    {
        var digits = Digits.ToString(CultureInfo.InvariantCulture).PadLeft(Places + 1, '0');
        return Places == 0 ? digits : $"{digits[..^Places]}.{digits[^Places..]}";
    }

    /// <summary>As <see cref="ToString"/>, with a comma after every three digits before the point: <c>9,298,500.5</c>.</summary>
    public string ToGroupedString()
    {
        var text = ToString();
        int point = text.IndexOf('.', StringComparison.Ordinal);
        var grouped = new System.Text.StringBuilder(text);
        for (int at = (point < 0 ? text.Length : point) - 3; at > 0; at -= 3) grouped.Insert(at, ',');
        return grouped.ToString();
    }
}
