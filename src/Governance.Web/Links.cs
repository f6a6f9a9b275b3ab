namespace Governance.Web;

/// <summary>Addresses with a query, leaving out what is empty.</summary>
public static class Links
{
    public static string With(string path, params (string Key, string? Value)[] query)
    {
        var parts = query.Where(static part => !string.IsNullOrEmpty(part.Value)).Select(static part => $"{part.Key}={Uri.EscapeDataString(part.Value!)}");
        string joined = string.Join('&', parts);
        return joined.Length == 0 ? path : $"{path}?{joined}";
    }
}
