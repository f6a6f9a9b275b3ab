using System.Globalization;

namespace Governance.Web.Exports;

/// <summary>Sizes of files for people: three digits and a unit of 1,000s, two digits where the size is only reckoned.</summary>
internal static class BytesFormat
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB"];

    /// <summary>"4.12 kB", or "about 4.1 kB" where the size is only reckoned.</summary>
    public static string Of(long? exact, long about) => exact is { } known ? Of(known) : $"about {Of(TwoDigits(about))}";

    public static string Of(long bytes)
    {
        decimal size = bytes;
        int unit = 0;
        for (; size >= 1_000 && unit < Units.Length - 1; unit++) size /= 1_000;
        string digits = unit == 0 || size >= 100 ? "0" : size >= 10 ? "0.#" : "0.##";
        return $"{size.ToString(digits, CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    private static long TwoDigits(long bytes)
    {
        long step = 1;
        while (bytes / step >= 100) step *= 10;
        return (bytes + (step / 2)) / step * step;
    }
}
