using Governance.DevChain;

namespace Governance.Ethereum.Tests.DevChain;

public sealed class DevChainAvailabilityTests
{
    [Fact]
    public void FindsWhatTheBuildHasInstalled()
    {
        DevChainAvailability.Check().ShouldBeNull();
        File.Exists(DevChainAvailability.FindAnvil()).ShouldBeTrue();
    }

    [Fact]
    public void SaysInOneSentenceWhatIsMissing()
    {
        string elsewhere = Directory.CreateTempSubdirectory().FullName;
        string reason = DevChainAvailability.Check(elsewhere)!;

        reason.ShouldContain("npm ci");
        reason.ShouldContain("Node.js");
        reason.ShouldNotContain("\n");
        Directory.Delete(elsewhere);
    }
}
