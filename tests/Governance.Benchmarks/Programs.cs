namespace Governance.Benchmarks;

/// <summary>The product's programs, which the build puts beside their projects in this one's configuration.</summary>
internal static class Programs
{
    internal static string Web => Find("Governance.Web");

    internal static string Audit => Find("Governance.Audit");

    private static string Find(string name)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var root = here;
        while (!File.Exists(Path.Combine(root.FullName, "Governance.sln"))) root = root.Parent ?? throw new InvalidOperationException("The benchmarks run outside their checkout.");
        return Path.Combine(root.FullName, "src", name, "bin", here.Parent!.Name, here.Name, OperatingSystem.IsWindows() ? name + ".exe" : name);
    }
}
