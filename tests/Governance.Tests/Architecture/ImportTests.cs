using System.Text.RegularExpressions;

namespace Governance.Tests.Architecture;

/// <summary>The house's order, read off the sources: who may import whom, where SQL may stand, where no rounding number may.</summary>
public sealed partial class ImportTests
{
    /// <summary>Slices of src/Governance; an earlier one never imports a later one.</summary>
    private static readonly string[] Order =
    [
        "Database", "Chains", "Messages", "Ledger", "Aliases", "Migration", "Strategies", "VotingSystems", "Spaces", "Milestones", "Proposals", "Reconciliations", "Tallies", "Votes",
        "Actions", "Execution", "Recounts", "Exports", "Inbox", "Indexing",
    ];

    [Fact]
    public void EverySlice_HasItsPlaceInTheOrder() =>
        Directory.GetDirectories(Source("Governance")).Select(folder => Path.GetFileName(folder)).Where(name => name is not ("bin" or "obj")).ShouldBeSubsetOf(Order);

    [Fact]
    public void NoSlice_ImportsALaterOne()
    {
        var wrong =
            from file in Files("Governance")
            let slice = Slice(file)
            where slice is not null
            from Match import in ImportOfSlice().Matches(File.ReadAllText(file))
            let imported = import.Groups[1].Value
            where Array.IndexOf(Order, imported) > Array.IndexOf(Order, slice)
            select $"{Short(file)} imports {imported}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Sql_StandsInStoresOnly()
    {
        var wrong = Files("Governance", "Governance.Web", "Governance.Audit", "Governance.DevChain", "Governance.Ethereum")
            .Where(file => Using("Dapper").IsMatch(File.ReadAllText(file)))
            .Where(file => Slice(file) is not ("Database" or "Recounts") && !StoreFile().IsMatch(file));
        wrong.Select(Short).ShouldBeEmpty();
    }

    [Fact]
    public void TheRules_KnowNoWebPages_AndTheLeafKnowsNoGovernance()
    {
        Files("Governance").Where(file => File.ReadAllText(file).Contains("using Microsoft.AspNetCore", StringComparison.Ordinal)).Select(Short).ShouldBeEmpty();
        Files("Governance.Ethereum").Where(file => GovernanceBeyondTheLeaf().IsMatch(File.ReadAllText(file))).Select(Short).ShouldBeEmpty();
    }

    [Fact]
    public void TheRules_NeverRound_AndAskTheGivenClockOnly()
    {
        var wrong =
            from file in Files("Governance")
            // Spelling a number of somebody's JSON as JavaScript does is not counting.
            where Path.GetFileName(file) != "JavaScriptNumber.cs"
            let code = Comment().Replace(File.ReadAllText(file), "")
            from Match word in Forbidden().Matches(code)
            select $"{Short(file)}: {word.Value}";
        wrong.ShouldBeEmpty();
    }

    private static IEnumerable<string> Files(params string[] projects) =>
        projects.SelectMany(project => Directory.GetFiles(Source(project), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !file.Contains("node_modules", StringComparison.Ordinal));

    private static string? Slice(string file)
    {
        var relative = Path.GetRelativePath(Source("Governance"), file);
        return relative.StartsWith("..", StringComparison.Ordinal) || !relative.Contains(Path.DirectorySeparatorChar) ? null : relative[..relative.IndexOf(Path.DirectorySeparatorChar)];
    }

    private static string Short(string file) => Path.GetRelativePath(Source(""), file);

    private static string Source(string project)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Governance.sln"))) root = root.Parent ?? throw new InvalidOperationException("The tests run outside their checkout.");
        return Path.Combine(root.FullName, "src", project);
    }

    private static Regex Using(string name) => new($@"^using {name};", RegexOptions.Multiline);

    [GeneratedRegex(@"^using (?:static )?Governance\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex ImportOfSlice();

    [GeneratedRegex(@"Store(\.\w+)?\.cs$")]
    private static partial Regex StoreFile();

    [GeneratedRegex(@"^using Governance\.(?!Ethereum)", RegexOptions.Multiline)]
    private static partial Regex GovernanceBeyondTheLeaf();

    [GeneratedRegex(@"\b(double|float|DateTime\.Now|DateTime\.UtcNow|DateTimeOffset\.Now|DateTimeOffset\.UtcNow)\b")]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"//.*|""[^""\n]*""")]
    private static partial Regex Comment();
}
