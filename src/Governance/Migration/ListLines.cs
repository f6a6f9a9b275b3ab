using System.Globalization;
using System.Text;

namespace Governance.Migration;

/// <summary>A line of an imported file: its fields without the spaces around them.</summary>
internal sealed record ListLine(string Name, int Number, string Text, string[] Fields)
{
    public FormatException Wrong(string expected) => new(string.Create(CultureInfo.InvariantCulture, $"{Name}, line {Number}: '{Text}' is not {expected}."));
}

/// <summary>Cuts an imported file into lines and fields.</summary>
internal static class ListLines
{
    /// <param name="heading">The words of a first line that is no entry.</param>
    public static IEnumerable<ListLine> Read(string name, byte[] content, string heading)
    {
        int number = 0;
        foreach (var text in Encoding.UTF8.GetString(content).Split('\n'))
        {
            number++;
            var line = text.Trim();
            if (line.Length == 0 || (number == 1 && line == heading)) continue;
            yield return new ListLine(name, number, line, [.. line.Split(',').Select(field => field.Trim())]);
        }
    }
}
