using System.Globalization;
using System.Numerics;

namespace Governance.Web.Elements;

/// <summary>Whole numbers as people read them. Always cut, never rounded up: nobody is shown more than there is.</summary>
public static class TokenFormat
{
    /// <summary>Token units with thousands separators: two places from 1 up, four below, <c>&lt;0.0001</c> for dust.</summary>
    /// <param name="units">Base units.</param>
    /// <param name="decimals">How many of the last digits stand behind the point, 0 to 77.</param>
    public static string Amount(BigInteger units, int decimals)
    {
        var one = BigInteger.Pow(10, decimals);
        var whole = BigInteger.DivRem(units, one, out var rest);
        int places = Math.Min(decimals, whole.IsZero ? 4 : 2);
        var shown = rest / BigInteger.Pow(10, decimals - places);
        if (whole.IsZero && shown.IsZero && !rest.IsZero) return "<0.0001";
        string fraction = places == 0 ? "" : shown.ToString(CultureInfo.InvariantCulture).PadLeft(places, '0').TrimEnd('0');
        return Grouped(whole) + (fraction.Length == 0 ? "" : "." + fraction);
    }

    /// <summary>Large amounts in few digits, for summaries: 1,234 as it is, 12.3 K, 45.6 M, 1.2 B.</summary>
    public static string Short(BigInteger units, int decimals)
    {
        var whole = units / BigInteger.Pow(10, decimals);
        (BigInteger Size, string Letter)[] steps = [(1_000_000_000, "B"), (1_000_000, "M"), (10_000, "K")];
        foreach (var (size, letter) in steps)
        {
            if (whole < size) continue;
            var tenths = whole * 10 / (letter == "K" ? 1_000 : size);
            return $"{Grouped(tenths / 10)}{(tenths % 10 == 0 || tenths >= 1000 ? "" : $".{tenths % 10}")} {letter}";
        }
        return Amount(units, decimals);
    }

    /// <summary>Every decimal place that is not zero, with thousands separators; a minus sign before what is missing.</summary>
    public static string Whole(BigInteger units, int decimals)
    {
        var whole = BigInteger.DivRem(BigInteger.Abs(units), BigInteger.Pow(10, decimals), out var rest);
        string fraction = rest.IsZero ? "" : "." + rest.ToString(CultureInfo.InvariantCulture).PadLeft(decimals, '0').TrimEnd('0');
        return (units.Sign < 0 ? "−" : "") + Grouped(whole) + fraction;
    }

    /// <summary>The exact base units, as a tooltip says them.</summary>
    public static string Exact(BigInteger units, int decimals) => $"{Grouped(units)} base units ({decimals} decimals)";

    /// <summary>part / whole in per cent with two places, cut; <c>&lt;0.01%</c> for more than nothing.</summary>
    public static string Share(BigInteger part, BigInteger whole)
    {
        if (whole.IsZero) return "0%";
        var hundredths = part * 10_000 / whole;
        if (hundredths.IsZero && !part.IsZero) return "<0.01%";
        return hundredths % 100 == 0 ? $"{hundredths / 100}%" : string.Create(CultureInfo.InvariantCulture, $"{hundredths / 100}.{(int)(hundredths % 100):00}%");
    }

    public static string Grouped(BigInteger number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Count(long number, string one, string many) => $"{Grouped(number)} {(number == 1 ? one : many)}";
}
