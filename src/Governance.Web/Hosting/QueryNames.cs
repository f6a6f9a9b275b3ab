namespace Governance.Web.Hosting;

/// <summary>Words in queries that stand for one of a few things, in either case. .NET would take their numbers as well, and several at once.</summary>
internal static class QueryNames
{
    public static bool TryRead<T>(string? text, out T value) where T : struct, Enum
    {
        value = default;
        return Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase) && Enum.TryParse(text, ignoreCase: true, out value);
    }

    /// <summary>All of them, for a refusal: "pending, active".</summary>
    public static string Of<T>() where T : struct, Enum => string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant();
}
