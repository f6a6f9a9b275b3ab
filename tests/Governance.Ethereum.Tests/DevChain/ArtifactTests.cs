using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Governance.DevChain;

namespace Governance.Ethereum.Tests.DevChain;

public sealed class ArtifactTests
{
    private static readonly string Project = FindProject();

    [Fact]
    public void AreThoseOfTheSources()
    {
        string stored = File.ReadAllText(Path.Combine(Project, "artifacts", "sources.sha256")).Trim();
        stored.ShouldBe(SourcesHash(), "run npm ci && npm run compile in src/Governance.DevChain");
    }

    [Fact]
    public async Task AreWhatTheCompilerMakes()
    {
        if (!Directory.Exists(Path.Combine(Project, "node_modules", "solc")))
            Assert.Skip("The compiler is not installed: npm ci in src/Governance.DevChain.");
        using var node = Process.Start(new ProcessStartInfo("node", ["compile.mjs", "--check"]) { WorkingDirectory = Project, RedirectStandardError = true })!;
        string differences = await node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);

        node.ExitCode.ShouldBe(0, differences);
    }

    [Fact]
    public void AreRefused_ByAWrongName() => Should.Throw<DevChainException>(() => ContractArtifact.Load("Nothing"));

    [Fact]
    public void RefuseArgumentsThatDoNotFitTheConstructor() =>
        Should.Throw<AbiException>(() => ContractArtifact.Load("PhaToken").CreationCode("no address"));

    // The same as compile.mjs computes.
    private static string SourcesHash()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Project, "contracts"), "*.sol", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Project, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in sources.Concat(["compile.mjs", "package-lock.json"]))
        {
            string text = File.ReadAllText(Path.Combine(Project, path)).ReplaceLineEndings("\n");
            hash.AppendData(Encoding.UTF8.GetBytes($"{path}\0{text}\0"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string FindProject()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Governance.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "src", "Governance.DevChain");
    }
}
