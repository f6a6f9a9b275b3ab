using System.Diagnostics;

namespace Governance.Web.Tests.Walks;

/// <summary>The audit program as anybody runs it: in a process of its own, on a file, knowing nothing of the portal.</summary>
internal static class AuditProgram
{
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Governance.Audit.dll");
        using var audit = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true })!;
        string output = await audit.StandardOutput.ReadToEndAsync();
        await audit.WaitForExitAsync();
        return (audit.ExitCode, output);
    }

    /// <summary>Counts a proposal again from its bundle, every signature included, and fails the test where anything differs.</summary>
    /// <param name="get">Asks the portal for a path.</param>
    public static async Task RecountAsync(Func<string, Task<HttpResponseMessage>> get, string proposal)
    {
        string file = Path.GetTempFileName();
        try
        {
            using (var answer = await get($"/api/proposals/{proposal}/bundle.ndjson"))
            {
                answer.EnsureSuccessStatusCode();
                await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync());
            }
            var (exitCode, output) = await RunAsync(file);
            exitCode.ShouldBe(0, output);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
