using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Governance.DevChain;

namespace Governance.Ethereum.Tests.DevChain;

/// <summary>A second copy of this test program starts an anvil and is killed.</summary>
public sealed class AnvilParentTests
{
    private const string Role = "GOVERNANCE_TESTS_ANVIL_PARENT";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnvilEnds_WhenItsParentIsKilled()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows anvil ends with DisposeAsync only.");
        string folder = Directory.CreateTempSubdirectory().FullName;
        string portFile = Path.Combine(folder, "port");
        using var parent = StartParent(portFile);
        int port = await ReadPortAsync(portFile, parent);
        (await IsListeningAsync(port)).ShouldBeTrue();

        parent.Kill(); // SIGKILL, and to the parent alone

        var watch = Stopwatch.StartNew();
        while (await IsListeningAsync(port) && watch.Elapsed < TimeSpan.FromSeconds(10)) await Task.Delay(50, Ct);
        (await IsListeningAsync(port)).ShouldBeFalse();
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.ElapsedMilliseconds} ms");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Not a test of its own: what the killed copy runs.</summary>
    [Fact(Explicit = true)]
    public async Task PlaysTheParent()
    {
        string portFile = Environment.GetEnvironmentVariable(Role) ?? throw new InvalidOperationException($"{Role} names no file.");
        await using var anvil = await Anvil.StartAsync(ct: Ct);
        await File.WriteAllTextAsync(portFile + ".new", anvil.Url.Port.ToString(CultureInfo.InvariantCulture), Ct);
        File.Move(portFile + ".new", portFile);
        await Task.Delay(TimeSpan.FromMinutes(1), Ct);
        Assert.Fail("Nobody killed the parent.");
    }

    private static Process StartParent(string portFile)
    {
        string method = $"{typeof(AnvilParentTests).FullName}.{nameof(PlaysTheParent)}";
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["-method", method, "-explicit", "only"]) { RedirectStandardOutput = true };
        start.Environment[Role] = portFile;
        var parent = Process.Start(start)!;
        parent.BeginOutputReadLine();
        return parent;
    }

    private static async Task<int> ReadPortAsync(string portFile, Process parent)
    {
        var watch = Stopwatch.StartNew();
        while (!File.Exists(portFile))
        {
            (parent.HasExited || watch.Elapsed > TimeSpan.FromSeconds(30)).ShouldBeFalse("the parent did not start an anvil");
            await Task.Delay(50, Ct);
        }

        return int.Parse(await File.ReadAllTextAsync(portFile, Ct), CultureInfo.InvariantCulture);
    }

    private static async Task<bool> IsListeningAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, Ct);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
