using System.Reflection;
using System.Text.RegularExpressions;

namespace Governance.Tests.Architecture;

/// <summary>A refusal that no test meets may say anything: each one has a case somewhere, by its name, its code or its words at the wire.</summary>
public sealed class RejectionTests
{
    private static readonly string Tests = AllTests();

    public static TheoryData<string, string, string> Rejections()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var type in typeof(Rejection).Assembly.GetTypes().Where(type => type.Name.EndsWith("Rejection", StringComparison.Ordinal) && type.IsAbstract && type.IsSealed))
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == typeof(Rejection)))
        {
            var rejection = (Rejection)field.GetValue(null)!;
            data.Add($"{type.Name}.{field.Name}", rejection.Code, rejection.WireText);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Rejections))]
    public void EveryRejection_HasACase(string name, string code, string wireText) =>
        (Tests.Contains(name, StringComparison.Ordinal) || Tests.Contains($"\"{code}\"", StringComparison.Ordinal) || Tests.Contains($"\"{wireText}", StringComparison.Ordinal))
            .ShouldBeTrue($"no test names {name}, \"{code}\" or \"{wireText}\"");

    [Theory]
    [MemberData(nameof(Rejections))]
    public void EveryRejection_HasAStableCodeAndASentence(string name, string code, string wireText)
    {
        Regex.IsMatch(code, "^[a-z0-9]+(-[a-z0-9]+)*$").ShouldBeTrue($"{name}: {code}");
        wireText.ShouldNotBeEmpty(name);
    }

    private static string AllTests()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Governance.sln"))) root = root.Parent ?? throw new InvalidOperationException("The tests run outside their checkout.");
        var files = new[] { "Governance.Tests", "Governance.Web.Tests" }
            .SelectMany(project => Directory.GetFiles(Path.Combine(root.FullName, "tests", project), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.EndsWith(nameof(RejectionTests) + ".cs", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal));
        return string.Concat(files.Select(File.ReadAllText));
    }
}
