using System.Globalization;

namespace Governance.Web.Elements;

/// <summary>Times as the server writes them: UTC, in words. A small script then shows the reader's own zone.</summary>
public static class TimeFormat
{
    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The two largest units: <c>3 days, 4 hours</c>. Never negative.</summary>
    public static string Span(TimeSpan span)
    {
        if (span < TimeSpan.Zero) span = TimeSpan.Zero;
        (int Count, string Unit)[] units = [(span.Days, "day"), (span.Hours, "hour"), (span.Minutes, "minute"), (span.Seconds, "second")];
        var shown = units.SkipWhile(static unit => unit.Count == 0).Take(2).Where(static unit => unit.Count > 0)
            .Select(static unit => $"{unit.Count} {unit.Unit}{(unit.Count == 1 ? "" : "s")}").ToList();
        return shown.Count == 0 ? "0 seconds" : string.Join(", ", shown);
    }
}
