using System.Runtime.InteropServices;

namespace Governance.DevChain;

/// <summary>
/// Whether a local chain can run here. anvil comes with the npm packages of this project, which the build installs where Node.js is.
/// It is looked for from the program's own folder upwards, in src/Governance.DevChain/node_modules: a checkout has it,
/// a published copy elsewhere has not, and runs on configured chains.
/// </summary>
public static class DevChainAvailability
{
    private const string Project = "src/Governance.DevChain";

    /// <summary>Null where a local chain can run; otherwise one sentence that says what is missing and what would bring it.</summary>
    public static string? Check() => Check(AppContext.BaseDirectory);

    /// <summary>The path of the anvil that <see cref="Anvil.StartAsync"/> runs; null where there is none.</summary>
    public static string? FindAnvil() => FindAnvil(AppContext.BaseDirectory);

    internal static string? Check(string programFolder)
    {
        if (PlatformPackage is null) return $"The local chain does not run here: there is no anvil for {RuntimeInformation.RuntimeIdentifier}.";
        return FindAnvil(programFolder) is null
            ? $"The local chain is not installed: anvil is not in {Project}/node_modules (install Node.js 20 or later and build again, or run npm ci there)."
            : null;
    }

    private static string? FindAnvil(string programFolder)
    {
        if (PlatformPackage is not { } package) return null;
        string file = OperatingSystem.IsWindows() ? "anvil.exe" : "anvil";
        for (var folder = new DirectoryInfo(programFolder); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, Project, "node_modules", "@foundry-rs", package, "bin", file);
            if (File.Exists(candidate)) return candidate;
        }

        return null;
    }

    // The names under which @foundry-rs publishes its binaries.
    private static string? PlatformPackage => (OSPlatformName, RuntimeInformation.OSArchitecture) switch
    {
        ("linux" or "darwin" or "win32", Architecture.X64) => $"anvil-{OSPlatformName}-amd64",
        ("linux" or "darwin", Architecture.Arm64) => $"anvil-{OSPlatformName}-arm64",
        _ => null,
    };

    private static string? OSPlatformName =>
        OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "win32" : null;
}
