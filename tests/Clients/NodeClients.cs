using System.Diagnostics;
using System.Text.Json;

namespace Governance.Clients;

/// <summary>Runs the Node scripts of tests/Clients and reads what they print, one JSON value a line.</summary>
internal static class NodeClients
{
    private static readonly Lazy<string> Folder = new(FindAndInstall);

    /// <summary>Starts <c>node script arguments</c>, writes <paramref name="input"/> if any, and reads all its lines.</summary>
    /// <exception cref="InvalidOperationException">Node is missing, or the script failed; its error output is in the message.</exception>
    internal static async Task<IReadOnlyList<JsonElement>> RunAsync(string script, IEnumerable<string> arguments, string? input, CancellationToken ct)
    {
        using var process = Start("node", [script, .. arguments], Folder.Value);
        var errors = process.StandardError.ReadToEndAsync(ct);
        if (input is not null) await process.StandardInput.WriteAsync(input.AsMemory(), ct);
        process.StandardInput.Close();
        List<JsonElement> lines = [];
        while (await process.StandardOutput.ReadLineAsync(ct) is { } line) lines.Add(JsonSerializer.Deserialize<JsonElement>(line));
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 ? lines : throw new InvalidOperationException($"{script} ended with {process.ExitCode}: {await errors}");
    }

    /// <summary>Where the scripts and their packages are, installed when first asked for.</summary>
    internal static string InstalledFolder => Folder.Value;

    /// <summary>The text of a file of an installed package, for example <c>axe-core/axe.min.js</c>.</summary>
    internal static string ReadPackageFile(string path) => File.ReadAllText(Path.Combine(Folder.Value, "node_modules", path));

    private static string FindAndInstall()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Governance.sln"))) root = Path.GetDirectoryName(root);
        string folder = Path.Combine(root ?? throw new InvalidOperationException("The tests run outside their checkout."), "tests", "Clients");
        // Several test programs may start at once: one installs, the others wait for it.
        using var turn = WaitForTurn(Path.Combine(Path.GetTempPath(), $"governance-clients-{Environment.UserName}.lock"));
        var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"))) return folder;
        using var npm = Start("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder);
        var errors = npm.StandardError.ReadToEndAsync();
        npm.StandardOutput.ReadToEnd();
        npm.WaitForExit();
        return npm.ExitCode == 0 ? folder : throw new InvalidOperationException($"npm ci in {folder} ended with {npm.ExitCode}: {errors.Result}");
    }

    private static FileStream WaitForTurn(string path)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < 1200)
            {
                Thread.Sleep(100);
            }
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments, string folder)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            throw new InvalidOperationException($"These tests need Node.js 20 or later: {program} did not start.", fault);
        }
    }
}
