using System.Diagnostics;

namespace Governance.Ethereum.Tests.Secp256k1;

/// <summary>The batch tests once more in a process that may not use the vector instructions of this machine.</summary>
public class PortablePathTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512", "4")]
    [InlineData("DOTNET_EnableAVX2", "1")]
    public async Task SameAnswers_WithoutTheInstructions(string instructions, string lanes)
    {
        string tests = typeof(PortablePathTests).Assembly.Location;
        ProcessStartInfo start = new("dotnet", [tests, "-class", typeof(BatchRecoveryTests).FullName!, "-class", typeof(RecoveryEdgeTests).FullName!, "-method-", "*VeryMany"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[instructions] = "0";
        start.Environment["GOVERNANCE_EXPECTED_LANES"] = lanes;
        using var process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, output);
        output.ShouldContain("Failed: 0");
        output.ShouldNotContain("Total: 0");
    }
}
