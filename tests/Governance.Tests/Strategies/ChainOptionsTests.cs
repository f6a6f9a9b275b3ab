using Governance.Chains;

namespace Governance.Tests.Strategies;

public sealed class ChainOptionsTests
{
    [Theory]
    [InlineData("finalized", 0)]
    [InlineData("safe", 0)]
    [InlineData("latest", 0)]
    [InlineData("Finalised", 1)]
    [InlineData("", 1)]
    public void HowSureABlockMustBe_IsOneOfThreeWords(string confidence, int faults)
    {
        var options = new ChainOptions { Id = 1, Rpc = ["http://127.0.0.1:8545"], Confidence = confidence };
        var found = options.Faults("Chains:0").ToArray();
        found.Length.ShouldBe(faults);
        if (faults > 0) found[0].ShouldBe($"Chains:0:Confidence: '{confidence}' is none of finalized, safe and latest, for example Chains:0:Confidence=finalized");
    }
}
