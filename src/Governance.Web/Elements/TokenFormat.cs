using System.Globalization;
using System.Numerics;

namespace Governance.Web.Elements;

/// <summary>Whole numbers as people read them. Cut, never rounded up, but in <see cref="Short"/>: nobody is shown more than there is.</summary>
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

    /// <summary>Large amounts in few digits, for summaries, to the nearest: 1,234 as it is, 12.3 K, 45.7 M, 1.2 B.</summary>
    public static string Short(BigInteger units, int decimals)
    {
        var one = BigInteger.Pow(10, decimals);
        // From where three digits of the next smaller letter would round up to its thousand.
        (BigInteger From, BigInteger Size, string Letter)[] steps = [(999_500_000, 1_000_000_000, "B"), (999_500, 1_000_000, "M"), (10_000, 1_000, "K")];
        foreach (var (from, size, letter) in steps)
        {
            if (units < from * one) continue;
            var tenths = Nearest(units * 10, size * one);
            return tenths >= 1000 || tenths % 10 == 0 ? $"{Grouped(Nearest(units, size * one))} {letter}" : $"{Grouped(tenths / 10)}.{tenths % 10} {letter}";
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

    /// <summary>
    /// Each part's share of all parts in per cent with two places, so that what is shown adds up to 100 %: the hundredths that cutting
    /// leaves over go to the largest remainders. Nothing at all is 0% each.
    /// </summary>
    public static IReadOnlyList<string> Shares(IReadOnlyList<BigInteger> parts)
    {
        var whole = parts.Aggregate(BigInteger.Zero, static (sum, part) => sum + part);
        if (whole.IsZero) return [.. parts.Select(static _ => "0%")];
        var hundredths = parts.Select(part => part * 10_000 / whole).ToArray();
        int left = 10_000 - (int)hundredths.Aggregate(BigInteger.Zero, static (sum, part) => sum + part);
        foreach (int i in Enumerable.Range(0, parts.Count).OrderByDescending(i => parts[i] * 10_000 % whole).Take(left)) hundredths[i]++;
        return [.. hundredths.Select((part, i) => part.IsZero && !parts[i].IsZero ? "<0.01%" : Share(part, 10_000))];
    }

    public static string Grouped(BigInteger number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Count(long number, string one, string many) => $"{Grouped(number)} {(number == 1 ? one : many)}";

    private static BigInteger Nearest(BigInteger part, BigInteger whole) => ((2 * part) + whole) / (2 * whole);
}
