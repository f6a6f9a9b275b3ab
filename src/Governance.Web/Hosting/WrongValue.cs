using System.Text.RegularExpressions;

namespace Governance.Web.Hosting;

/// <summary>Says what the configuration binder means: which key has a value of the wrong kind, and how a right one looks.</summary>
internal static partial class WrongValue
{
    public static string Explain(string message)
    {
        var match = Binder().Match(message);
        if (!match.Success) return message;
        var (value, key, type) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
        var (kind, example) = type.Contains("Boolean", StringComparison.Ordinal) ? ("true or false", "true") : type.Contains("Int", StringComparison.Ordinal) ? ("a whole number", "1") : ("a value of another kind", "1");
        return $"{key}: '{value}' must be {kind}, for example {key}={example}";
    }

    [GeneratedRegex("Failed to convert configuration value '(.*)' at '(.*)' to type '(.*)'")]
    private static partial Regex Binder();
}
